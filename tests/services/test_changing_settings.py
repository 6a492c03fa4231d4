"""A lead's changes hold at once, or a day after staff were told of them, or not at all."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from postman import Letter, Postman, send_all
from standing_in import Clock, DirectoryOnPaper
from wards import CHANNEL, LEAD, close, do_due, move_to, newest_wave, open_next_wave, staff_ids, start

from bot.domain.delivery import Fate, Outcome
from bot.domain.errors import FormRefusal
from bot.domain.initiative import Initiative
from bot.domain.local_time import Every
from bot.domain.people import Profile
from bot.domain.roles import NotYours
from bot.domain.settings import MembersFrom, NothingPlanned, Overview, Terms, TermsForm
from bot.domain.settings import Outcome as Saved
from bot.services import promises, settings
from bot.services.attempts import Attempt
from bot.services.ports import Uses
from bot.services.pulse import planning
from storage import audit, due
from storage import initiative as initiatives
from storage.teams import keep_members_from

NURSE = staff_ids(1)[0]
whatever_the_database = pytest.mark.parametrize("kind", ["sqlite"])
"""What the database has no part in is tried on one kind alone."""


class Ward:
    """A ward with an initiative and its settings, in the words of these tests."""

    def __init__(self, uses: Uses, **how: Any) -> None:
        self.uses = uses
        self.initiative: Initiative = start(uses, staff=6, **how)
        send_all(uses)

    def seen(self, user_id: str = LEAD) -> Overview:
        return settings.overview(self.uses, CHANNEL, user_id)

    def terms(self) -> Terms:
        return self.seen().terms

    def change(self, *, version: int | None = None, by: str = LEAD, **fields: Any) -> Saved:
        shown = self.seen()
        form = replace(TermsForm(**asdict(shown.wanted())), **fields)
        return settings.change(self.uses, self.initiative.id, by, version or shown.version, form)

    def leave_the_channel(self, *user_ids: str) -> None:
        """They still belong to the initiative, by a list."""
        assert isinstance(self.uses.directory, DirectoryOnPaper)
        there = self.uses.directory.channels[CHANNEL]
        self.uses.directory.channels[CHANNEL] = [each for each in there if each not in user_ids]

    def go_on(self, **span: float) -> list[Letter]:
        """Let time pass, all that falls due be done, and all that may be sent be sent."""
        assert isinstance(self.uses.clock, Clock)
        self.uses.clock.move(**span)
        do_due(self.uses)
        return send_all(self.uses)

    def planned_pulses(self) -> list[tuple[date, datetime]]:
        with self.uses.reading() as session:
            return due.waiting(session, planning.OPEN, self.initiative.id)

    def rhythm(self) -> Any:
        with self.uses.reading() as session:
            found = initiatives.find_initiative(session, self.initiative.id)
        assert found is not None
        return found.rhythm

    def log(self) -> list[tuple[str, str, Any]]:
        with self.uses.reading() as session:
            entries = audit.entries(session, self.initiative.id)
        return [
            (entry.actor, entry.action, entry.about.get("changes"))
            for entry in entries
            if entry.action.startswith("settings.")
        ]


@pytest.fixture
def ward(uses: Uses) -> Ward:
    return Ward(uses)


def test_to_be_asked_more_often_is_announced_and_holds_a_day_later(ward: Ward) -> None:
    saved = ward.change(every="weekly")
    assert (saved.now, saved.later) == ({}, {"every": (Every.FORTNIGHTLY, Every.WEEKLY)})
    (told,) = send_all(ward.uses)
    assert (told.kind, told.to) == (promises.ANNOUNCEMENT, CHANNEL)
    expected = "From Wednesday, March 4, the bedside handover pulse comes every week instead of every two weeks."
    assert told.text == expected
    assert ward.seen().planned.starts_at is None  # nobody has looked yet whether it was posted
    ward.go_on(minutes=1)
    assert ward.seen().planned.starts_at == ward.uses.clock() + timedelta(days=1)
    ward.go_on(hours=23, minutes=59)
    assert ward.rhythm().every is Every.FORTNIGHTLY
    ward.go_on(minutes=1)
    assert ward.rhythm().every is Every.WEEKLY
    assert ward.seen().planned is None
    assert ward.log() == [
        (LEAD, "settings.plan", ["every: fortnightly -> weekly"]),
        ("", "settings.apply", ["every: fortnightly -> weekly"]),
    ]


@whatever_the_database
def test_the_day_of_notice_begins_when_the_announcement_stands_in_the_channel(ward: Ward) -> None:
    ward.change(message_cap=5)
    away = Outcome(Fate.NOT_NOW, "http 502")
    move_to(ward.uses, ward.uses.clock() + timedelta(hours=20))
    do_due(ward.uses)
    assert send_all(ward.uses, away)
    move_to(ward.uses, ward.uses.clock() + timedelta(hours=20))
    do_due(ward.uses)
    assert "From Friday, March 6" in send_all(ward.uses)[-1].text  # it is Thursday, 5 March, 01:00
    ward.go_on(minutes=10)
    ward.go_on(hours=23, minutes=59)
    assert ward.terms().message_cap == 3
    ward.go_on(minutes=1)
    assert ward.terms().message_cap == 5


@whatever_the_database
def test_what_relaxes_holds_at_once_and_nobody_is_told(ward: Ward) -> None:
    saved = ward.change(every="monthly", message_cap=1, at=time(11), first_on=date(2026, 3, 12), is_reviewed=True)
    assert set(saved.now) == {"every", "message_cap", "at", "first_on", "is_reviewed"}
    assert saved.later == {}
    assert send_all(ward.uses) == []
    assert ward.terms() == replace(
        ward.terms(),
        every=Every.MONTHLY,
        message_cap=1,
        at=time(11),
        first_on=date(2026, 3, 12),
        is_reviewed=True,
    )
    assert ward.planned_pulses() == [(date(2026, 3, 12), datetime.fromisoformat("2026-03-12T11:00Z"))]
    open_next_wave(ward.uses, ward.initiative)
    assert [day for day, _ in ward.planned_pulses()] == [date(2026, 4, 9)]  # the second Thursday


@whatever_the_database
def test_of_one_form_each_part_holds_in_its_time(ward: Ward) -> None:
    saved = ward.change(open_days=5, message_cap=2)
    assert (set(saved.now), set(saved.later)) == ({"message_cap"}, {"open_days"})
    assert (ward.terms().message_cap, ward.terms().open_days) == (2, 3)
    send_all(ward.uses)
    ward.go_on(minutes=1)
    ward.go_on(days=1)
    assert (ward.terms().message_cap, ward.terms().open_days) == (2, 5)


@whatever_the_database
def test_a_form_that_changes_nothing_leaves_no_trace(ward: Ward) -> None:
    version = ward.seen().version
    assert ward.change() == Saved("bedside handover", "Europe/London", {}, {})
    assert (ward.seen().version, ward.log(), send_all(ward.uses)) == (version, [], [])


def test_nothing_changes_while_a_pulse_is_open_and_that_pulse_keeps_its_end(ward: Ward) -> None:
    wave = open_next_wave(ward.uses, ward.initiative)
    send_all(ward.uses)
    ward.change(open_days=7, every="weekly")
    (told,) = send_all(ward.uses)
    assert told.text == "From Thursday, March 12, some things change for bedside handover:"
    ward.go_on(minutes=1)
    move_to(ward.uses, wave.closes_at - timedelta(minutes=1))
    do_due(ward.uses)
    assert ward.rhythm().open_days == 3
    assert newest_wave(ward.uses, ward.initiative).closes_at == wave.closes_at
    close(ward.uses, wave)
    ward.go_on(minutes=1)
    assert (ward.rhythm().open_days, ward.rhythm().every) == (7, Every.WEEKLY)
    assert [day for day, _ in ward.planned_pulses()] == [date(2026, 3, 17)]


@whatever_the_database
def test_a_pulse_that_opens_before_the_day_of_notice_is_over_is_reckoned_with(ward: Ward) -> None:
    move_to(ward.uses, ward.planned_pulses()[0][1] - timedelta(hours=2))
    ward.change(message_cap=5)
    assert "From Thursday, March 12," in send_all(ward.uses)[0].text  # the pulse closes on that day
    ward.go_on(minutes=1)
    wave = open_next_wave(ward.uses, ward.initiative)
    ward.go_on(days=1)
    assert ward.terms().message_cap == 3
    assert ward.seen().planned.starts_at == wave.closes_at
    close(ward.uses, wave)
    ward.go_on(minutes=1)
    assert ward.terms().message_cap == 5


def test_a_second_change_replaces_the_first_and_says_so(ward: Ward) -> None:
    ward.change(every="weekly")
    send_all(ward.uses)
    ward.change(every="fortnightly", message_cap=6)
    (told,) = send_all(ward.uses)
    assert "6 messages unasked" in told.text
    assert "It replaces what was announced before." in told.blocks
    for _ in range(2):
        ward.go_on(minutes=1)
        ward.go_on(days=1)
    assert (ward.rhythm().every, ward.terms().message_cap) == (Every.FORTNIGHTLY, 6)


@whatever_the_database
def test_a_change_that_was_replaced_before_anybody_heard_of_it_is_never_told(ward: Ward) -> None:
    ward.change(every="weekly")
    ward.change(every="fortnightly", message_cap=6)
    (told,) = send_all(ward.uses)
    assert "6 messages unasked" in told.text
    assert "replaces" not in told.blocks


@whatever_the_database
def test_another_form_keeps_what_is_planned(ward: Ward) -> None:
    ward.change(every="weekly")
    send_all(ward.uses)
    saved = ward.change(message_cap=2)
    assert (set(saved.now), saved.later) == ({"message_cap"}, {})
    assert send_all(ward.uses) == []
    ward.go_on(minutes=1)
    ward.go_on(days=1)
    assert ward.rhythm().every is Every.WEEKLY


@pytest.mark.parametrize("by_form", [False, True], ids=["by the button", "by the form"])
def test_what_the_channel_heard_of_is_taken_back_in_the_channel(ward: Ward, by_form: bool) -> None:
    ward.change(every="weekly")
    send_all(ward.uses)
    planned = ward.seen().planned
    assert planned is not None
    if by_form:
        assert ward.change(every="fortnightly").taken_back
    else:
        assert promises.take_back(ward.uses, planned.id, LEAD).taken_back
    (told,) = send_all(ward.uses)
    assert told.text == "What was announced for bedside handover does not happen after all."
    ward.go_on(minutes=1)
    ward.go_on(days=2)
    assert ward.rhythm().every is Every.FORTNIGHTLY
    with pytest.raises(NothingPlanned):
        promises.take_back(ward.uses, planned.id, LEAD)


def test_people_whom_no_channel_brings_together_are_told_one_by_one_and_a_week_before(ward: Ward) -> None:
    ward.leave_the_channel(LEAD, *staff_ids(6))
    with ward.uses.writing() as session:
        keep_members_from(session, ward.initiative.id, MembersFrom.FILE)
    saved = ward.change(every="weekly", first_on=date(2026, 3, 24))
    assert saved.notice == timedelta(days=7)
    told = send_all(ward.uses)
    assert {letter.to for letter in told} == {CHANNEL, LEAD, *staff_ids(6)}
    assert {letter.text for letter in told} == {
        "From Tuesday, March 10, the bedside handover pulse comes every week instead of every two weeks."
    }
    ward.go_on(minutes=1)
    ward.go_on(days=6, hours=23, minutes=59)
    assert ward.rhythm().every is Every.FORTNIGHTLY
    ward.go_on(minutes=1)
    assert ward.rhythm().every is Every.WEEKLY


@whatever_the_database
def test_who_is_in_the_channel_hears_of_a_change_once_and_where_slack_can_t_say_everybody_is_told(ward: Ward) -> None:
    with ward.uses.writing() as session:
        keep_members_from(session, ward.initiative.id, MembersFrom.FILE)
    ward.leave_the_channel(*staff_ids(2))
    ward.change(message_cap=5)
    assert {letter.to for letter in send_all(ward.uses)} == {CHANNEL, *staff_ids(2)}
    assert isinstance(ward.uses.directory, DirectoryOnPaper)
    ward.uses.directory.lacks.add("conversations.members")
    ward.change(message_cap=6)
    assert {letter.to for letter in send_all(ward.uses)} == {CHANNEL, LEAD, *staff_ids(6)}


@whatever_the_database
def test_only_those_who_heard_of_a_change_hear_that_it_was_taken_back(ward: Ward) -> None:
    with ward.uses.writing() as session:
        keep_members_from(session, ward.initiative.id, MembersFrom.GROUPS)
    ward.leave_the_channel(LEAD, *staff_ids(6))
    ward.change(message_cap=5)
    postman = Postman(ward.uses)
    ready = postman.take()
    postman.send(ready[:3])
    postman.counter.give_back([Attempt(one.row, Outcome(Fate.NOT_NOW, "http 502"), postman.now) for one in ready[3:]])
    ward.change(message_cap=3)
    heard = {one.row.recipient for one in ready[:3]}
    assert len(heard) == 3
    assert {letter.to for letter in postman.deliver()} == heard
    assert {letter.kind for letter in postman.letters[3:]} == {promises.TAKEN_BACK}


@whatever_the_database
def test_what_nobody_heard_of_is_taken_back_without_a_word(ward: Ward) -> None:
    ward.change(every="weekly")
    planned = ward.seen().planned
    assert planned is not None
    promises.take_back(ward.uses, planned.id, LEAD)
    assert ward.go_on(days=2) == []
    assert ward.rhythm().every is Every.FORTNIGHTLY


@whatever_the_database
def test_a_change_that_holds_can_not_be_taken_back(ward: Ward) -> None:
    ward.change(message_cap=5)
    planned = ward.seen().planned
    assert planned is not None
    send_all(ward.uses)
    ward.go_on(minutes=1)
    ward.go_on(days=1)
    with pytest.raises(NothingPlanned):
        promises.take_back(ward.uses, planned.id, LEAD)
    assert ward.terms().message_cap == 5


@whatever_the_database
@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome(Fate.NEVER, "is_archived"), "could not be told: the channel is archived."),
        (Outcome(Fate.UNSURE, "lost"), "The announcement may have arrived in <#C0WARD> or not."),
    ],
)
def test_where_the_channel_can_not_be_told_nothing_changes_and_the_lead_hears_so_once(
    ward: Ward, outcome: Outcome, words: str
) -> None:
    ward.change(message_cap=5, every="weekly")
    send_all(ward.uses, outcome)
    told = [*ward.go_on(minutes=1), *ward.go_on(days=3)]
    (to_lead,) = [letter for letter in told if letter.to == LEAD]
    assert words in to_lead.text
    assert "at most 5 messages unasked" in to_lead.blocks
    assert ward.seen().planned is None
    assert (ward.terms().message_cap, ward.rhythm().every) == (3, Every.FORTNIGHTLY)


@whatever_the_database
def test_an_announcement_that_waited_for_a_week_changes_nothing(ward: Ward) -> None:
    ward.change(message_cap=5)
    told = [letter for days in (8, 1) for letter in ward.go_on(days=days) if letter.kind.startswith("settings")]
    assert [letter.kind for letter in told] == [promises.NOT_ANNOUNCED]
    assert "it could not be posted for a week" in told[0].text
    assert ward.seen().planned is None


def test_of_two_forms_that_stood_open_the_second_is_kept_with_a_sentence(ward: Ward) -> None:
    version = ward.seen().version
    ward.change(version=version, message_cap=2)
    with pytest.raises(FormRefusal) as refused:
        ward.change(version=version, message_cap=1)
    assert refused.value.errors == {"every": "Somebody else changed the settings meanwhile. Open them again."}
    assert ward.terms().message_cap == 2


@whatever_the_database
@pytest.mark.parametrize("way", ["planned", "taken back", "applied"])
def test_a_form_that_stood_open_over_a_planned_change_is_kept_too(ward: Ward, way: str) -> None:
    version = ward.seen().version
    ward.change(message_cap=5)
    planned = ward.seen().planned
    assert planned is not None
    if way != "planned":
        version = ward.seen().version
    if way == "taken back":
        promises.take_back(ward.uses, planned.id, LEAD)
    if way == "applied":
        send_all(ward.uses)
        ward.go_on(minutes=1)
        ward.go_on(days=1)
    with pytest.raises(FormRefusal):
        ward.change(version=version, message_cap=1)


@whatever_the_database
def test_only_the_lead_changes_and_only_members_see(ward: Ward) -> None:
    with pytest.raises(NotYours):
        ward.change(by=NURSE, message_cap=1)
    ward.change(message_cap=5)
    planned = ward.seen().planned
    assert planned is not None
    with pytest.raises(NotYours):
        promises.take_back(ward.uses, planned.id, NURSE)
    assert (ward.seen().may_change, ward.seen(NURSE).may_change) == (True, False)
    directory = ward.uses.directory
    assert isinstance(directory, DirectoryOnPaper)
    directory.add(Profile("U0OTHER", "Oz Other", "Europe/London"), channel="C0ELSE")
    with pytest.raises(NotYours):
        ward.seen("U0OTHER")
    assert ward.terms().message_cap == 3


@whatever_the_database
def test_a_guest_can_not_be_named_as_the_one_who_agrees(ward: Ward) -> None:
    directory = ward.uses.directory
    assert isinstance(directory, DirectoryOnPaper)
    directory.add(Profile("U0GUEST", "Gus Guest", "Europe/London", is_guest=True))
    with pytest.raises(FormRefusal) as refused:
        ward.change(approver="U0GUEST")
    assert list(refused.value.errors) == ["approver"]


@whatever_the_database
def test_a_pulse_does_not_come_twice_on_one_day(ward: Ward) -> None:
    wave = open_next_wave(ward.uses, ward.initiative)
    with pytest.raises(FormRefusal) as refused:
        ward.change(first_on=wave.opens_on)
    assert refused.value.errors == {"first_on": "A pulse is still open then. Pick a day after it has closed."}
    close(ward.uses, wave)
    opened = ward.planned_pulses()[0][0]
    assert isinstance(ward.uses.clock, Clock)
    move_to(ward.uses, ward.planned_pulses()[0][1] + timedelta(days=2, hours=9))  # too late to open: it is left out
    do_due(ward.uses)
    move_to(ward.uses, ward.planned_pulses()[0][1] - timedelta(days=1))
    today = date(2026, 4, 6)
    ward.change(first_on=today)
    do_due(ward.uses)
    third = newest_wave(ward.uses, ward.initiative)
    assert (third.opens_on, opened) == (today, date(2026, 3, 24))
    close(ward.uses, third)
    move_to(ward.uses, third.opens_at)
    with pytest.raises(FormRefusal) as refused:
        ward.change(first_on=today)
    assert refused.value.errors == {"first_on": "A pulse has come on that day already. Pick a later day."}


@whatever_the_database
def test_the_pulse_of_today_still_comes_when_another_rhythm_begins_in_the_morning(ward: Ward) -> None:
    opening = ward.planned_pulses()[0][1]
    move_to(ward.uses, opening - timedelta(hours=25, minutes=30))
    ward.change(every="weekly")
    send_all(ward.uses)
    ward.go_on(minutes=1)
    ward.go_on(days=1)
    assert ward.rhythm().every is Every.WEEKLY
    assert ward.planned_pulses() == [(date(2026, 3, 10), opening)]


class BusyDirectory(DirectoryOnPaper):
    """A directory during whose answer something else happens."""

    meanwhile: Iterator[Any] = iter(())

    def members(self, channel_id: str) -> list[str]:
        next(self.meanwhile, None)
        return super().members(channel_id)


def test_a_rhythm_that_changes_while_a_pulse_opens_holds_for_the_next_one(uses: Uses) -> None:
    directory = BusyDirectory()
    ward = Ward(replace(uses, directory=directory))

    def at_once() -> Iterator[None]:
        ward.change(every="monthly", first_on=date(2026, 3, 19))
        yield

    directory.meanwhile = at_once()
    wave = open_next_wave(ward.uses, ward.initiative)
    assert wave.opens_on == date(2026, 3, 10)
    assert [day for day, _ in ward.planned_pulses()] == [date(2026, 3, 19)]
