"""Measures are defined, filled and corrected: nothing is guessed, nobody's value is lost, and old ones are kept."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from cycles import PLAN
from measured import FORM, SHARE, define, record
from wards import CHANNEL, LEAD, answers, close, move_to, open_next_wave, staff_ids, start

from bot.domain.errors import FormRefusal
from bot.domain.initiative import Initiative
from bot.domain.measures.measure import CHARTS, Data, FromPulse, NoSuchMeasure, Retired
from bot.domain.measures.recording import Asking, Recorded
from bot.domain.measures.shewhart import Kind
from bot.domain.measures.typed_values import Unclear
from bot.domain.pdsa.editing import texts_of_plan
from bot.domain.roles import NotYours
from bot.features import all_happenings
from bot.listeners.happening import with_happenings
from bot.services.measures import defining, drawing, looking, owed, recording
from bot.services.measures.defining import Overtaken
from bot.services.pdsa import happening, planning, working
from bot.services.ports import Uses
from bot.services.pulse import answering
from messages import measure_chart, measure_duties, measure_list
from messages.measures import XMR_PARTS
from messages.sentences import sentences
from storage import audit, measure_points, people

NURSE, OTHER = staff_ids(2)


@pytest.fixture
def ward(uses: Uses) -> Initiative:
    initiative = start(uses, staff=9)
    move_to(uses, datetime(2026, 3, 16, 9, tzinfo=UTC))
    return initiative


def values(uses: Uses, measure_id: int) -> list[tuple[date, float | None]]:
    with uses.reading() as session:
        return [(point.on, point.value) for point in measure_points.points(session, measure_id)]


def test_measures_are_numbered_and_can_be_picked_from(uses: Uses, ward: Initiative) -> None:
    first, second = define(uses, ward.id), define(uses, ward.id, **SHARE)
    with uses.reading() as session:
        assert [(each.number, each.measure_id) for each in looking.choices(session, ward.id)] == [
            (1, first.id),
            (2, second.id),
        ]
    assert second.terms.target == pytest.approx(0.9)
    defining.put_aside(uses, first.id, LEAD)
    with uses.reading() as session:
        assert [each.number for each in looking.choices(session, ward.id)] == [2]
    with pytest.raises(Retired):
        record(uses, first, "2026-03-02 3")


def test_only_the_lead_defines_and_whoever_sees_to_it_gives_values(uses: Uses, ward: Initiative) -> None:
    with pytest.raises(NotYours):
        defining.define(uses, ward.id, NURSE, FORM)
    measure = define(uses, ward.id, owner=NURSE)
    assert isinstance(record(uses, measure, "2026-03-02 3", NURSE), Recorded)
    assert isinstance(record(uses, measure, "2026-03-09 4", LEAD), Recorded)
    with pytest.raises(NotYours):
        record(uses, measure, "2026-03-02 3", OTHER)


def test_a_form_that_lacks_something_says_so_beside_each_field(uses: Uses, ward: Initiative) -> None:
    with pytest.raises(FormRefusal) as caught:
        define(uses, ward.id, lies_where=" ", name="", definition="", purpose="fame", first_on=None, target="x")
    expected = {"lies_where", "name", "definition", "purpose", "first_on", "target"}
    assert set(caught.value.errors) == expected
    with pytest.raises(FormRefusal) as caught:
        define(uses, ward.id, data="share", per="", target="190")
    assert set(caught.value.errors) == {"per", "target"}


def test_several_days_come_at_once_and_a_correction_keeps_the_old_value_who_and_why(
    uses: Uses, ward: Initiative
) -> None:
    measure = define(uses, ward.id)
    done = record(uses, measure, "2.3.2026; 3\n2026-03-09\t4\n16 March 2026 5")
    assert isinstance(done, Recorded)
    assert (done.added, done.corrected, done.same) == (3, 0, 0)
    asked = record(uses, measure, "2026-03-09 6\n2026-03-16 5")
    assert isinstance(asked, Asking)
    assert [(old.value, new.value) for old, new in asked.changed] == [(4, 6)]
    assert values(uses, measure.id)[1] == (date(2026, 3, 9), 4), "nothing is written down before there is a reason"
    done = record(uses, measure, "2026-03-09 6\n2026-03-16 5", why="One was counted late.")
    assert isinstance(done, Recorded)
    assert (done.added, done.corrected, done.same) == (0, 1, 1)
    with uses.reading() as session:
        (kept,) = measure_points.corrections(session, measure.id)
        logged = [entry.about for entry in audit.entries(session, ward.id) if entry.action == "measures.record"]
    assert (kept.old_value, kept.new_value, kept.why, kept.by_user_id) == (4, 6, "One was counted late.", LEAD)
    assert logged[-1] == {"measure": 1, "added": 0, "corrected": 1}


def test_two_who_give_values_at_once_lose_nothing(uses: Uses, ward: Initiative) -> None:
    measure = define(uses, ward.id, owner=NURSE)
    opened = recording.to_record_in(uses, measure.id, NURSE).measure.stamp
    record(uses, measure, "2026-03-02 3\n2026-03-09 4", LEAD)
    second = record(uses, measure, "2026-03-09 7\n2026-03-16 5", NURSE, stamp=opened, why="I counted again.")
    assert isinstance(second, Asking)
    assert [(point.on, point.value, point.by_user_id) for point in second.meanwhile] == [(date(2026, 3, 9), 4, LEAD)]
    assert second.typed.typed == "2026-03-09 7\n2026-03-16 5"
    again = record(
        uses, measure, second.typed.typed, NURSE, stamp=second.recording.measure.stamp, why="I counted again."
    )
    assert isinstance(again, Recorded)
    assert [value for _, value in values(uses, measure.id)] == [3, 7, 5]
    with uses.reading() as session:
        assert measure_points.corrections(session, measure.id)[0].old_value == 4


def test_two_who_change_a_measure_at_once_see_each_other(uses: Uses, ward: Initiative) -> None:
    measure = define(uses, ward.id)
    theirs = defining.redefine(uses, measure.id, LEAD, 1, replace(FORM, name="Falls with harm"))
    mine = replace(FORM, target="1")
    found = defining.redefine(uses, measure.id, LEAD, 1, mine)
    assert isinstance(found, Overtaken)
    assert found.now.measure == theirs
    assert found.typed == mine
    assert found.parts == ("name", "target")
    changed = defining.redefine(uses, measure.id, LEAD, 2, mine)
    assert not isinstance(changed, Overtaken)
    assert (changed.terms.name, changed.terms.target, changed.version) == ("Falls", 1, 3)


def test_the_kind_of_data_is_fixed_once_there_are_values(uses: Uses, ward: Initiative) -> None:
    measure = define(uses, ward.id)
    record(uses, measure, "2026-03-02 3")
    with pytest.raises(FormRefusal) as caught:
        defining.redefine(uses, measure.id, LEAD, 1, replace(FORM, data="number"))
    assert set(caught.value.errors) == {"data"}


@pytest.mark.parametrize(("typed", "about"), [("3/2/2026 4", Unclear.DATE), ("2026-03-02; 1.234", Unclear.NUMBER)])
def test_what_can_be_read_two_ways_is_asked(uses: Uses, ward: Initiative, typed: str, about: Unclear) -> None:
    measure = define(uses, ward.id)
    asked = record(uses, measure, typed)
    assert isinstance(asked, Asking)
    assert asked.question is not None
    assert asked.question.about is about
    assert values(uses, measure.id) == []
    assert isinstance(record(uses, measure, typed, order="month_first", decimal="point"), Recorded)
    assert values(uses, measure.id)[0][0] == (date(2026, 3, 2))


def test_a_missing_value_is_a_gap_and_so_is_one_that_is_left_out_on_purpose(uses: Uses, ward: Initiative) -> None:
    measure = define(uses, ward.id, first_on=date(2026, 2, 2))
    record(uses, measure, "2026-02-02 1\n2026-02-11 3\n2026-02-16 -\n2026-03-02 4")
    with uses.reading() as session:
        over = looking.points_of(session, measure.id, date(2026, 3, 16))
        assert looking.points_of(session, measure.id).values == (1, 3, None, None, 4)
    assert [(point.on.day, point.value) for point in over.points] == [
        (2, 1), (11, 3), (16, None), (23, None), (2, 4), (9, None),
    ]  # fmt: skip
    assert recording.to_record_in(uses, measure.id, LEAD).days == tuple(
        date(2026, *day) for day in ((2, 23), (3, 9), (3, 16))
    )


def test_a_pulses_question_is_a_measure_of_what_was_published(uses: Uses) -> None:
    ward = start(uses, staff=9)
    item = uses.instrument.items[0].id
    measure = define(uses, ward.id, source=item, lies_where="")
    wave = open_next_wave(uses, ward)
    for user_id in staff_ids(9):
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 4), "")
    with uses.reading() as session:
        assert looking.points_of(session, measure.id).points == (), "an open wave tells nothing"
    close(uses, wave)
    with uses.reading() as session:
        (point,) = looking.points_of(session, measure.id).points
    assert point.on == wave.opens_on
    assert point.value == pytest.approx(4, abs=0.5)
    with pytest.raises(FromPulse):
        record(uses, measure, "2026-03-02 3")


def test_a_list_says_what_was_reckoned_with_few_decimals_and_without_emoji(uses: Uses, ward: Initiative) -> None:
    rate = define(uses, ward.id, name="Falls a bed day", data="rate", per="bed days", target="")
    record(uses, rate, "2026-03-02 3 917")
    given = define(uses, ward.id, name="Minutes", data="number", target="", unit="minutes")
    record(uses, given, "2026-03-02 12.25")
    said = measure_list.listing(looking.listing(uses, CHANNEL, LEAD), "en-GB")
    assert "Latest: 0.00327 on" in str(said.blocks)
    assert "Latest: 12.25 on" in str(said.blocks), "what somebody gave stays as it is"
    signs = {sentences("measures/list", "en-GB")[part].split()[0] for part in XMR_PARTS.values()}
    assert signs == set("○▲▼△▽✓✗±"), "each is a letter of the text, none an emoji"


def test_the_lead_may_choose_another_chart_and_it_stays_chosen(uses: Uses, ward: Initiative) -> None:
    measure = define(uses, ward.id, **SHARE)
    record(
        uses, measure, "\n".join(f"{FORM.first_on + timedelta(weeks=week)}; {20 + week % 3}; 40" for week in range(9))
    )
    assert drawing.to_draw(uses, measure.id, LEAD).kind is Kind.RUN
    for kind in CHARTS[Data.SHARE]:
        assert drawing.draw_as(uses, measure.id, LEAD, kind.value).chart().kind is kind
        shown = looking.shown(uses, CHANNEL, NURSE, 1)
        assert shown.over.kind is kind
        said = str(measure_chart.chart(shown, "en-GB").blocks)
        assert ("was chosen for the measure. A line with its median would suit" in said) == (kind is not Kind.RUN)
    with pytest.raises(FormRefusal):
        drawing.draw_as(uses, measure.id, LEAD, "c")
    with pytest.raises(NotYours):
        drawing.draw_as(uses, measure.id, NURSE, "run")
    defining.redefine(uses, measure.id, LEAD, 4, replace(FORM, **{**SHARE, "name": "Renamed"}))
    assert drawing.to_draw(uses, measure.id, LEAD).kind is Kind.INDIVIDUALS, "whatever else of it changes"
    assert drawing.draw_as(uses, measure.id, LEAD, drawing.SUITS).kind is Kind.RUN


def test_who_sees_to_a_measure_owes_its_value_and_once_they_left_the_lead_does(uses: Uses, ward: Initiative) -> None:
    measure = define(uses, ward.id, owner=NURSE, first_on=date(2026, 3, 2))
    record(uses, measure, "2026-03-02 1\n2026-03-10 3", NURSE)
    with uses.writing() as session:
        assert owed.owed(session, ward, date(2026, 3, 1)) == owed.owed(session, ward, date(2026, 3, 15)) == []
        (duty,) = owed.owed(session, ward, date(2026, 3, 18))
        assert (duty.user_id, duty.due_on, duty.title) == (NURSE, date(2026, 3, 16), "Falls")
        people.deactivate(session, NURSE)
        (duty,) = owed.owed(session, ward, date(2026, 3, 18))
        assert (duty.user_id, duty.is_orphan) == (LEAD, True)
    said = measure_duties.line(duty, date(2026, 3, 18), "en-GB")
    assert (
        said == "Nobody sees to *Falls* any more, and a value is due since Monday 16 March. Give it, or name somebody."
    )
    record(uses, measure, "2026-03-16 -")
    with uses.reading() as session:
        assert owed.owed(session, ward, date(2026, 3, 18)) == [], "that there is none is an answer too"


def test_the_phases_of_a_test_stand_on_the_time_axis_of_its_measure(uses: Uses, ward: Initiative) -> None:
    measure, other = define(uses, ward.id), define(uses, ward.id, name="Another")
    record(uses, measure, "2026-03-02 3\n2026-03-09 4\n2026-03-16 5")
    days = {name: date(2026, 3, 20) for name in ("by", "do_on", "study_on", "act_on")}
    texts = texts_of_plan(replace(PLAN, lead_user_id=LEAD, measure_id=measure.id, change="a *short* list", **days))
    test = planning.plan(uses, ward.id, LEAD, texts, None).shown.cycle
    working.begin(uses, test.id, LEAD, test.version)
    shown = looking.shown(uses, CHANNEL, LEAD, 1)
    over = with_happenings(replace(uses, happenings=all_happenings()), shown.over, "en-GB")
    assert [(mark.on, mark.text) for mark in over.marks] == [(date(2026, 3, 16), "Test 1 began: a *short* list")]
    said = measure_chart.chart(replace(shown, over=over), "en-GB")
    assert "Monday 16 March: Test 1 began: a ∗short∗ list" in str(said.blocks)
    (svg,) = said.pictures.values()
    assert "A  Test 1 began: a *short* list" in svg
    with uses.reading() as session:
        assert happening.phases(session, other) == [], "of another measure it says nothing"


def test_without_a_number_the_only_measure_is_meant(uses: Uses, ward: Initiative) -> None:
    with pytest.raises(NoSuchMeasure, match="measure new"):
        looking.shown(uses, CHANNEL, NURSE, None)
    first = define(uses, ward.id)
    assert looking.shown(uses, CHANNEL, NURSE, None).over.measure.id == first.id
    define(uses, ward.id, name="Another")
    for number in (None, 9):
        with pytest.raises(NoSuchMeasure, match="measure list"):
            looking.shown(uses, CHANNEL, NURSE, number)
