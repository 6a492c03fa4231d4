"""Where somebody must agree to the questions, no pulse opens before they have, and after a change not until again."""

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest
from postman import Letter, send_all
from standing_in import Clock, DirectoryOnPaper
from wards import CHANNEL, LEAD, close, do_due, move_to, open_next_wave, staff_ids, start

from bot.domain.approval import AgreesAlready, NobodyToAgree, NotAgreed, QuestionsChanged
from bot.domain.errors import FormRefusal
from bot.domain.initiative import Initiative
from bot.domain.people import Profile
from bot.domain.pulse import Wave
from bot.domain.roles import NotYours
from bot.domain.settings import Agreement, TermsForm
from bot.services import duties, leadership, settings, vacancy
from bot.services import initiative as initiatives
from bot.services.home import home_of
from bot.services.ports import Uses
from bot.services.pulse import answering, approval, planning, results
from storage import audit, due
from storage import settings as stored

COUNCIL, OTHER = "U0COUNCIL", "U0OTHER"
whatever_the_database = pytest.mark.parametrize("kind", ["sqlite"])


class Ward:
    """A ward whose questions a works council must agree to; `questions` puts others in their place."""

    def __init__(self, uses: Uses) -> None:
        self.uses = uses
        directory = uses.directory
        assert isinstance(directory, DirectoryOnPaper)
        directory.add(Profile(COUNCIL, "Cora Council", "Europe/London"), Profile(OTHER, "Oz Other", "Europe/London"))
        self.initiative: Initiative = start(uses, staff=6)
        send_all(uses)

    @property
    def items(self) -> str:
        return self.uses.instrument.fingerprint

    def name(self, approver: str) -> None:
        shown = settings.overview(self.uses, CHANNEL, LEAD)
        form = replace(TermsForm(**asdict(shown.wanted())), approver=approver)
        settings.change(self.uses, self.initiative.id, LEAD, shown.version, form)

    def questions(self, mark: str) -> None:
        self.uses = replace(self.uses, instrument=replace(self.uses.instrument, fingerprint=mark))

    def say(self, *, agrees: bool, items: str = "", who: str = COUNCIL) -> Agreement:
        decided = approval.decide(self.uses, self.initiative.id, items or self.items, who, agrees=agrees)
        return decided.agreement

    def go_on(self, **span: float) -> list[Letter]:
        assert isinstance(self.uses.clock, Clock)
        self.uses.clock.move(**span)
        do_due(self.uses)
        return letters(self.uses)

    def to_opening(self) -> list[Letter]:
        """Let the clock reach the planned pulse."""
        with self.uses.reading() as session:
            planned = due.waiting(session, planning.OPEN, self.initiative.id)
        move_to(self.uses, planned[0][1])
        return self.go_on()

    def open_wave(self) -> Wave | None:
        with self.uses.reading() as session:
            return results.newest(session, self.initiative, "open")

    def agreement(self) -> Agreement:
        return settings.overview(self.uses, CHANNEL, LEAD).agreement


def letters(uses: Uses) -> list[Letter]:
    """What was sent, but for the pulse itself."""
    return [letter for letter in send_all(uses) if letter.kind not in ("pulse.invitation", "pulse.result")]


@pytest.fixture
def ward(uses: Uses) -> Ward:
    return Ward(uses)


def test_before_the_first_pulse_the_council_is_asked_once_and_nothing_opens_until_it_agrees(ward: Ward) -> None:
    ward.name(COUNCIL)
    (asked,) = letters(ward.uses)
    assert (asked.kind, asked.to) == (approval.REQUEST, COUNCIL)
    assert all(f"{number}. " in asked.blocks for number in range(1, 9))
    assert "I can work this way on a normal, busy day." in asked.blocks
    (left_out,) = ward.to_opening()
    assert (left_out.kind, left_out.to) == (approval.LEFT_OUT, LEAD)
    assert "did not open on Tuesday, March 10" in left_out.text
    assert "planned for Tuesday, March 24" in left_out.blocks
    assert ward.open_wave() is None
    assert ward.go_on(days=1) == []
    assert ward.say(agrees=True) is Agreement.AGREED
    (told,) = letters(ward.uses)
    assert (told.to, told.text) == (LEAD, "<@U0COUNCIL> agreed to the questions of the bedside handover pulse.")
    assert ward.to_opening() == []
    assert ward.open_wave() is not None
    with ward.uses.reading() as session:
        log = [(entry.actor, entry.about) for entry in audit.entries(session) if entry.action == approval.APPROVE.name]
    assert log == [(COUNCIL, {"agrees": True})]


def test_not_yet_opens_nothing_and_tells_the_lead_once_for_each_change_of_mind(ward: Ward) -> None:
    ward.name(COUNCIL)
    letters(ward.uses)
    told = []
    for agrees in (False, False, True, True, False):
        ward.say(agrees=agrees)
        told += letters(ward.uses)
    assert ["agreed to" in letter.text for letter in told] == [False, True, False]
    assert ward.agreement() is Agreement.DECLINED
    ward.to_opening()
    assert ward.open_wave() is None


def test_other_questions_need_a_new_agreement_some_days_before_they_are_asked(ward: Ward) -> None:
    ward.name(COUNCIL)
    ward.say(agrees=True)
    letters(ward.uses)
    first, wave = ward.items, open_next_wave(ward.uses, ward.initiative)
    close(ward.uses, wave)
    ward.questions("other questions")
    assert ward.agreement() is Agreement.AWAITED
    with ward.uses.reading() as session:
        opens = due.waiting(session, planning.OPEN, ward.initiative.id)[0][1]
    move_to(ward.uses, opens - timedelta(days=4))
    assert ward.go_on() == []
    assert ward.go_on(days=1) == [], "it is Saturday"
    (asked,) = ward.go_on(days=2)
    assert (asked.kind, asked.to) == (approval.REQUEST, COUNCIL)
    with pytest.raises(QuestionsChanged):
        ward.say(agrees=True, items=first)
    assert letters(ward.uses) == []
    assert ward.say(agrees=True) is Agreement.AGREED
    letters(ward.uses)
    ward.to_opening()
    assert ward.open_wave() is not None


@whatever_the_database
def test_an_old_button_brings_the_newer_request_where_it_is_not_out_yet(ward: Ward) -> None:
    ward.name(COUNCIL)
    first = ward.items
    letters(ward.uses)
    ward.questions("other questions")
    with pytest.raises(QuestionsChanged):
        ward.say(agrees=True, items=first)
    (asked,) = letters(ward.uses)
    assert asked.kind == approval.REQUEST
    assert ward.agreement() is Agreement.AWAITED


@whatever_the_database
def test_questions_that_changed_just_before_the_opening_keep_it_shut(ward: Ward) -> None:
    ward.name(COUNCIL)
    ward.say(agrees=True)
    letters(ward.uses)
    with ward.uses.reading() as session:
        opens = due.waiting(session, planning.OPEN, ward.initiative.id)[0][1]
    move_to(ward.uses, opens - timedelta(hours=1))
    assert ward.go_on() == []
    ward.questions("other questions")
    assert {letter.kind for letter in ward.to_opening()} == {approval.REQUEST, approval.LEFT_OUT}
    assert ward.open_wave() is None


@whatever_the_database
def test_no_extra_pulse_begins_without_the_agreement(ward: Ward) -> None:
    ward.name(COUNCIL)
    with pytest.raises(NotAgreed) as refused:
        planning.plan_now(ward.uses, CHANNEL, LEAD)
    assert "until <@U0COUNCIL> has agreed" in refused.value.sentence
    ward.say(agrees=True)
    planning.plan_now(ward.uses, CHANNEL, LEAD)
    ward.say(agrees=False)
    letters(ward.uses)
    (left_out,) = ward.go_on(minutes=1)
    assert left_out.kind == approval.LEFT_OUT
    assert ward.open_wave() is None


@whatever_the_database
def test_only_the_one_who_was_named_agrees_and_only_as_long_as_they_are(ward: Ward) -> None:
    ward.name(COUNCIL)
    for who in (LEAD, OTHER, staff_ids(1)[0]):
        with pytest.raises(NotYours):
            ward.say(agrees=True, who=who)
        with pytest.raises(NotYours):
            approval.questions(ward.uses, ward.initiative.id, who)
    assert approval.questions(ward.uses, ward.initiative.id, COUNCIL).agreement is Agreement.AWAITED
    ward.say(agrees=True)
    letters(ward.uses)
    ward.name(OTHER)  # a promise to staff: they hear of it first, and until then nothing is different
    assert "<@U0OTHER> must agree to the questions" in letters(ward.uses)[0].text
    assert ward.say(agrees=True) is Agreement.AGREED
    ward.go_on(minutes=1)
    (asked,) = ward.go_on(days=1)
    assert (asked.kind, asked.to) == (approval.REQUEST, OTHER)
    assert ward.agreement() is Agreement.AWAITED
    with pytest.raises(NotYours):
        ward.say(agrees=True)
    assert ward.say(agrees=True, who=OTHER) is Agreement.AGREED


def leaves(ward: Ward, user_id: str = COUNCIL) -> list[Letter]:
    """Slack says twice that somebody has left."""
    for _ in range(2):
        vacancy.note_gone(ward.uses, [Profile(user_id, "Cora Council", "Europe/London", is_active=False)])
    return letters(ward.uses)


@whatever_the_database
def test_an_agreement_outlives_the_one_who_gave_it_until_the_questions_change(ward: Ward) -> None:
    ward.name(COUNCIL)
    ward.say(agrees=True)
    letters(ward.uses)
    (told,) = leaves(ward)
    assert (told.kind, told.to) == (approval.GONE, LEAD)
    assert told.text == "<@U0COUNCIL>, who must agree to the questions of the bedside handover pulse, has left."
    assert "pulses open as planned" in told.blocks
    assert ward.to_opening() == []
    wave = ward.open_wave()
    assert wave is not None
    close(ward.uses, wave)
    ward.questions("other questions")
    (left_out,) = ward.to_opening()
    assert "did not open on Tuesday, March 24. <@U0COUNCIL>, who must agree" in left_out.text
    assert "/uptake settings" in left_out.blocks
    assert ward.open_wave() is None
    assert ward.agreement() is Agreement.GONE


def test_where_the_one_who_must_agree_left_another_is_named_and_until_then_nothing_opens(ward: Ward) -> None:
    ward.name(COUNCIL)
    letters(ward.uses)
    (told,) = leaves(ward)
    assert "No pulse opens until somebody else agrees" in told.blocks
    with pytest.raises(NobodyToAgree):
        planning.plan_now(ward.uses, CHANNEL, LEAD)
    with pytest.raises(NotYours):
        ward.say(agrees=True)
    assert initiatives.status(ward.uses, CHANNEL, LEAD).agreement is Agreement.GONE
    ward.name(OTHER)
    letters(ward.uses)
    ward.go_on(minutes=1)
    (asked,) = ward.go_on(days=1)
    assert (asked.kind, asked.to) == (approval.REQUEST, OTHER)
    assert leaves(ward) == [], "it was said already, and somebody else is named"
    ward.say(agrees=True, who=OTHER)
    letters(ward.uses)
    assert ward.to_opening() == []
    assert ward.open_wave() is not None


@whatever_the_database
def test_a_lead_who_named_another_already_is_not_told_that_the_first_has_left(ward: Ward) -> None:
    ward.name(COUNCIL)
    ward.name(OTHER)
    letters(ward.uses)
    assert leaves(ward) == []


def reminders(ward: Ward, *moments: tuple[int, int]) -> list[tuple[int, str]]:
    """The notes of duties that come at these days of March and hours: when, and what they say first."""
    found = []
    for day, hour in moments:
        move_to(ward.uses, datetime(2026, 3, day, hour, tzinfo=UTC))
        found += [(day, letter.text) for letter in ward.go_on() if letter.kind == duties.NOTE]
    return found


def test_whoever_must_agree_is_reminded_as_long_as_they_say_nothing(ward: Ward) -> None:
    duties.begin(ward.uses)
    ward.name(COUNCIL)
    letters(ward.uses)
    waits = "Look at the questions of the bedside handover pulse. Unless you agree to them, it can't open"
    said = reminders(ward, (3, 11), (4, 9), (6, 9), (9, 9), (9, 12), (10, 8), (11, 9), (20, 9), (23, 9))
    assert said == [(9, f"{waits} tomorrow."), (10, f"{waits} today."), (23, f"{waits} tomorrow.")]
    (shown,) = home_of(ward.uses, COUNCIL).duties
    assert (shown.duty.user_id, shown.lead_user_id) == (COUNCIL, LEAD)
    ward.say(agrees=False)
    assert reminders(ward, (24, 8)) == []
    assert home_of(ward.uses, COUNCIL).duties == ()


@whatever_the_database
def test_nobody_leads_who_must_agree_or_will_have_to(ward: Ward) -> None:
    ward.name(COUNCIL)
    ward.name(OTHER)
    letters(ward.uses)
    for chosen in (COUNCIL, OTHER):
        with pytest.raises(FormRefusal) as refused:
            leadership.hand_over(ward.uses, ward.initiative.id, LEAD, chosen)
        assert "can't lead too" in refused.value.errors["new_lead"]
    leaves(ward, LEAD)
    with pytest.raises(AgreesAlready):
        leadership.take_over(ward.uses, ward.initiative.id, COUNCIL)


@whatever_the_database
def test_who_is_named_again_is_asked_again(ward: Ward) -> None:
    for approver in (COUNCIL, "", COUNCIL):
        ward.name(approver)
        sent = letters(ward.uses)
        for span in ({"minutes": 1}, {"days": 1}):
            sent += ward.go_on(**span)
        assert [letter.kind for letter in sent if letter.kind == approval.REQUEST] == [approval.REQUEST] * bool(
            approver
        )


@whatever_the_database
def test_the_form_says_who_agreed_and_the_status_what_is_missing(ward: Ward) -> None:
    ward.name(COUNCIL)
    status = initiatives.status(ward.uses, CHANNEL, LEAD)
    assert (status.agreement, status.approver) == (Agreement.AWAITED, COUNCIL)
    ward.say(agrees=True)
    ward.to_opening()
    nurse = staff_ids(1)[0]
    assert answering.wave_to_answer(ward.uses, nurse).agreed_by == COUNCIL
    wave = ward.open_wave()
    assert wave is not None
    assert answering.check_answerable(ward.uses, wave.id, nurse).agreed_by == COUNCIL
    ward.questions("other questions")
    assert answering.wave_to_answer(ward.uses, nurse).agreed_by == ""


@whatever_the_database
def test_a_request_that_became_pointless_is_not_sent(ward: Ward) -> None:
    ward.name(COUNCIL)
    with ward.uses.writing() as session:
        stored.note_items(session, ward.initiative.id, asked_items="newer")
    assert letters(ward.uses) == []
