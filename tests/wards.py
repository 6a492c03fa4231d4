"""A ward that puts bedside handover into use, brought about by the real services."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from time import time as time_now

from sqlmodel import update
from standing_in import Clock, DirectoryOnPaper

from bot.domain.initiative import CaseForChange, Initiative, StartForm
from bot.domain.people import Profile
from bot.domain.pulse import Wave
from bot.features import FEATURES
from bot.schedule.due import DueWork
from bot.services import initiative as starting
from bot.services.ports import Uses
from bot.services.pulse import planning
from storage import due, settings
from storage import pulse as waves
from storage.outbox_table import OutboxRow

CHANNEL = "C0WARD"
LEAD = "U0LEAD"
FIRST_DAY = date(2026, 3, 10)


def start(
    uses: Uses,
    *,
    staff: int = 11,
    channel: str = CHANNEL,
    zones: Sequence[str] = ("Europe/London",),
    open_days: int = 3,
    first: int = 0,
) -> Initiative:
    """An initiative whose channel holds the lead and `staff` others over `zones`; its first pulse is planned."""
    directory = uses.directory
    assert isinstance(directory, DirectoryOnPaper)
    directory.add(Profile(LEAD, "Lena Lead", zones[0]), channel=channel)
    for number, user_id in enumerate(staff_ids(staff, first)):
        directory.add(Profile(user_id, f"Nurse {number}", zones[number % len(zones)]), channel=channel)
    case = CaseForChange("We hand over at the bed.", "Nothing is lost.")
    form = StartForm("bedside handover", case, (), FIRST_DAY, time(9, 0), "fortnightly", open_days)
    initiative = starting.start_initiative(uses, channel, LEAD, form)
    do_due(uses)
    return initiative


def staff_ids(staff: int, first: int = 0) -> list[str]:
    """The user ids of the lead's colleagues, counted from `first`."""
    return [f"U1{number:05d}" for number in range(first, first + staff)]


def do_due(uses: Uses, later: timedelta = timedelta(0)) -> int:
    """Do all that is due by the clock, as if real time had gone on by `later`; gives how much was done."""
    handlers = {what: do for feature in FEATURES for what, do in feature.due.items()}
    lease = timedelta(seconds=40)
    return DueWork(uses, handlers, lease=lease, real=lambda: time_now() + later.total_seconds()).do_due()


def open_next_wave(uses: Uses, initiative: Initiative) -> Wave:
    """Let the clock reach the planned pulse, which opens."""
    with uses.reading() as session:
        planned = due.waiting(session, planning.OPEN, initiative.id)
    move_to(uses, planned[0][1])
    do_due(uses)
    return newest_wave(uses, initiative)


def newest_wave(uses: Uses, initiative: Initiative) -> Wave:
    """The initiative's newest wave, whatever its state."""
    with uses.reading() as session:
        wave = waves.latest_wave(session, initiative.id)
    assert wave is not None
    return wave


def move_to(uses: Uses, moment: datetime) -> None:
    """Set the clock."""
    assert isinstance(uses.clock, Clock)
    uses.clock.now = moment


def answers(wave: Wave, value: int | str) -> dict[str, str | None]:
    """A form in which every item got the same answer."""
    return {item: str(value) for item in wave.items}


def set_cap(uses: Uses, initiative: Initiative, cap: int) -> None:
    """So many messages that nobody asked for a person gets at most in seven days."""
    with uses.writing() as session:
        settings.hold_settings(session, initiative.id)
        settings.change_settings(session, initiative.id, message_cap=cap)


def post_all(uses: Uses) -> None:
    """Mark every message as sent at its moment, where it doesn't matter what was in it."""
    with uses.writing() as session:
        session.exec(update(OutboxRow).values(state="sent"))


def close(uses: Uses, wave: Wave) -> None:
    """Let the clock reach the closing; the wave closes, and what it leaves is swept."""
    move_to(uses, wave.closes_at)
    do_due(uses)
