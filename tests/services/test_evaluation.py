"""An evaluation plan is agreed on, reviewed with an agenda from what happened, and leads to decisions that are kept."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from cycles import PLAN
from evaluated import FORM, write
from measured import define, record
from wards import LEAD, answers, close, move_to, open_next_wave, staff_ids, start

from bot.domain.errors import FormRefusal
from bot.domain.evaluation.plan import PlanShown
from bot.domain.initiative import Initiative
from bot.domain.pdsa.cycle import Phase
from bot.domain.pdsa.editing import texts_of_plan
from bot.domain.roles import NotYours
from bot.services.evaluation import owed, planning, reviewing
from bot.services.evaluation.planning import Overtaken
from bot.services.pdsa import planning as testing
from bot.services.pdsa import working
from bot.services.ports import Uses
from bot.services.pulse import answering
from messages import evaluation_agenda, evaluation_forms
from storage import people, settings

NURSE, OTHER = staff_ids(2)
FIRST, SECOND = date(2026, 4, 14), date(2026, 6, 16)


@pytest.fixture
def ward(uses: Uses) -> Initiative:
    initiative = start(uses, staff=9)
    move_to(uses, datetime(2026, 3, 2, 9, tzinfo=UTC))
    return initiative


def planned(uses: Uses, ward: Initiative, **other: object) -> PlanShown:
    shown = write(uses, ward.id, reviews=(FIRST, SECOND, None, None), **other)
    assert isinstance(shown, PlanShown)
    return shown


def test_a_plan_is_kept_as_it_was_agreed_and_everybody_sees_it(uses: Uses, ward: Initiative) -> None:
    measure = define(uses, ward.id)
    planned(uses, ward, measures=((measure.id,), (), ()), agreed=(LEAD, NURSE))
    shown = planning.shown_in(uses, ward.id, OTHER)
    assert shown.plan is not None
    assert [each.text for each in shown.plan.terms.questions] == list(FORM.questions[:2])
    assert shown.names == {measure.id: "Falls"}
    assert set(shown.plan.terms.agreed_user_ids) == {LEAD, NURSE}
    assert shown.plan.terms.reviews == (FIRST, SECOND)
    assert shown.plan.following is not None
    assert shown.plan.following.on == FIRST
    assert not shown.may_write
    with pytest.raises(NotYours):
        planning.to_write(uses, ward.id, NURSE)
    with pytest.raises(NotYours):
        planning.write(uses, ward.id, NURSE, 1, FORM)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"questions": ("One?", " ", "")}, {"question_2"}),
        ({"questions": ("x" * 201, "Two?", "Three?")}, {"question_1", "audience_3"}),
        ({"agreed": (), "agreed_on": None}, {"agreed", "agreed_on"}),
        ({"agreed_on": date(2026, 3, 3)}, {"agreed_on"}),
        ({"exists": ""}, {"exists"}),
        ({"measures": ((), (99,), ())}, {"measures_2"}),
        ({"reviews": (None,) * 4}, {"review_1"}),
        ({"reviews": (FIRST, FIRST, date(2026, 3, 1), date(2039, 1, 1))}, {"review_2", "review_3", "review_4"}),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    uses: Uses, ward: Initiative, typed: dict[str, object], fields: set[str]
) -> None:
    with pytest.raises(FormRefusal) as caught:
        write(uses, ward.id, **typed)
    assert set(caught.value.errors) == fields


def test_two_who_change_a_plan_at_once_see_each_other_and_lose_nothing(uses: Uses, ward: Initiative) -> None:
    first = planned(uses, ward)
    assert first.plan is not None
    write(uses, ward.id, exists="A list.", reviews=(FIRST, None, None, None))
    mine = write(uses, ward.id, version=first.plan.version, exists="Two lists.", audiences=("All", "All", ""))
    assert isinstance(mine, Overtaken)
    asked = str(evaluation_forms.plan_again(mine.now, mine.typed, mine.parts, "en-GB").to_dict())
    assert "What is known or counted already?: A list." in asked
    assert "'initial_value': 'Two lists.'" in asked
    again = write(uses, ward.id, exists="Two lists.", audiences=("All", "All", ""))
    assert isinstance(again, PlanShown)
    assert again.plan is not None
    assert again.plan.terms.exists == "Two lists."


def test_the_lead_owes_a_review_and_it_is_held_once_with_its_decisions(uses: Uses, ward: Initiative) -> None:
    plan = planned(uses, ward).plan
    assert plan is not None
    with uses.reading() as session:
        assert [(one.user_id, one.due_on) for one in owed.reviews(session, ward, FIRST)] == [
            (LEAD, FIRST), (LEAD, SECOND),
        ]  # fmt: skip
    move_to(uses, datetime(2026, 4, 14, 9, tzinfo=UTC))
    review = plan.reviews[0]
    row = {"what_1": "Print the list.", "owner_1": NURSE, "due_1": "2026-04-20"}
    for wrong, field in (({"owner_1": ""}, "owner_1"), ({"what_1": ""}, "what_1"), ({"due_1": "2026-04-01"}, "due_1")):
        with pytest.raises(FormRefusal) as caught:
            reviewing.decide(uses, review.id, LEAD, {**row, **wrong})
        assert set(caught.value.errors) == {field}
    reviewing.decide(uses, review.id, LEAD, row)
    held = reviewing.decide(uses, review.id, LEAD, {"what_1": "Ask the night.", "owner_1": LEAD, "due_1": "2026-04-18"})
    assert [(one.number, one.what) for one in held.review.decisions] == [(1, "Print the list."), (2, "Ask the night.")]
    with uses.reading() as session:
        assert [one.due_on for one in owed.reviews(session, ward, SECOND)] == [SECOND]
        duties = owed.decisions(session, ward, FIRST)
    assert [(one.title, one.user_id) for one in duties] == [("Ask the night.", LEAD), ("Print the list.", NURSE)]
    with pytest.raises(FormRefusal, match="held already"):
        write(uses, ward.id, reviews=(FIRST, None, None, None))
    write(uses, ward.id, reviews=(None,) * 4)
    after = planning.shown_in(uses, ward.id, LEAD).plan
    assert after is not None
    assert [(each.on, len(each.decisions)) for each in after.reviews] == [(FIRST, 2)], "what was held stays"


def test_who_sees_to_a_decision_says_that_it_is_done_and_once_they_left_the_lead_is_asked(
    uses: Uses, ward: Initiative
) -> None:
    plan = planned(uses, ward).plan
    assert plan is not None
    rows = {f"{name}_{row}": value for row in (1, 2) for name, value in (("what", f"Do {row}."), ("owner", NURSE))}
    rows |= {"due_1": "2026-03-05", "due_2": "2026-03-06"}
    first, second = reviewing.decide(uses, plan.reviews[0].id, LEAD, rows).review.decisions
    reviewing.finish(uses, first.id, NURSE)
    with uses.writing() as session:
        (duty,) = owed.decisions(session, ward, FIRST)
        assert (duty.title, duty.is_orphan) == ("Do 2.", False)
        people.deactivate(session, NURSE)
        (duty,) = owed.decisions(session, ward, FIRST)
        assert (duty.user_id, duty.is_orphan) == (LEAD, True)
    wanted = {"what_1": "Do 2.", "owner_1": OTHER, "due_1": "2026-03-06"}
    with pytest.raises(NotYours):
        reviewing.redecide(uses, second.id, OTHER, 1, wanted)
    assert reviewing.redecide(uses, second.id, LEAD, 1, wanted).owner_user_id == OTHER
    with pytest.raises(FormRefusal, match="changed this meanwhile"):
        reviewing.redecide(uses, second.id, LEAD, 1, {**wanted, "what_1": "Do 3."})


def test_the_agenda_is_made_from_what_happened_since_the_last_review(uses: Uses) -> None:
    ward = start(uses, staff=9)
    measure = define(uses, ward.id, first_on=date(2026, 1, 5))
    days = [date(2026, 1, 5) + timedelta(weeks=week) for week in range(20)]
    quiet = "\n".join(f"{day}; {value}" for day, value in zip(days[:9], (3, 5, 4, 5, 3, 4, 5, 3, 4), strict=True))
    record(uses, measure, quiet)
    plan = planned(uses, ward, measures=((measure.id,), (), ())).plan
    assert plan is not None
    review = plan.reviews[0].id
    wave = open_next_wave(uses, ward)
    for user_id in staff_ids(9):
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 4), "")
    close(uses, wave)
    texts = texts_of_plan(replace(PLAN, lead_user_id=LEAD, **_dates(uses.clock().date())))
    test = testing.plan(uses, ward.id, LEAD, texts, None).shown.cycle
    working.begin(uses, test.id, LEAD, test.version)
    with uses.writing() as session:
        lead = people.find_person(session, LEAD)
        assert lead is not None
        change = settings.plan_change(session, ward.id, lead, uses.clock(), {"message_cap": (3, 9)})
        settings.settle_change(session, change, "applied")
    made = reviewing.agenda(uses, review, NURSE)
    assert (made.since, made.moved, made.may_write) == (FORM.agreed_on, (), False)
    assert made.pulses == (wave.opens_on,)
    assert [each.into for each in made.passed] == [Phase.PLAN, Phase.DO]
    said = str(evaluation_agenda.agenda(made, "en-GB").blocks)
    assert "No measure shows more than the usual ups and downs" in said
    assert "nine" not in said
    assert "at most 9 messages" in said

    move_to(uses, datetime(2026, 5, 18, 9, tzinfo=UTC))
    record(uses, measure, "\n".join(f"{day}; {value}" for day, value in zip(days[9:], [9] * 11, strict=True)))
    (moved,) = reviewing.agenda(uses, review, LEAD).moved
    assert moved.measure.id == measure.id
    reviewing.decide(uses, review, LEAD, {"what_1": "Look why.", "owner_1": LEAD, "due_1": "2026-05-20"})
    move_to(uses, datetime(2026, 6, 15, 9, tzinfo=UTC))
    later = reviewing.agenda(uses, plan.reviews[1].id, LEAD)
    assert (later.since, later.pulses, later.passed, later.moved, later.promised) == (
        date(2026, 5, 18), (), (), (), (),
    )  # fmt: skip
    said = str(evaluation_agenda.agenda(later, "en-GB").blocks)
    assert "Look why.: " in said
    assert "Not done yet." in said
    assert "Write down what was decided" in said


def _dates(today: date) -> dict[str, date]:
    return {name: today + timedelta(days=7) for name in ("by", "do_on", "study_on", "act_on")}
