"""One practice being put into use: what a lead writes down to start it, and what makes that complete."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from bot.domain.errors import FormRefusal, Refusal
from bot.domain.local_time import Every, Rhythm
from bot.domain.opening import check_rhythm
from bot.domain.people import Channel, ChannelKind
from bot.domain.pulse import Wave
from bot.domain.settings import Agreement, Planned
from bot.domain.typed import is_blank, shorten

PRACTICE_LENGTH = 80
CASE_LENGTH = 500
MOST_CHAMPIONS = 20


class Stage(StrEnum):
    """Where an initiative stands in its life."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class ResultsStop(StrEnum):
    """Why results aren't posted in the channel for now.

    It is shared with another organisation, or was until lately, or it became private or public.
    """

    SHARED = "shared"
    UNSHARED = "unshared"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class CaseForChange:
    """Why people should adopt the practice: four things that make a new way of working spread.

    Newness, relative advantage, compatibility and observable benefit: Greenhalgh et al. 2004, Milbank Quarterly 82(4).
    """

    what_is_new: str
    why_better: str
    how_it_fits: str = ""
    what_improves: str = ""


@dataclass(frozen=True, slots=True)
class StartForm:
    """What a lead types to start an initiative, before it is checked; absent choices are None."""

    practice: str
    case: CaseForChange
    champions: tuple[str, ...]
    first_on: date | None
    at: time | None
    every: str
    open_days: int


@dataclass(frozen=True, slots=True)
class Initiative:
    """A practice being put into use in one channel; `number` is what people see, `ended_on` a local date.

    `channel_kind` is what the channel was when it was last looked at or agreed to; None where that isn't known.
    """

    id: int
    number: int
    channel_id: str
    practice: str
    case: CaseForChange
    zone: str
    rhythm: Rhythm
    first_on: date
    lead_user_id: str
    state: Stage = Stage.ACTIVE
    ended_on: date | None = None
    channel_kind: ChannelKind | None = None
    results_stop: ResultsStop | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """How an initiative stands; local dates are those of its zone.

    `may_change` (what a lead may) and `may_resume` are about the one who asks.
    """

    initiative: Initiative
    members: int
    champions: tuple[str, ...]
    open_wave: Wave | None
    last_wave: Wave | None
    next_on: date | None
    stuck: dict[str, int]
    planned: Planned | None = None
    agreement: Agreement = Agreement.UNNEEDED
    approver: str = ""
    may_change: bool = False
    may_resume: bool = False


class AlreadyStarted(Refusal):
    """The channel has an initiative already."""

    def __init__(self, practice: str) -> None:
        super().__init__(
            "This channel already has an initiative: {practice}. "
            "Type /uptake status to see it, or start the new one in another channel.",
            practice=practice,
        )


TAKEN = "This channel has an initiative already. Pick another channel."
NOT_THERE = "You aren't in this channel. Join it first, or pick one that you are in."


def hurdle_of(channel: Channel | None, *, picked: bool) -> str:
    """Why no initiative can begin in a channel that somebody picked, and what to do; '' where it can.

    `channel` is None where nothing was picked, or where Uptake can't see it.
    """
    if not picked:
        return "Pick the channel of the people who will use the practice."
    if channel is None or not channel.has_bot:
        return "Uptake isn't in this channel yet. Type /invite @Uptake there, then send this form again."
    if channel.is_direct:
        return "An initiative lives in a channel. Pick the channel of the people who will use the practice."
    if channel.is_shared:
        return "This channel is shared with another organisation. Pick a channel of your own organisation."
    if channel.is_archived:
        return "This channel is archived. Pick one that is in use."
    return ""


class NotStarted(Refusal):
    """The channel has no initiative yet."""

    def __init__(self) -> None:
        super().__init__("Nothing has been started in this channel yet. Type /uptake start to begin.")


def check_start(form: StartForm, today: date) -> Rhythm:
    """The pulse's rhythm, if the form is complete. `today` is the lead's local date.

    Raises FormRefusal with a sentence for each field that needs a change.
    """
    errors = check_rhythm(form.first_on, form.at, form.every, form.open_days, today)
    errors |= _faults_in(form.practice, form.case)
    if len(form.champions) > MOST_CHAMPIONS:
        errors["champions"] = f"Pick at most {MOST_CHAMPIONS} champions. You can change them later."
    if errors or form.first_on is None or form.at is None:
        raise FormRefusal(errors)
    return Rhythm(Every(form.every), form.first_on.weekday(), form.at, form.open_days)


def check_description(practice: str, case: CaseForChange) -> None:
    """Raises FormRefusal with a sentence for each text that needs a change."""
    errors = _faults_in(practice, case)
    if errors:
        raise FormRefusal(errors)


def _faults_in(practice: str, case: CaseForChange) -> dict[str, str]:
    errors: dict[str, str] = {}
    if is_blank(practice):
        errors["practice"] = "Give the practice a name, such as: bedside handover."
    elif len(practice) > PRACTICE_LENGTH:
        errors["practice"] = f"Shorten the name to {PRACTICE_LENGTH} characters. It has {len(practice)}."
    for field in ("what_is_new", "why_better", "how_it_fits", "what_improves"):
        text = getattr(case, field)
        if len(text) > CASE_LENGTH:
            errors[field] = shorten(text, CASE_LENGTH)
    if is_blank(case.what_is_new):
        errors["what_is_new"] = "Say in a sentence what will be different."
    if is_blank(case.why_better):
        errors["why_better"] = "Say in a sentence why it is better than today."
    return errors
