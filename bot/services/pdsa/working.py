"""To carry a test through its phases: begin it, say what happened, look at it, decide, and go back a step."""

from dataclasses import replace

from bot.domain.errors import FormRefusal
from bot.domain.pdsa.cycle import Cycle, Decision, Phase
from bot.domain.pdsa.editing import ChangedMeanwhile, check_unchanged, texts_of
from bot.domain.pdsa.phases import WORDS, NotAsSeen, check_in, check_move, phase_before
from bot.domain.pdsa.shown import CycleShown, PartOpened, PlanOpened
from bot.domain.pdsa.writing import REASON, check_act, check_done, check_reason, check_study
from bot.services.pdsa.changing import changed
from bot.services.pdsa.looking import shown
from bot.services.pdsa.planning import following
from bot.services.pdsa.standing import DECIDE, WORK, cycle_held, cycle_meant, cycle_with
from bot.services.ports import Uses

OVER = "over"
"""In the form of Do: the test is over, so that its results are looked at next."""


def to_work(uses: Uses, channel_id: str, user_id: str, typed: str, phases: tuple[Phase, ...]) -> PartOpened:
    """The form of a phase for the test that a command means: the one of that number, or the only one in `phases`.

    Raises NotStarted, Ended, NotYours, NotANumber, CycleGone, NoCycle, WhichCycle, SkipsPhase or PhaseIsOver.
    """
    action = DECIDE if phases[0] is Phase.ACT else WORK
    with uses.reading() as session:
        initiative, cycle = cycle_meant(session, action, channel_id, user_id, typed, phases)
        if cycle.phase not in phases:
            check_in(cycle, phases[0])
        return PartOpened(shown(session, initiative, cycle, uses.clock()), texts_of(cycle))


def to_work_on(uses: Uses, cycle_id: int, user_id: str, phase: Phase) -> PartOpened:
    """The form of a phase for a test whose button was pressed.

    Raises CycleGone, Ended, NotYours, SkipsPhase or PhaseIsOver.
    """
    with uses.reading() as session:
        initiative, cycle = cycle_with(session, DECIDE if phase is Phase.ACT else WORK, cycle_id, user_id)
        check_in(cycle, phase)
        return PartOpened(shown(session, initiative, cycle, uses.clock()), texts_of(cycle))


def begin(uses: Uses, cycle_id: int, user_id: str, version: int) -> Cycle:
    """Do begins, and from now on the prediction is frozen.

    Raises NotAsSeen where the plan isn't the one of that `version` any more, CycleGone, Ended, NotYours, or what
    `check_move` does.
    """
    now = uses.clock()
    with uses.writing() as session:
        initiative, cycle = cycle_held(session, WORK, cycle_id, user_id)
        check_move(cycle, Phase.DO)
        if cycle.version != version:
            raise NotAsSeen(cycle)
        return changed(session, initiative, cycle, replace(cycle, phase=Phase.DO), user_id, now, action=WORK.name)


def write_done(uses: Uses, cycle_id: int, user_id: str, version: int, texts: dict[str, str]) -> CycleShown:
    """Keep what was done; where the test is over, its results are looked at next.

    Raises FormRefusal, ChangedMeanwhile, CycleGone, Ended, NotYours, SkipsPhase or PhaseIsOver.
    """
    now = uses.clock()
    with uses.writing() as session:
        initiative, cycle = cycle_held(session, WORK, cycle_id, user_id)
        check_in(cycle, Phase.DO)
        done = check_done(texts)
        fields = {name: text for name, text in texts.items() if name != OVER}
        check_unchanged(cycle, version, fields)
        after = replace(cycle, done=done)
        if texts.get(OVER) == "yes":
            check_move(after, Phase.STUDY)
            after = replace(after, phase=Phase.STUDY)
        after = changed(session, initiative, cycle, after, user_id, now, action=WORK.name)
        return shown(session, initiative, after, now)


def write_study(uses: Uses, cycle_id: int, user_id: str, version: int, texts: dict[str, str]) -> CycleShown:
    """Keep what was learned; what follows is decided next. Raises as `write_done`."""
    now = uses.clock()
    with uses.writing() as session:
        initiative, cycle = cycle_held(session, WORK, cycle_id, user_id)
        check_in(cycle, Phase.STUDY)
        study = check_study(texts)
        check_unchanged(cycle, version, texts)
        after = replace(cycle, study=study)
        check_move(after, Phase.ACT)
        after = replace(after, phase=Phase.ACT)
        after = changed(session, initiative, cycle, after, user_id, now, action=WORK.name)
        return shown(session, initiative, after, now)


def decide(
    uses: Uses, cycle_id: int, user_id: str, version: int, texts: dict[str, str]
) -> tuple[CycleShown, PlanOpened | None]:
    """Keep what was decided; with it the cycle closes. To adapt gives the form of the next test too.

    Raises as `write_done`.
    """
    now = uses.clock()
    with uses.writing() as session:
        initiative, cycle = cycle_held(session, DECIDE, cycle_id, user_id)
        check_in(cycle, Phase.ACT)
        act = check_act(texts)
        check_unchanged(cycle, version, {**texts, "next_step": act.next_step or ""})
        after = replace(cycle, act=act)
        check_move(after, Phase.CLOSED)
        after = replace(after, phase=Phase.CLOSED)
        after = changed(session, initiative, cycle, after, user_id, now, action=DECIDE.name)
        goes_on = act.decision is Decision.ADAPT
        form = following(session, initiative, after, now, user_id) if goes_on else None
        return shown(session, initiative, after, now), form


def to_go_back(uses: Uses, cycle_id: int, user_id: str) -> CycleShown:
    """The test that somebody wants to take a step back. Raises CycleGone, Ended, NotYours, NoWayBack or GoesOn."""
    with uses.reading() as session:
        initiative, cycle = cycle_with(session, DECIDE, cycle_id, user_id)
        phase_before(cycle)
        return shown(session, initiative, cycle, uses.clock())


def go_back(uses: Uses, cycle_id: int, user_id: str, seen: Phase, reason: str) -> Cycle:
    """Take a test a step back from the phase in which the person `seen` it, and keep why. What was written stays.

    Raises FormRefusal, also where it left that phase meanwhile, CycleGone, Ended, NotYours, NoWayBack or GoesOn.
    """
    now = uses.clock()
    with uses.writing() as session:
        initiative, cycle = cycle_held(session, DECIDE, cycle_id, user_id)
        note = check_reason(reason)
        if cycle.phase is not seen:
            raise FormRefusal(
                {REASON: f"Somebody else moved this test: it is {WORDS[cycle.phase]} now. Look at it again."}
            )
        after = replace(cycle, phase=phase_before(cycle))
        return changed(session, initiative, cycle, after, user_id, now, action=DECIDE.name, note=note)


def again(uses: Uses, refusal: ChangedMeanwhile, user_id: str) -> PartOpened:
    """The form of a part again, with what another changed meanwhile beside what this person typed."""
    with uses.reading() as session:
        initiative, cycle = cycle_with(session, WORK, refusal.cycle.id, user_id)
        texts = {**texts_of(cycle), **refusal.meanwhile.merged}
        return PartOpened(shown(session, initiative, cycle, uses.clock()), texts, refusal.meanwhile)
