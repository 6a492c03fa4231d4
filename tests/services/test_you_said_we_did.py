"""A test of change that a pulse called for stays linked to it, and the next result says what came of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cycles import PLAN as OTHER
from wards import LEAD, answers, close, open_next_wave, staff_ids, start

from bot.domain.initiative import Initiative
from bot.domain.pdsa.cycle import Cycle, Origin
from bot.domain.pdsa.editing import texts_of_plan
from bot.domain.pdsa.shown import PlanOpened
from bot.domain.pulse import Came, Result, Wave
from bot.features import all_offers
from bot.services.pdsa import looking, planning, working
from bot.services.ports import Uses
from bot.services.pulse import answering
from bot.services.pulse.results import result
from messages import pdsa, pdsa_file, pdsa_plan, pdsa_record, results

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
STAFF = staff_ids(11)
CHANGE = "A shorter checklist"
UNBEGUN = "Read the list at home"


@pytest.fixture
def ward(uses: Uses) -> Initiative:
    """An initiative that begins."""
    return start(uses)


@pytest.fixture
def first(uses: Uses, ward: Initiative) -> Wave:
    """Its first pulse, which has closed."""
    return a_pulse(uses, ward)


def a_pulse(uses: Uses, initiative: Initiative) -> Wave:
    """The next pulse, which everybody answers, and which closes."""
    wave = open_next_wave(uses, initiative)
    for user_id in STAFF:
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 3), "")
    close(uses, wave)
    return wave


def planned(uses: Uses, initiative: Initiative, change: str, called: tuple[int, str] | None = None) -> Cycle:
    """A new test that begins tomorrow."""
    day = uses.clock().date() + timedelta(days=1)
    dates = dict.fromkeys(("do_on", "study_on", "act_on", "by"), day)
    texts = texts_of_plan(replace(OTHER, change=change, lead_user_id=LEAD, **dates))
    return planning.plan(uses, initiative.id, LEAD, texts, None, called).shown.cycle


def decided(uses: Uses, cycle: Cycle, decision: str) -> PlanOpened | None:
    """Carry a test that has begun to its decision; gives the form of the next one."""
    shown = working.write_done(uses, cycle.id, LEAD, cycle.version, {"observations": "It works.", "over": "yes"})
    shown = working.write_study(uses, cycle.id, LEAD, shown.cycle.version, {"learned": "Short is enough."})
    texts = {"decision": decision, "because": "It saves time."}
    return working.decide(uses, cycle.id, LEAD, shown.cycle.version, texts)[1]


def shown_of(uses: Uses, wave: Wave) -> Result:
    """The result of a wave as the channel gets it."""
    with uses.reading() as session:
        return result(session, {"wave": wave.id}, uses.clock(), all_offers())


def done_in(uses: Uses, wave: Wave) -> list[tuple[str, str, Came]]:
    return [(deed.item, deed.what, deed.came) for deed in shown_of(uses, wave).done]


def test_the_next_result_says_what_came_of_it_and_says_it_once(uses: Uses, ward: Initiative, first: Wave) -> None:
    item = first.items[1]
    cycle = planned(uses, ward, CHANGE, (first.id, item))
    assert cycle.origin == Origin(first.id, item, first.opens_on)
    cycle = working.begin(uses, cycle.id, LEAD, cycle.version)
    planned(uses, ward, UNBEGUN, (first.id, item))
    of_its_own = planned(uses, ward, "Nothing called for this")
    working.begin(uses, of_its_own.id, LEAD, of_its_own.version)
    second = a_pulse(uses, ward)
    assert done_in(uses, first) == []
    assert done_in(uses, second) == [(item, CHANGE, Came.TRYING)]
    said = str(results.result(shown_of(uses, second), "en-GB").blocks)
    assert "You said, we did" in said
    assert f"we are trying “{CHANGE}”, since Thursday 12 March" in said

    third = a_pulse(uses, ward)
    assert done_in(uses, third) == [], "what goes on as it did is no news"
    following = decided(uses, cycle, "adapt")
    assert following is not None
    assert following.origin == cycle.origin
    fourth = a_pulse(uses, ward)
    assert done_in(uses, fourth) == [(item, CHANGE, Came.CHANGED)]
    assert "will try it another way" in str(results.result(shown_of(uses, fourth), "en-GB").blocks)


def test_a_test_that_builds_on_another_answers_what_that_one_does(uses: Uses, ward: Initiative, first: Wave) -> None:
    cycle = planned(uses, ward, CHANGE, (first.id, first.items[0]))
    cycle = working.begin(uses, cycle.id, LEAD, cycle.version)
    form = decided(uses, cycle, "adapt")
    assert form is not None
    other = second_of(uses, ward, form, cycle)
    assert other.origin == cycle.origin
    working.begin(uses, other.id, LEAD, other.version)
    decided(uses, looking.record(uses, other.id, LEAD).cycle, "adopt")
    assert {came for _, _, came in done_in(uses, a_pulse(uses, ward))} == {Came.CHANGED, Came.KEPT}


def second_of(uses: Uses, ward: Initiative, form: PlanOpened, cycle: Cycle) -> Cycle:
    return planning.plan(uses, ward.id, LEAD, {**form.texts, "change": "Shorter still"}, cycle.id).shown.cycle


def test_everybody_sees_from_which_pulse_a_test_comes(uses: Uses, ward: Initiative, first: Wave) -> None:
    called = (first.id, "supported")
    cycle = planned(uses, ward, CHANGE, called if "supported" in first.items else (first.id, first.items[0]))
    of = looking.record(uses, cycle.id, LEAD)
    line = "From the pulse of Tuesday 10 March"
    assert line in str(pdsa.living(of, "en-GB").blocks)
    assert line in str(pdsa_record.record(of, "en-GB").blocks)
    assert "(Tuesday 10 March" in pdsa_file.as_text(looking.to_export(uses, cycle.id, LEAD), "en-GB")
    form = planning.to_plan_in(uses, ward.id, LEAD, called)
    assert pdsa_plan.plan_form(form, "en-GB").private_metadata.endswith(f":0:{first.id}:supported")


def test_a_wave_or_an_item_that_was_never_asked_calls_for_nothing(uses: Uses, ward: Initiative, first: Wave) -> None:
    for called in ((first.id, "nonsense"), (first.id + 99, first.items[0])):
        assert planned(uses, ward, CHANGE, called).origin is None
