"""An initiative's way from its start to its end: paused, resumed, handed over, ended; and where its results go."""

from dataclasses import dataclass
from datetime import date

from bot.domain.errors import Refusal
from bot.domain.initiative import Initiative, ResultsStop, Stage
from bot.domain.people import Channel, ChannelKind, Profile
from bot.domain.pulse import Wave


@dataclass(frozen=True, slots=True)
class Prospect:
    """What pausing, resuming or ending would mean now: `open_wave` is the pulse that is open."""

    initiative: Initiative
    open_wave: Wave | None


@dataclass(frozen=True, slots=True)
class Turn:
    """What the channel is told when an initiative was paused, resumed or ended, or got a new lead.

    `next_on` is the local date of the next pulse, where one is planned.
    """

    initiative: Initiative
    open_wave: Wave | None = None
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Vacancy:
    """The lead can't lead any more: `name` is theirs, `has_left` where the account was closed.

    `can_choose` where the one who is asked may also name somebody else.
    """

    initiative: Initiative
    name: str
    has_left: bool
    can_choose: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """What a look at a channel says of its results: why they stop, and whether that is new."""

    kind: ChannelKind | None
    stop: ResultsStop | None
    is_news: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """What the lead is told of results that aren't posted: why, and what kind of channel it is now."""

    initiative: Initiative
    stop: ResultsStop
    kind: ChannelKind


class Ended(Refusal):
    """The initiative is over; what was published stays readable."""

    def __init__(self, initiative: Initiative) -> None:
        when = f" on {in_words(initiative.ended_on)}" if initiative.ended_on else ""
        super().__init__(
            f"This initiative ended{when}. Its results stay readable. Type /uptake start to begin something new."
        )


class Paused(Refusal):
    """Nothing new begins while an initiative is paused."""

    def __init__(self) -> None:
        super().__init__("This initiative is paused. Type /uptake resume first.")


class AlreadyPaused(Refusal):
    """Somebody paused it before."""

    def __init__(self) -> None:
        super().__init__("This initiative is paused already. Nothing was changed.")


class NotPaused(Refusal):
    """It goes on already."""

    def __init__(self) -> None:
        super().__init__("This initiative isn't paused. Nothing was changed.")


class AlreadyLed(Refusal):
    """Somebody leads it, so nobody has to take over."""

    def __init__(self, initiative: Initiative) -> None:
        super().__init__(f"<@{initiative.lead_user_id}> leads this initiative now. There is nothing left to do.")


class OthersFirst(Refusal):
    """A sponsor or champion is there, who is asked before everybody else."""

    def __init__(self) -> None:
        super().__init__("The sponsor and the champions are asked first. Speak with them if you would like to lead.")


class StillShared(Refusal):
    """Results stay out of a channel that another organisation reads."""

    def __init__(self) -> None:
        super().__init__(
            "The channel is still shared with another organisation, so no results are posted there. "
            "Type /pulse results in it: only you see the answer."
        )


class CannotSeeChannel(Refusal):
    """Whether others read the channel can't be known now."""

    def __init__(self) -> None:
        super().__init__(
            "Uptake can't see the channel right now. Check that Uptake is in it, and try again in a few minutes."
        )


class PostedAlready(Refusal):
    """Nothing is held back."""

    def __init__(self) -> None:
        super().__init__("Results are posted in the channel already. There is nothing left to do.")


def in_words(day: date) -> str:
    """Such as '3 March 2026'."""
    return f"{day.day} {day:%B %Y}"


def check_goes_on(initiative: Initiative) -> None:
    """Raises Paused where an initiative is."""
    if initiative.state is Stage.PAUSED:
        raise Paused


def check_has_not_ended(initiative: Initiative) -> None:
    """Raises Ended where an initiative is over."""
    if initiative.state is Stage.ENDED:
        raise Ended(initiative)


def new_lead_trouble(initiative: Initiative, chosen: Profile) -> str:
    """Why somebody can't become the lead, as a sentence; '' where they can."""
    if not chosen.can_take_part:
        return "This person can't take part: a guest, an app, or not of this workspace. Pick a colleague."
    if chosen.user_id == initiative.lead_user_id:
        return "This person leads it already. Pick somebody else, or press Not now."
    return ""


def look(initiative: Initiative, channel: Channel) -> Sight:
    """What the channel as it is now means for results.

    A channel that is shared stops them. So does one that was shared until now, and one whose kind isn't the one that
    was agreed to, until the lead says that results may be posted there again. A kind that wasn't known is taken as is.
    """
    before, kind = initiative.results_stop, initiative.channel_kind or channel.kind
    if channel.is_shared:
        stop: ResultsStop | None = ResultsStop.SHARED
    elif before in (ResultsStop.SHARED, ResultsStop.UNSHARED):
        stop = ResultsStop.UNSHARED
    elif before is ResultsStop.CHANGED or kind is not channel.kind:
        stop = ResultsStop.CHANGED
    else:
        stop = None
    return Sight(kind, stop, is_news=(kind, stop) != (initiative.channel_kind, before))
