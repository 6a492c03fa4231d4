"""The rules of a test of change: which way it may go, what stays frozen, what came of it, and who owes what."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from cycles import ADAPT, DONE, MONDAY, PLAN, STUDY, TASK, a_cycle
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain.errors import FormRefusal, Refusal
from bot.domain.pdsa.cycle import Act, Changed, Compare, Cycle, Decision, Done, NextStep, Phase, Step, Study
from bot.domain.pdsa.editing import (
    ChangedMeanwhile,
    as_it_was,
    check_frozen,
    check_unchanged,
    difference,
    texts_of,
    texts_of_plan,
)
from bot.domain.pdsa.method import Feature, Lacks, method_of
from bot.domain.pdsa.phases import (
    ORDER,
    BackTooFar,
    GoesOn,
    NoWayBack,
    PartMissing,
    PhaseIsOver,
    SkipsPhase,
    ThereAlready,
    check_in,
    check_move,
    phase_before,
)
from bot.domain.pdsa.planning import check_plan, first_plan, following_plan
from bot.domain.pdsa.reminding import due_on, owed
from bot.domain.pdsa.scale import beside, is_small
from bot.domain.pdsa.verdict import Finding, Point, Verdict, Why, judge
from bot.domain.pdsa.writing import check_act, check_done, check_study, check_tasks

P, D, S, A, C = ORDER
EXPECTED: dict[tuple[Phase, Phase], type[Refusal] | None] = {
    (P, P): ThereAlready, (P, D): None, (P, S): SkipsPhase, (P, A): SkipsPhase, (P, C): SkipsPhase,
    (D, P): None, (D, D): ThereAlready, (D, S): None, (D, A): SkipsPhase, (D, C): SkipsPhase,
    (S, P): BackTooFar, (S, D): None, (S, S): ThereAlready, (S, A): None, (S, C): SkipsPhase,
    (A, P): BackTooFar, (A, D): BackTooFar, (A, S): None, (A, A): ThereAlready, (A, C): None,
    (C, P): BackTooFar, (C, D): BackTooFar, (C, S): BackTooFar, (C, A): None, (C, C): ThereAlready,
}  # fmt: skip
"""Every transition, where all parts are written and nothing builds on the cycle."""

WRITTEN = {"began_on": PLAN.do_on, "done": DONE, "study": STUDY, "act": ADAPT}


def outcome(cycle: Cycle, to: Phase) -> type[Refusal] | None:
    refused: Refusal | None = None
    try:
        check_move(cycle, to)
    except Refusal as refusal:
        refused = refusal
    assert refused is None or refused.sentence.startswith("Test 3 ")
    return type(refused) if refused else None


@pytest.mark.parametrize(("before", "after"), EXPECTED)
def test_every_transition_is_allowed_or_refused_by_name(before: Phase, after: Phase) -> None:
    assert outcome(a_cycle(before, **WRITTEN), after) is EXPECTED[before, after]


@pytest.mark.parametrize(("phase", "part"), [(D, "done"), (S, "study"), (A, "act")])
def test_a_phase_ends_only_once_its_part_is_written(phase: Phase, part: str) -> None:
    following = ORDER[ORDER.index(phase) + 1]
    assert outcome(a_cycle(phase, **{**WRITTEN, part: None}), following) is PartMissing


@pytest.mark.parametrize("phase", [D, S, A, C])
def test_back_goes_one_phase_at_a_time_and_never_from_under_the_next_test(phase: Phase) -> None:
    assert phase_before(a_cycle(phase)) is ORDER[ORDER.index(phase) - 1]
    with pytest.raises(GoesOn):
        phase_before(a_cycle(phase, following=8))
    with pytest.raises(NoWayBack):
        phase_before(a_cycle(P))


@pytest.mark.parametrize("wanted", ORDER)
@pytest.mark.parametrize("phase", ORDER)
def test_a_part_is_written_in_its_own_phase_only(phase: Phase, wanted: Phase) -> None:
    steps = ORDER.index(wanted) - ORDER.index(phase)
    if steps == 0:
        check_in(a_cycle(phase), wanted)
    else:
        with pytest.raises(SkipsPhase if steps > 0 else PhaseIsOver):
            check_in(a_cycle(phase), wanted)


class OneCycle(RuleBasedStateMachine):
    """Whatever people do in whatever order: a cycle keeps to its way, and its prediction to what it was."""

    @initialize()
    def begin(self) -> None:
        self.cycle = a_cycle()
        self.frozen: tuple[float, date] | None = None
        self.visited = [P]

    @rule(to=st.sampled_from(ORDER))
    def move(self, to: Phase) -> None:
        try:
            check_move(self.cycle, to)
        except Refusal:
            return
        began = self.cycle.began_on or (PLAN.do_on if to is D else None)
        if began and self.frozen is None:
            self.frozen = (self.cycle.plan.number, self.cycle.plan.by)
        self.cycle = replace(self.cycle, phase=to, began_on=began)
        self.visited.append(to)

    @rule(number=st.floats(0, 99), later=st.integers(0, 9))
    def expect_something_else(self, number: float, later: int) -> None:
        plan = replace(self.cycle.plan, number=number, by=PLAN.by + timedelta(days=later))
        is_another = (plan.number, plan.by) != self.frozen
        if self.frozen is not None and is_another:
            with pytest.raises(FormRefusal):
                check_frozen(self.cycle, plan, "5 March 2026")
        else:
            check_frozen(self.cycle, plan, "5 March 2026")
            self.cycle = replace(self.cycle, plan=plan)

    @rule(part=st.sampled_from([(D, "done", DONE), (S, "study", STUDY), (A, "act", ADAPT)]))
    def write(self, part: tuple[Phase, str, object]) -> None:
        phase, name, value = part
        try:
            check_in(self.cycle, phase)
        except Refusal:
            return
        self.cycle = replace(self.cycle, **{name: value})  # type: ignore[arg-type]

    @invariant()
    def it_keeps_to_its_way(self) -> None:
        if not hasattr(self, "cycle"):
            return
        places = [ORDER.index(phase) for phase in self.visited]
        assert all(abs(here - before) == 1 for before, here in pairwise(places))
        assert self.frozen is None or self.frozen == (self.cycle.plan.number, self.cycle.plan.by)
        for phase, part in ((S, self.cycle.done), (A, self.cycle.study), (C, self.cycle.act)):
            assert ORDER.index(self.cycle.phase) < ORDER.index(phase) or part is not None


TestOneCycle = OneCycle.TestCase
TestOneCycle.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)


def test_a_frozen_prediction_is_refused_with_the_reason_and_all_else_changes() -> None:
    running = a_cycle(D)
    with pytest.raises(FormRefusal) as refused:
        check_frozen(running, replace(PLAN, number=15.0), "5 March 2026")
    assert "began on 5 March 2026" in refused.value.errors["number"]
    assert "at most 12 by 12 March" in refused.value.errors["number"]
    for other in (replace(PLAN, change="x"), replace(PLAN, act_on=date(2026, 3, 20)), replace(PLAN, measure_id=3)):
        check_frozen(running, other, "5 March 2026")
    with pytest.raises(FormRefusal):
        check_frozen(running, replace(PLAN, measure="Falls"), "5 March 2026")
    with pytest.raises(FormRefusal):
        check_frozen(a_cycle(D, measure_id=3), replace(PLAN, measure_id=4), "5 March 2026")
    check_frozen(a_cycle(P), replace(PLAN, number=15.0), "")


def points(*values: float | None, first: date = PLAN.do_on) -> list[Point]:
    return [Point(first + timedelta(days=number), value) for number, value in enumerate(values)]


@pytest.mark.parametrize(
    ("cycle", "values", "today", "found"),
    [
        (a_cycle(P), points(1), PLAN.by, Verdict(Finding.CANNOT_TELL, why=Why.NOT_BEGUN)),
        (a_cycle(D), [], PLAN.by, Verdict(Finding.CANNOT_TELL, why=Why.NO_MEASURE)),
        (a_cycle(D, measure_id=1), [], PLAN.by, Verdict(Finding.CANNOT_TELL, why=Why.NO_POINTS)),
        (a_cycle(D, measure_id=1), points(9), MONDAY, Verdict(Finding.CANNOT_TELL, 9, 1, Why.TOO_EARLY)),
        (a_cycle(D, measure_id=1), points(12), PLAN.by, Verdict(Finding.MET, 12, 1)),
        (a_cycle(D, measure_id=1), points(90, 11, 12, 30, None), PLAN.by, Verdict(Finding.MET, 12, 3)),
        (a_cycle(D, measure_id=1), points(11, 13, 14), PLAN.by, Verdict(Finding.NOT_MET, 13, 3)),
        (a_cycle(D, compare=Compare.AT_LEAST), points(13), PLAN.by, Verdict(Finding.MET, 13, 1)),
        (a_cycle(D), points(1, 1, first=MONDAY), PLAN.by, Verdict(Finding.CANNOT_TELL, why=Why.NO_MEASURE)),
        (
            a_cycle(D),
            points(1, first=PLAN.by + timedelta(1)),
            PLAN.by,
            Verdict(Finding.CANNOT_TELL, why=Why.NO_MEASURE),
        ),
        (a_cycle(A, study=Study("x", 13.0)), [], MONDAY, Verdict(Finding.NOT_MET, 13.0)),
    ],
)
def test_the_verdict_is_computed_from_the_prediction_and_what_was_measured(
    cycle: Cycle, values: list[Point], today: date, found: Verdict
) -> None:
    assert judge(cycle, values, today) == found


def test_the_method_names_the_one_thing_that_is_missing() -> None:
    lacking = {mark.feature: mark.lacks for mark in method_of(a_cycle(P), a_cycle(P, step=Step.TEAM), [])}
    assert lacking == {
        Feature.LINKED: Lacks.NEXT_TEST,
        Feature.PREDICTED: Lacks.BEGIN,
        Feature.SMALL: Lacks.SMALLER,
        Feature.DATA: Lacks.MEASURE,
        Feature.DOCUMENTED: Lacks.WHAT_HAPPENED,
    }
    whole = a_cycle(C, measure_id=1, previous=2)
    assert all(mark.is_met for mark in method_of(whole, a_cycle(C), points(1, 2, 3)))
    assert method_of(whole, whole, points(1, None, 3))[3].lacks is Lacks.MORE_POINTS


def test_the_next_test_is_one_step_larger_or_smaller_and_has_as_much_time() -> None:
    assert [beside(Step.FEW, each) for each in (NextStep.UP, NextStep.SAME, NextStep.DOWN)] == [
        Step.TEAM, Step.FEW, Step.ONE,
    ]  # fmt: skip
    assert (beside(Step.ALL, NextStep.UP), beside(Step.ONE, NextStep.DOWN)) == (Step.ALL, Step.ONE)
    fresh = following_plan(a_cycle(C), date(2026, 3, 13))
    assert (fresh.step, fresh.do_on, fresh.study_on - fresh.do_on) == (Step.TEAM, date(2026, 3, 16), timedelta(7))
    assert fresh.change == PLAN.change


def test_a_first_test_that_is_not_small_is_known() -> None:
    assert is_small(PLAN)
    assert not is_small(replace(PLAN, step=Step.TEAM))
    assert not is_small(replace(PLAN, study_on=PLAN.do_on + timedelta(15)))
    assert is_small(first_plan(MONDAY, "U1"))


TYPED = texts_of_plan(PLAN)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"aim": " "}, "aim"), ({"change": ""}, "change"), ({"number": ""}, "number"), ({"number": "nan"}, "number"),
        ({"number": "1e400"}, "number"), ({"how_many": "2.5"}, "how_many"), ({"how_many": "0"}, "how_many"),
        ({"do_on": "2026-03-01"}, "do_on"), ({"do_on": ""}, "do_on"), ({"study_on": "2026-03-04"}, "study_on"),
        ({"act_on": "2026-03-11"}, "act_on"), ({"by": "2026-03-04"}, "by"), ({"act_on": "2028-01-01"}, "act_on"),
        ({"measure": ""}, "measure"), ({"lead_user_id": ""}, "lead_user_id"), ({"aim": "x" * 501}, "aim"),
    ],
)  # fmt: skip
def test_a_plan_that_lacks_something_says_beside_which_field(changed: dict[str, str], field: str) -> None:
    with pytest.raises(FormRefusal) as refused:
        check_plan(TYPED | changed, None, MONDAY)
    assert set(refused.value.errors) == {field}


def test_a_plan_is_what_was_typed_and_a_date_that_has_passed_may_stay() -> None:
    assert check_plan(TYPED, None, MONDAY) == PLAN
    assert check_plan(TYPED | {"measure_id": "4", "measure": ""}, None, MONDAY).measure_id == 4
    later = date(2026, 3, 13)
    assert check_plan(TYPED, PLAN, later) == PLAN
    with pytest.raises(FormRefusal):
        check_plan(TYPED, None, later)


def test_parts_are_checked_and_nothing_is_kept_of_what_is_refused() -> None:
    assert check_done({"as_planned": "yes", "observations": " a ", "has_data": "no"}) == Done(True, "a", "", False)
    assert check_study({"learned": "b", "observed": "12.5"}) == Study("b", 12.5)
    assert check_act({"decision": "adapt", "because": "c", "next_step": "down"}) == Act(
        Decision.ADAPT, "c", NextStep.DOWN
    )
    assert check_act({"decision": "adopt", "because": "c", "next_step": "down"}).next_step is None
    for check, typed, field in (
        (check_done, {"observations": ""}, "observations"),
        (check_done, {"observations": "a", "as_planned": "no"}, "problems"),
        (check_study, {"learned": ""}, "learned"),
        (check_study, {"learned": "a", "observed": "inf"}, "observed"),
        (check_act, {"because": "a"}, "decision"),
        (check_act, {"decision": "adopt", "because": "x" * 501}, "because"),
    ):
        with pytest.raises(FormRefusal) as refused:
            check(typed)
        assert set(refused.value.errors) == {field}


def test_tasks_have_a_person_and_a_day_and_an_empty_row_is_none() -> None:
    typed = {"what_1": "Print", "owner_1": "U1", "due_1": "2026-03-04", "what_3": "Print the list", "owner_3": "U2"}
    with pytest.raises(FormRefusal) as refused:
        check_tasks(typed, [], MONDAY)
    assert set(refused.value.errors) == {"due_3"}
    kept = check_tasks(typed | {"due_3": "2026-03-05"}, [replace(TASK, is_done=True)], MONDAY)
    assert [(task.number, task.what, task.is_done) for task in kept] == [
        (1, "Print", False),
        (2, "Print the list", True),
    ]
    with pytest.raises(FormRefusal) as refused:
        check_tasks({"what_1": "a", "owner_1": "U1", "due_1": "2026-03-01"}, [], MONDAY)
    assert set(refused.value.errors) == {"due_1"}


def test_two_who_edit_at_once_lose_nothing() -> None:
    base = a_cycle(P)
    theirs = replace(base, plan=replace(PLAN, aim="Their aim", who="Days"), version=2)
    old, new = difference(texts_of(base), texts_of(theirs))
    line = Changed(2, base.history[0].at, "U0OTHER", P, P, "", old, new)
    theirs = replace(theirs, history=(*base.history, line))
    assert as_it_was(texts_of(theirs), theirs.history, 1) == texts_of(base)
    mine = texts_of_plan(replace(PLAN, aim="My aim", change="My change"))
    with pytest.raises(ChangedMeanwhile) as refused:
        check_unchanged(theirs, 1, mine)
    meanwhile = refused.value.meanwhile
    assert meanwhile.theirs == {"aim": "Their aim", "who": "Days"}
    assert (meanwhile.merged["aim"], meanwhile.merged["who"], meanwhile.merged["change"]) == (
        "My aim", "Days", "My change",
    )  # fmt: skip
    assert meanwhile.both == {"aim"}
    assert meanwhile.by_user_ids == ("U0OTHER",)
    check_unchanged(theirs, 2, mine)
    check_unchanged(theirs, 1, texts_of_plan(theirs.plan))


@pytest.mark.parametrize(
    ("phase", "due"), [(P, PLAN.do_on), (D, PLAN.study_on), (S, PLAN.act_on), (A, PLAN.act_on), (C, None)]
)
def test_each_phase_has_its_date(phase: Phase, due: date | None) -> None:
    assert due_on(a_cycle(phase)) == due


def test_who_is_gone_owes_nothing_and_the_initiatives_lead_names_another() -> None:
    cycle = a_cycle(D, tasks=(TASK, replace(TASK, number=2, is_done=True)))
    mine, task = owed(cycle, "U0FIRST", ())
    assert (mine.user_id, mine.needs_lead, task.user_id) == ("U0LEAD", False, "U0OWNER")
    lead, task = owed(cycle, "U0FIRST", ("U0LEAD", "U0OWNER"))
    assert (lead.user_id, lead.needs_lead, task.user_id) == ("U0FIRST", True, "U0FIRST")
    assert owed(cycle, "U0FIRST", ("U0LEAD", "U0OWNER", "U0FIRST")) == []
    assert owed(a_cycle(C), "U0FIRST", ()) == []
