"""Which cycle is meant, and who may do what with it."""

from collections.abc import Sequence

from sqlmodel import Session

from bot.domain.errors import Refusal
from bot.domain.initiative import Initiative, NotStarted
from bot.domain.pdsa.cycle import Cycle, Phase
from bot.domain.pdsa.editing import CycleGone
from bot.domain.pdsa.phases import WORDS
from bot.domain.people import Role
from bot.domain.roles import COLLEAGUES, LEADERS, MEMBERS, Action
from bot.services.standing import check_may, roles_of
from storage import initiative as initiatives
from storage import pdsa as stored

PLAN = Action("pdsa.plan", MEMBERS)
WORK = Action("pdsa.work", MEMBERS)
DECIDE = Action("pdsa.decide", LEADERS)
"""To decide what follows, to go back a step, and to say who leads a test; whoever leads the test may too."""

SEE = Action("pdsa.see", COLLEAGUES, after_end=True)
EXPORT = Action("pdsa.export", MEMBERS, after_end=True)


class WhichCycle(Refusal):
    """Several tests stand where this can be done."""

    def __init__(self, numbers: Sequence[int], command: str) -> None:
        known = " or ".join(f"/pdsa {command} {number}" for number in numbers)
        super().__init__(f"Several tests are there. Say which one you mean: {known}.")


class NoCycle(Refusal):
    """No test stands where this can be done."""

    def __init__(self, phase: Phase) -> None:
        super().__init__(
            f"No test here is {WORDS[phase]}. Type /pdsa list to see them all, or /pdsa plan to begin one."
        )


class NotANumber(Refusal):
    """What was typed isn't the number of a test."""

    def __init__(self, typed: str) -> None:
        super().__init__("“{typed}” isn't the number of a test. Type /pdsa list to see them all.", typed=typed)


def cycle_meant(
    session: Session, action: Action, channel_id: str, user_id: str, typed: str, phases: tuple[Phase, ...] = ()
) -> tuple[Initiative, Cycle]:
    """The cycle that a command in a channel means: the one with the number that was typed, or the only one in `phases`.

    The first of `phases` is what the command is for. Raises NotStarted, Ended, NotYours, NotANumber, CycleGone,
    NoCycle or WhichCycle.
    """
    initiative = initiatives.last_in(session, channel_id)
    if initiative is None:
        raise NotStarted
    cycles = stored.cycles_of(session, initiative.id)
    if not any(one.plan.lead_user_id == user_id for one in cycles):
        check_may(session, action, initiative, user_id)
    cycle = _numbered(cycles, typed) if typed else _only_one(cycles, phases)
    check_may_with(session, action, initiative, cycle, user_id)
    return initiative, cycle


def cycle_with(session: Session, action: Action, cycle_id: int, user_id: str) -> tuple[Initiative, Cycle]:
    """The cycle with this id, if this person may do this with it. Raises CycleGone, Ended or NotYours."""
    return _checked(session, action, stored.find_cycle(session, cycle_id), user_id)


def cycle_held(session: Session, action: Action, cycle_id: int, user_id: str) -> tuple[Initiative, Cycle]:
    """The same, held until the transaction ends."""
    return _checked(session, action, stored.hold_cycle(session, cycle_id), user_id)


def check_may_with(session: Session, action: Action, initiative: Initiative, cycle: Cycle, user_id: str) -> None:
    """Raises NotYours or Ended. Who leads the cycle may do all with it that the initiative's lead may."""
    leads = cycle.plan.lead_user_id == user_id and Role.COLLEAGUE in roles_of(session, initiative, user_id)
    check_may(session, Action(action.name, COLLEAGUES) if leads else action, initiative, user_id)


def _numbered(cycles: Sequence[Cycle], typed: str) -> Cycle:
    if not (typed.isdecimal() and typed.isascii()):
        raise NotANumber(typed)
    found = next((one for one in cycles if str(one.number) == typed.lstrip("0")), None)
    if found is None:
        raise CycleGone
    return found


def _only_one(cycles: Sequence[Cycle], phases: Sequence[Phase]) -> Cycle:
    there = [one for one in cycles if one.phase in phases]
    best = [one for one in there if one.phase is phases[0]] or there
    if not best:
        raise NoCycle(phases[0])
    if len(best) > 1:
        raise WhichCycle([one.number for one in best], phases[0].value)
    return best[0]


def _checked(session: Session, action: Action, cycle: Cycle | None, user_id: str) -> tuple[Initiative, Cycle]:
    if cycle is None:
        raise CycleGone
    initiative = initiatives.find_initiative(session, cycle.initiative_id)
    if initiative is None:
        raise NotStarted
    check_may_with(session, action, initiative, cycle, user_id)
    return initiative, cycle
