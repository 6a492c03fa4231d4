"""When a pulse comes: on dates, with up to two reminders, not for a month, and never closing on a day off."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from postman import send_all
from standing_in import Clock
from wards import CHANNEL, LEAD, answers, close, do_due, move_to, newest_wave, open_next_wave, staff_ids, start

from bot.domain.initiative import Initiative
from bot.domain.local_time import Every
from bot.domain.settings import TermsForm
from bot.services import promises, settings
from bot.services.ports import Uses
from bot.services.privacy import me
from bot.services.pulse import answering, planning, previewing
from bot.services.pulse.asking import EARLY_REMINDER, INVITATION, REMINDER
from bot.services.pulse.planning import NoMoreDates
from messages import settings as messages
from storage import due, people, taking_part

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
FIRST = staff_ids(1)[0]


def change(uses: Uses, ward: Initiative, **values) -> settings.Outcome:
    shown = settings.to_schedule(uses, CHANNEL, LEAD)
    return settings.change(uses, ward.id, LEAD, shown.version, TermsForm(**(asdict(shown.wanted()) | values)))


def next_days(uses: Uses, ward: Initiative) -> list[date]:
    with uses.reading() as session:
        return [day for day, _ in due.waiting(session, planning.OPEN, ward.id)]


def live_through(uses: Uses, days: float) -> list[tuple[str, str, date]]:
    """So many days go by, in steps of an hour: what came to whom on which day."""
    assert isinstance(uses.clock, Clock)
    got = []
    for _ in range(int(days * 24)):
        do_due(uses)
        got += [(each.kind, each.to, uses.clock().date()) for each in send_all(uses)]
        uses.clock.move(hours=1)
    return got


def test_a_list_of_dates_is_announced_and_then_kept_to_the_last_of_them(uses: Uses) -> None:
    ward = start(uses)
    close(uses, open_next_wave(uses, ward))
    dates = (date(2026, 3, 26), date(2026, 4, 8))
    outcome = change(uses, ward, every="dates", dates=dates)
    assert set(outcome.later) == {"every", "dates"}
    told = [each for each in send_all(uses) if each.kind == promises.ANNOUNCEMENT]
    assert "pulse comes on chosen dates instead of every two weeks" in told[0].blocks
    assert "pulse comes on Thursday, March 26, Wednesday, April 8" in told[0].blocks
    assert next_days(uses, ward) == [date(2026, 3, 24)]
    live_through(uses, 2)
    assert next_days(uses, ward) == [dates[0]]
    shown = settings.overview(uses, CHANNEL, LEAD)
    assert (shown.terms.every, shown.terms.dates, shown.next_on) == (Every.DATES, dates, dates[0])
    assert "2026-03-26" in str(messages.form(shown, "en-GB", of_pulse=True).to_dict())
    for day in dates:
        assert open_next_wave(uses, ward).opens_on == day
        close(uses, newest_wave(uses, ward))
    assert next_days(uses, ward) == []
    with pytest.raises(NoMoreDates):
        previewing.preview_next(uses, CHANNEL, LEAD)
    assert change(uses, ward, every="weekly", first_on=date(2026, 4, 15), dates=()).later
    live_through(uses, 2)
    assert next_days(uses, ward) == [date(2026, 4, 15)]


def test_two_reminders_come_on_days_apart_to_the_silent_alone_and_are_charged_to_all_alike(uses: Uses) -> None:
    ward = start(uses, staff=5, open_days=7)
    assert set(change(uses, ward, reminders=2).later) == {"reminders"}
    live_through(uses, 2)
    wave = open_next_wave(uses, ward)
    do_due(uses)
    send_all(uses)
    for user_id in staff_ids(2):
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 3), "")
    got = live_through(uses, 7)
    silent = {LEAD, *staff_ids(5)[2:]}
    for kind in (EARLY_REMINDER, REMINDER):
        assert {to for each, to, _ in got if each == kind} == silent
    days = [{on for each, _, on in got if each == kind} for kind in (EARLY_REMINDER, REMINDER)]
    assert days == [{date(2026, 3, 13)}, {date(2026, 3, 16)}]
    with uses.reading() as session:
        known = [one.id for one in people.find_people(session, [LEAD, *staff_ids(5)])]
        charged = taking_part.message_days(session, known, date(2026, 3, 9), date(2026, 3, 20))
    assert len({tuple(sorted(days.items())) for days in charged.values()}) == 1, "who answered was charged alike"
    assert sum(next(iter(charged.values())).values()) == 3


def test_with_no_reminder_nobody_gets_one(uses: Uses) -> None:
    ward = start(uses, staff=5, open_days=7)
    assert set(change(uses, ward, reminders=0).now) == {"reminders"}
    open_next_wave(uses, ward)
    assert {kind for kind, _, _ in live_through(uses, 7)} >= {INVITATION}
    assert not {REMINDER, EARLY_REMINDER} & {kind for kind, _, _ in live_through(uses, 1)}


def test_not_this_month_means_four_weeks_and_can_be_undone(uses: Uses) -> None:
    ward = start(uses, staff=5)
    change(uses, ward, every="weekly")
    live_through(uses, 2)
    wave = open_next_wave(uses, ward)
    rests = answering.take_break(uses, wave.id, FIRST)
    assert rests.until == wave.opens_on + timedelta(days=28)
    held = me.export_person(uses, FIRST)
    assert held is not None
    assert "breaks" in str(held)
    got = [each for each in live_through(uses, 27) if each[1] == FIRST]
    assert [kind for kind, _, _ in got if kind != promises.ANNOUNCEMENT] == [INVITATION], "only what had come already"
    back = [each for each in live_through(uses, 3) if each[1] == FIRST]
    assert [(kind, on) for kind, _, on in back if kind == INVITATION] == [(INVITATION, rests.until)]
    wave = newest_wave(uses, ward)
    answering.take_break(uses, wave.id, FIRST)
    answering.record_checkin(uses, wave.id, FIRST, answers(wave, 3), "")
    answering.end_break(uses, ward.id, FIRST)
    again = [kind for kind, to, _ in live_through(uses, 7) if to == FIRST]
    assert INVITATION in again


def test_a_pulse_never_closes_on_a_day_when_nobody_works_and_the_lead_reads_so(uses: Uses) -> None:
    ward = start(uses, staff=5)
    outcome = change(uses, ward, first_on=date(2026, 3, 12))
    assert outcome.closing is not None
    assert (outcome.closing.on, outcome.closing.usual) == (date(2026, 3, 16), date(2026, 3, 14))
    said = "The next one closes on Monday 16 March: nobody works on Saturday 14 March."
    assert said in str(messages.saved(outcome, "en-GB").to_dict())
    assert said in str(messages.overview(settings.overview(uses, CHANNEL, LEAD), "en-GB"))
    wave = open_next_wave(uses, ward)
    assert wave.closes_at == datetime(2026, 3, 16, 18, tzinfo=UTC)
    reminders = {on for kind, _, on in live_through(uses, 5) if kind == REMINDER}
    assert reminders == {date(2026, 3, 16)}
    assert newest_wave(uses, ward).state == "closed"


def test_the_schedule_form_asks_for_the_pulse_alone_and_leaves_the_rest(uses: Uses) -> None:
    ward = start(uses, staff=5)
    change(uses, ward, digest_weekday=4, at=time(11))
    shown = settings.to_schedule(uses, CHANNEL, LEAD)
    form = messages.form(shown, "en-GB", of_pulse=True).to_dict()
    fields = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    assert fields == ["every", "first_on", "dates", "at", "open_days", "reminders", "approver"]
    assert form["callback_id"] == messages.form(shown, "en-GB").to_dict()["callback_id"]
    assert replace(shown.terms, at=time(9)).digest_weekday == 4
    move_to(uses, uses.clock())
