"""Messages that nobody asked for come at work, within the cap, and not at all to those who don't want them."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Event, Thread

import pytest
from postman import Postman, send_all
from sqlmodel import select, update
from standing_in import Clock, DirectoryOnPaper
from wards import LEAD, answers, do_due, move_to, newest_wave, open_next_wave, post_all, set_cap, staff_ids, start

from bot.domain.delivery import Post, Priority
from bot.domain.duties import Duty
from bot.domain.errors import FormRefusal
from bot.domain.hours_form import AbsenceForm, HoursForm
from bot.domain.initiative import Initiative
from bot.domain.people import Role
from bot.domain.promised_hours import HoursSaid
from bot.domain.roles import NotYours
from bot.domain.settings import MembersFrom, TermsForm
from bot.domain.taking_part import Tie
from bot.domain.work_time import OFFICE_HOURS, Window
from bot.services import changing_hours, own_time, promises, settings, team_hours
from bot.services.allowance import Wish, plan_messages
from bot.services.ports import DutyKind, Uses
from bot.services.pulse import answering, planning
from bot.services.pulse.asking import INVITATION, REMINDER
from bot.services.work_time import members
from storage import audit, due, outbox, people, taking_part, teams, work_time
from storage.outbox_table import OutboxRow
from storage.people import MemberRow
from storage.taking_part import MessageDayRow

NIGHTS = Window(frozenset(range(7)), time(20), time(7))
NIGHT_FORM = HoursForm(tuple("0123456"), time(20), time(7))
MORNINGS = HoursForm(("2", "3"), time(9), time(13))
NURSE, OTHER = staff_ids(2)
TUESDAY = date(2026, 3, 10)


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def rows(uses: Uses, kind: str = INVITATION) -> dict[str, OutboxRow]:
    """The messages of a kind, by recipient."""
    with uses.reading() as session:
        found = list(session.exec(select(OutboxRow).where(OutboxRow.kind == kind)))
        session.expunge_all()
    return {row.recipient: row for row in found}


def moments(uses: Uses, kind: str = INVITATION) -> dict[str, datetime]:
    return {recipient: row.not_before for recipient, row in rows(uses, kind).items()}


def ledger(uses: Uses, user_id: str) -> dict[date, int]:
    """On which days so many messages are meant for somebody."""
    with uses.reading() as session:
        person = people.find_person(session, user_id)
        assert person is not None
        found = session.exec(select(MessageDayRow).where(MessageDayRow.person_id == person.id))
        return {row.local_date: row.count for row in found if row.count}


def team_of_nights(uses: Uses, initiative: Initiative, *user_ids: str) -> int:
    """Put people into a team that works at night, as a list of people would."""
    with uses.writing() as session:
        teams.keep_members_from(session, initiative.id, MembersFrom.FILE)
        root = next(team for team, parent in people.team_parents(session, initiative.id).items() if parent is None)
        night = people.add_team(session, initiative.id, "Nights", root)
        work_time.set_team_hours(session, night, NIGHTS, None)
        for person in people.find_people(session, user_ids):
            session.exec(update(MemberRow).where(MemberRow.person_id == person.id).values(team_id=night))
    return night


def hear_and_wait(uses: Uses, days: int) -> None:
    """The channel is told of a change, and it has been known for so many days."""
    send_all(uses)
    for span in (timedelta(minutes=1), timedelta(days=days)):
        move_to(uses, uses.clock() + span)
        do_due(uses)


def change_hours(uses: Uses, ward: Initiative, form: HoursForm, region: str = "", team: int = 0) -> HoursSaid:
    """The lead says the hours of a team, of everybody's where none is named."""
    now = next(each for each in team_hours.teams(uses, ward.id, LEAD) if team in (0, each.team_id))
    return changing_hours.change(uses, ward.id, now.team_id, LEAD, now.wanted.mark, form, region)


def test_fewer_hours_hold_at_once_and_new_times_a_day_after_everybody_heard(uses: Uses) -> None:
    ward = start(uses, staff=1)
    send_all(uses)
    short = change_hours(uses, ward, HoursForm(tuple("01234"), time(9), time(16)), "GB-ENG")
    assert (short.waits, short.team.window.ends, send_all(uses)) == (None, time(16), [])
    long = change_hours(uses, ward, HoursForm(tuple("012345"), time(9), time(16)), "GB-ENG")
    assert (long.waits, long.team.window.days) == (timedelta(days=1), frozenset(range(5)))
    (told,) = send_all(uses)
    assert told.text == (
        "From Wednesday, March 4, everyone can get messages about bedside handover at other hours: "
        "Monday to Saturday, 9:00\u202fAM to 4:00\u202fPM. "
        "Until then it is Monday to Friday, 9:00\u202fAM to 4:00\u202fPM."
    )
    hear_and_wait(uses, days=1)
    assert team_hours.team(uses, ward.id, long.team.team_id, LEAD).window.days == frozenset(range(6))
    abroad = change_hours(uses, ward, HoursForm(tuple("012345"), time(9), time(16)), "US")
    assert (abroad.waits, abroad.team.region) == (timedelta(days=1), "GB-ENG")
    (told,) = send_all(uses)
    assert "leave out the public holidays of US, not those of GB-ENG." in told.text


def test_what_was_planned_for_a_team_stands_beside_other_plans_and_is_taken_back_by_its_old_hours(uses: Uses) -> None:
    ward = start(uses, staff=1)
    send_all(uses)
    office = HoursForm(tuple("01234"), time(8), time(18))
    change_hours(uses, ward, NIGHT_FORM)
    shown = settings.to_change(uses, ward.id, LEAD)
    form = replace(TermsForm(**asdict(shown.wanted())), message_cap=9)
    outcome = settings.change(uses, ward.id, LEAD, shown.version, form)
    assert len(outcome.later) == 2
    assert change_hours(uses, ward, NIGHT_FORM).is_changed is False
    assert change_hours(uses, ward, office).is_taken_back is False
    planned = settings.to_change(uses, ward.id, LEAD).planned
    assert planned is not None
    assert dict(planned.changes) == {"message_cap": (3, 9)}
    change_hours(uses, ward, NIGHT_FORM)
    again = settings.to_change(uses, ward.id, LEAD).planned
    assert again is not None
    promises.take_back(uses, again.id, LEAD)
    hear_and_wait(uses, days=1)
    assert team_hours.teams(uses, ward.id, LEAD)[0].window == OFFICE_HOURS


def test_each_is_invited_and_reminded_in_their_own_hours(uses: Uses) -> None:
    ward = start(uses, staff=3)
    nurse, night, part_time = staff_ids(3)
    team_of_nights(uses, ward, night)
    own_time.change_my_time(uses, part_time, None, MORNINGS)
    wave = open_next_wave(uses, ward)
    assert moments(uses) == {LEAD: utc(10, 9), nurse: utc(10, 9), night: utc(10, 20), part_time: utc(11, 9)}
    post_all(uses)
    move_to(uses, utc(11, 20))
    do_due(uses)
    assert moments(uses, REMINDER) == {LEAD: utc(12, 9), nurse: utc(12, 9), night: utc(11, 20), part_time: utc(12, 9)}
    assert newest_wave(uses, ward).invited == wave.invited == 4


def test_the_wave_opens_with_the_first_who_is_at_work(uses: Uses) -> None:
    ward = start(uses, staff=1)
    with uses.writing() as session:
        (root,) = people.team_parents(session, ward.id)
        work_time.set_team_hours(session, root, NIGHTS, None)
        planning.replan(session, uses, ward)
        assert due.waiting(session, planning.OPEN, ward.id) == [(TUESDAY, utc(10, 20))]


def test_a_public_holiday_of_the_teams_region_is_left_out(uses: Uses) -> None:
    ward = start(uses, staff=1)
    with uses.writing() as session:
        (root,) = people.team_parents(session, ward.id)
        work_time.set_team_hours(session, root, None, "GB-ENG")
    with uses.reading() as session:
        easter = [one.hours.free for one in members(session, uses, ward.id, datetime(2026, 4, 1, tzinfo=UTC))]
    assert {date(2026, 4, 3), date(2026, 4, 6)} <= easter[0]
    assert date(2026, 12, 25) in easter[0]


def test_who_is_away_or_off_stays_in_the_roster_and_gets_no_message(uses: Uses) -> None:
    ward = start(uses, staff=3)
    own_time.change_my_time(uses, NURSE, AbsenceForm(date(2026, 3, 12)), None)
    own_time.change_my_time(uses, OTHER, AbsenceForm(date(2026, 3, 11)), None)
    wave = open_next_wave(uses, ward)
    assert wave.invited == 4
    assert NURSE not in moments(uses)
    assert moments(uses)[OTHER] == utc(12, 8)
    assert answering.wave_to_answer(uses, NURSE).wave.id == wave.id


def test_who_said_not_for_me_is_in_no_new_roster_and_an_answer_they_gave_counts(uses: Uses) -> None:
    ward = start(uses, staff=6)
    wave = open_next_wave(uses, ward)
    answering.record_checkin(uses, wave.id, NURSE, answers(wave, 4), "")
    said = own_time.opt_out(uses, ward.id, NURSE)
    assert (said.practice, said.waiting) == ("bedside handover", None)
    assert own_time.opt_out(uses, ward.id, OTHER).waiting is not None
    letters = [letter.to for letter in Postman(uses).deliver() if letter.kind == INVITATION]
    assert sorted(letters) == sorted({LEAD, *staff_ids(6)} - {NURSE, OTHER})
    assert {rows(uses)[who].reason for who in (NURSE, OTHER)} == {"the person wants no messages about this"}
    move_to(uses, wave.closes_at)
    do_due(uses)
    following = open_next_wave(uses, ward)
    assert (wave.invited, following.invited) == (7, 5)
    own_time.opt_in(uses, ward.id, NURSE)
    move_to(uses, following.closes_at)
    do_due(uses)
    assert open_next_wave(uses, ward).invited == 6
    with uses.reading() as session:
        assert taking_part.count_opted_out(session, ward.id) == 1
        assert [entry for entry in audit.entries(session) if "opt" in entry.action] == []


def test_what_still_reaches_somebody_after_not_for_me_is_what_they_have_taken_on(uses: Uses) -> None:
    ward = start(uses, staff=4)
    champion, approver, owner = staff_ids(4)[1:]
    with uses.writing() as session:
        found = {each.user_id: each.id for each in people.find_people(session, [champion, approver])}
        people.give_role(session, ward.id, found[champion], Role.CHAMPION)
        people.give_role(session, ward.id, found[approver], Role.SPONSOR)
    settings_of = settings.to_change(uses, ward.id, LEAD)
    form = replace(TermsForm(**asdict(settings_of.terms)), approver=approver)
    settings.change(uses, ward.id, LEAD, settings_of.version, form)
    owed = Duty(kind="a.kind", initiative_id=ward.id, subject=1, user_id=owner, title="x", due_on=TUESDAY)
    kind = DutyKind("a.kind", lambda *_: [owed], lambda *_: "", lambda *_: [])
    with_duties = replace(uses, duties=(kind,))
    ties = {who: own_time.opt_out(with_duties, ward.id, who).tie for who in (LEAD, *staff_ids(4))}
    assert ties == {LEAD: Tie.LEADS, NURSE: None, champion: Tie.NAMED, approver: Tie.AGREES, owner: Tie.OWES}


def test_who_said_not_for_me_hears_of_no_change_that_others_are_told_one_by_one(uses: Uses) -> None:
    ward = start(uses, staff=2)
    with uses.writing() as session:
        teams.keep_members_from(session, ward.id, MembersFrom.FILE)
    send_all(uses)
    directory = uses.directory
    assert isinstance(directory, DirectoryOnPaper)
    directory.channels[ward.channel_id] = []
    change_hours(uses, ward, HoursForm(tuple("0123456"), time(7), time(18)))
    own_time.opt_out(uses, ward.id, NURSE)
    letters = Postman(uses).deliver()
    assert {each.to for each in letters if each.kind == promises.ANNOUNCEMENT} == {ward.channel_id, LEAD, OTHER}
    told = next(each for each in letters if each.to == OTHER)
    assert "Not for me" in told.blocks
    assert "Not for me" not in next(each for each in letters if each.to == ward.channel_id).blocks


def test_what_does_not_fit_moves_to_the_first_day_that_takes_it_or_is_left_out(uses: Uses) -> None:
    ward, ended = start(uses, staff=1), date(2026, 3, 5)
    set_cap(uses, ward, 2)
    with uses.writing() as session:
        nurse, lead = people.find_people(session, [NURSE]), people.find_people(session, [LEAD])
        taking_part.charge(session, [(nurse[0].id, date(2026, 3, 4)), (nurse[0].id, ended)])
        taking_part.charge(session, [(lead[0].id, TUESDAY), (lead[0].id, TUESDAY)])
    open_next_wave(uses, ward)
    assert moments(uses) == {NURSE: utc(11, 8)}
    assert ledger(uses, NURSE) == {date(2026, 3, 4): 1, ended: 1, date(2026, 3, 11): 1}
    post_all(uses)
    move_to(uses, utc(12, 9))
    do_due(uses)
    assert moments(uses, REMINDER) == {NURSE: utc(12, 9)}


def test_messages_of_all_initiatives_count_together(uses: Uses) -> None:
    for number in range(5):
        start(uses, staff=1, channel=f"C0WARD{number}")
    move_to(uses, utc(10, 9))
    do_due(uses)
    with uses.reading() as session:
        asked = session.exec(select(OutboxRow.recipient).where(OutboxRow.kind == INVITATION)).all()
    assert sorted(asked) == sorted([LEAD, NURSE] * 3)
    assert ledger(uses, NURSE) == {TUESDAY: 3}


def test_the_ledger_is_the_same_for_those_who_answered_and_those_who_did_not(uses: Uses) -> None:
    ward, staff = start(uses, staff=8), staff_ids(8)
    wave = open_next_wave(uses, ward)
    early, late, skips, never = staff[:2], staff[2:4], staff[4], staff[5:]
    postman = Postman(uses)
    for user_id in early:
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 3), "")
    postman.deliver()
    for user_id in late:
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 3), "")
    answering.decline(uses, wave.id, skips)
    move_to(uses, utc(12, 9))
    do_due(uses)
    reminded = [letter.to for letter in postman.deliver()]
    assert sorted(reminded) == sorted([LEAD, *never])
    assert {str(ledger(uses, user_id)) for user_id in [LEAD, *staff]} == {str({TUESDAY: 1, date(2026, 3, 12): 1})}


def test_after_an_outage_the_charge_moves_alike_for_those_who_answered_meanwhile(uses: Uses) -> None:
    ward = start(uses, staff=3)
    wave = open_next_wave(uses, ward)
    move_to(uses, utc(11, 10))
    answering.record_checkin(uses, wave.id, NURSE, answers(wave, 3), "")
    letters = Postman(uses).deliver()
    assert NURSE not in [letter.to for letter in letters if letter.kind == INVITATION]
    assert {str(ledger(uses, user_id)) for user_id in [LEAD, *staff_ids(3)]} == {str({date(2026, 3, 11): 1})}


def test_off_work_a_message_goes_back_until_work_begins_again(uses: Uses) -> None:
    ward = start(uses, staff=1)
    open_next_wave(uses, ward)
    postman = Postman(uses)
    move_to(uses, utc(10, 18))
    assert postman.deliver() == []
    assert (rows(uses)[NURSE].state, moments(uses)[NURSE]) == ("waiting", utc(11, 8))
    assert (rows(uses)[NURSE].attempt, ledger(uses, NURSE)) == (0, {date(2026, 3, 11): 1})
    assert not postman.counter.has_waiting()
    move_to(uses, utc(11, 8))
    assert sorted(letter.to for letter in postman.deliver()) == sorted([LEAD, NURSE])


def test_hours_an_absence_and_a_zone_are_those_of_the_moment_of_sending(uses: Uses) -> None:
    ward = start(uses, staff=4)
    nurse, away, part_time, mover = staff_ids(4)
    open_next_wave(uses, ward)
    own_time.change_my_time(uses, away, AbsenceForm(date(2026, 3, 13)), None)
    own_time.change_my_time(uses, part_time, None, HoursForm(("3",), time(9), time(13)))
    with uses.writing() as session:
        (person,) = people.find_people(session, [mover])
        people.keep_profiles(session, [type(person.profile)(mover, "Nurse", "Asia/Tokyo")])
    assert nurse in [letter.to for letter in Postman(uses).deliver()]
    found = rows(uses)
    assert (found[away].state, found[away].reason) == ("dropped", "no working hours were left for it")
    assert (found[part_time].state, found[part_time].not_before) == ("waiting", utc(12, 9))
    assert (found[mover].state, found[mover].not_before, found[mover].charged_on) == (
        "waiting",
        utc(10, 23),
        date(2026, 3, 11),
    )
    assert ledger(uses, mover) == {date(2026, 3, 11): 1}


def test_after_an_outage_nothing_goes_over_the_cap(uses: Uses) -> None:
    ward = start(uses, staff=2)
    set_cap(uses, ward, 1)
    open_next_wave(uses, ward)
    with uses.writing() as session:
        (nurse,) = people.find_people(session, [NURSE])
        taking_part.charge(session, [(nurse.id, date(2026, 3, 17))])
    move_to(uses, utc(11, 10))
    letters = [letter.to for letter in Postman(uses).deliver() if letter.kind == INVITATION]
    assert sorted(letters) == sorted([LEAD, OTHER])
    assert rows(uses)[NURSE].state == "dropped"


def test_a_reminder_that_misses_its_day_is_dropped_and_its_charge_stays(uses: Uses) -> None:
    ward = start(uses, staff=1, open_days=6)
    open_next_wave(uses, ward)
    postman = Postman(uses)
    postman.deliver()
    with uses.writing() as session:
        (nurse,) = people.find_people(session, [NURSE])
        post = Post(
            REMINDER, NURSE, {"wave": 1, "user": NURSE}, "late", Priority.REMINDER, True, ward.id, 1, date(2026, 3, 11)
        )
        taking_part.charge(session, [(nurse.id, date(2026, 3, 11))])
        outbox.queue(session, [(post, utc(11, 9), utc(15, 18))])
    move_to(uses, utc(12, 9))
    assert postman.deliver() == []
    assert rows(uses, REMINDER)[NURSE].state == "dropped"
    assert ledger(uses, NURSE) == {TUESDAY: 1, date(2026, 3, 11): 1}


def test_no_reminder_is_queued_on_the_heels_of_an_invitation_that_waited(uses: Uses) -> None:
    ward = start(uses, staff=1)
    open_next_wave(uses, ward)
    move_to(uses, utc(12, 9, 30))  # down for two days: the invitations are still here
    do_due(uses)
    assert moments(uses, REMINDER) == {}
    assert sorted(letter.to for letter in Postman(uses).deliver() if letter.kind == INVITATION) == sorted([LEAD, NURSE])


def test_what_nobody_asked_for_is_charged_when_it_goes_if_it_was_not_before(uses: Uses, clock: Clock) -> None:
    ward = start(uses, staff=1)
    wave = open_next_wave(uses, ward)
    with uses.writing() as session:
        (nurse,) = people.find_people(session, [NURSE])
        taking_part.charge(session, [(nurse.id, TUESDAY)] * 1)
        posts = [
            Post(INVITATION, NURSE, {"wave": wave.id, "user": NURSE}, f"x{number}", Priority.INVITATION, True, ward.id)
            for number in range(3)
        ]
        outbox.queue(session, [(post, clock(), utc(12, 18)) for post in posts])
    letters = [letter.to for letter in Postman(uses).deliver() if letter.kind == INVITATION]
    assert letters.count(NURSE) == 2
    assert ledger(uses, NURSE) == {TUESDAY: 3}


def test_what_answers_an_act_comes_at_once_and_a_duty_waits_for_work(uses: Uses) -> None:
    ward = start(uses, staff=1)
    wave = open_next_wave(uses, ward)
    postman = Postman(uses)
    postman.deliver()
    move_to(uses, utc(10, 23))
    about = {"wave": wave.id, "user": NURSE}
    with uses.writing() as session:
        answer = Post(INVITATION, NURSE, about, "answer", Priority.ANSWER, initiative_id=ward.id)
        duty = Post(INVITATION, LEAD, about, "duty", Priority.REMINDER, initiative_id=ward.id)
        outbox.queue(session, [(post, uses.clock(), utc(12, 18)) for post in (answer, duty)])
    before = ledger(uses, LEAD)
    assert [letter.to for letter in postman.deliver()] == [NURSE]
    move_to(uses, utc(11, 8))
    assert [letter.to for letter in postman.deliver()] == [LEAD]
    assert ledger(uses, LEAD) == before


def test_two_that_plan_at_once_never_take_the_same_last_place(uses: Uses) -> None:
    ward = start(uses, staff=1)
    set_cap(uses, ward, 1)
    first_has_planned, may_commit = Event(), Event()
    planned: list[int] = []

    def plan(name: str, *, waits: bool) -> None:
        with uses.writing() as session:
            nurse = next(one for one in members(session, uses, ward.id, utc(10, 9)) if one.user_id == NURSE)
            post = Post(INVITATION, NURSE, {}, name, Priority.INVITATION, True, ward.id)
            wish = Wish(post, nurse, utc(10, 9), utc(12, 17), utc(12, 18))
            planned.append(len(plan_messages(session, [wish])))
            if waits:
                first_has_planned.set()
                may_commit.wait(0.3)

    first = Thread(target=plan, args=("one",), kwargs={"waits": True})
    second = Thread(target=plan, args=("two",), kwargs={"waits": False})
    first.start()
    first_has_planned.wait(5)
    second.start()
    first.join(10)
    second.join(10)
    assert planned == [1, 0]
    assert ledger(uses, NURSE) == {TUESDAY: 1}


def test_own_hours_are_kept_where_they_differ_from_the_teams_and_can_be_undone(uses: Uses) -> None:
    start(uses, staff=1)
    same = HoursForm(tuple("01234"), time(8), time(18))
    assert own_time.change_my_time(uses, NURSE, None, same).own is None
    changed = own_time.change_my_time(uses, NURSE, AbsenceForm(date(2026, 3, 5)), NIGHT_FORM)
    assert (changed.own, changed.team, changed.away_until) == (NIGHTS, OFFICE_HOURS, date(2026, 3, 5))
    assert own_time.my_time(uses, NURSE) == changed
    kept = own_time.change_my_time(uses, NURSE, AbsenceForm(None, is_back=True), None)
    assert (kept.own, kept.away_until) == (NIGHTS, None)
    undone = HoursForm(("0",), time(8), time(9), as_above=True)
    assert own_time.change_my_time(uses, NURSE, None, undone).own is None
    with pytest.raises(FormRefusal) as refused:
        own_time.change_my_time(uses, NURSE, AbsenceForm(date(2026, 3, 2)), HoursForm((), None, None))
    assert list(refused.value.errors) == ["away_until", "days", "begins", "ends"]
    assert own_time.my_time(uses, NURSE).own is None


def test_an_absence_is_over_by_itself(uses: Uses) -> None:
    start(uses, staff=1)
    own_time.change_my_time(uses, NURSE, AbsenceForm(date(2026, 3, 4)), None)
    move_to(uses, utc(4, 23))
    assert own_time.my_time(uses, NURSE).away_until == date(2026, 3, 4)
    move_to(uses, utc(5, 0))
    assert own_time.my_time(uses, NURSE).away_until is None


def test_the_lead_changes_when_a_team_works_and_the_next_pulse_is_planned_anew(uses: Uses) -> None:
    ward = start(uses, staff=2)
    night = team_of_nights(uses, ward, NURSE)
    everyone, nights = team_hours.teams(uses, ward.id, LEAD)
    assert (everyone.is_all, everyone.window, nights.name, nights.window) == (True, OFFICE_HOURS, "Nights", NIGHTS)
    early = HoursForm(tuple("0123456"), time(5), time(9))
    said = changing_hours.change(uses, ward.id, everyone.team_id, LEAD, everyone.mark, NIGHT_FORM, "england")
    assert (said.team.own, said.team.planned.own, said.waits) == (None, NIGHTS, timedelta(days=7))
    hear_and_wait(uses, days=7)
    assert team_hours.team(uses, ward.id, everyone.team_id, LEAD).window == OFFICE_HOURS, "a pulse is open"
    hear_and_wait(uses, days=4)
    hear_and_wait(uses, days=0)
    assert (changed := team_hours.team(uses, ward.id, everyone.team_id, LEAD)).region == "GB-ENG"
    assert (changed.own, changed.planned) == (NIGHTS, None)
    assert team_hours.team(uses, ward.id, night, LEAD).region == "GB-ENG"
    with uses.reading() as session:
        assert due.waiting(session, planning.OPEN, ward.id) == [(date(2026, 3, 24), utc(24, 20))]
        noted = next(each for each in audit.entries(session, ward.id) if each.action == "work_time.change_team")
    assert (noted.actor, noted.action, noted.about["is"]) == (LEAD, "work_time.change_team", "0123456/20000700/GB-ENG")
    with pytest.raises(FormRefusal, match="Somebody else changed"):
        changing_hours.change(uses, ward.id, everyone.team_id, LEAD, everyone.mark, early, "")
    back = HoursForm(("0",), time(8), time(9), as_above=True)
    assert changing_hours.change(uses, ward.id, night, LEAD, nights.mark, back, "").team.own is None
    for typed, advice in (
        ("GB-ENH", "Did you mean GB-ENG (England, United Kingdom)?"),
        ("Narnia", "Type a code such as GB-ENG, DE-BY or US."),
    ):
        with pytest.raises(FormRefusal) as refused:
            changing_hours.change(uses, ward.id, night, LEAD, "//", early, typed)
        assert refused.value.errors == {"region": f"We don't know “{typed}”. {advice}"}
    with pytest.raises(NotYours):
        changing_hours.change(uses, ward.id, night, NURSE, "//", early, "")
    assert len(team_hours.teams(uses, ward.id, LEAD)) == 2
