"""A team's own questions: asked once staff know, agreed to where somebody must, shown to the lead as staff see them."""

from dataclasses import asdict, replace

import pytest
from postman import send_all
from standing_in import Clock
from wards import CHANNEL, LEAD, answers, close, do_due, open_next_wave, staff_ids, start

from bot.domain.delimited import BadFile
from bot.domain.errors import Refusal
from bot.domain.initiative import Initiative
from bot.domain.instrument_file import OwnItem
from bot.domain.people import Upload
from bot.domain.questions import FileGone
from bot.domain.roles import NotYours
from bot.services import own_questions, promises, question_files, settings
from bot.services.ports import Uses
from bot.services.pulse import answering, approval, previewing, results
from messages import preview as preview_messages
from messages import pulse as pulse_messages
from messages import results as result_messages
from storage import audit, people, questions
from storage import settings as stored

whatever_the_database = pytest.mark.parametrize("kind", ["sqlite"])
OWN = tuple(OwnItem(name, "fit", f"The new sheet is {name}.", reverse=name == "heavy") for name in
            ("light", "clear", "short", "kind", "heavy", "near", "quick"))  # fmt: skip


def use(uses: Uses, ward: Initiative, items: tuple[OwnItem, ...] = OWN):
    return own_questions.use_questions(uses, ward.id, items)


def let_it_hold(uses: Uses) -> None:
    """Staff hear of what is planned, and the day of notice goes by."""
    assert isinstance(uses.clock, Clock)
    for _ in range(4):
        send_all(uses)
        uses.clock.move(hours=12)
        do_due(uses)


def asked_now(uses: Uses, ward: Initiative) -> list[str]:
    with uses.reading() as session:
        return [each.id for each in questions.in_use(session, ward.id)]


def one_wave(uses: Uses, ward: Initiative, value: int = 3) -> str:
    """Everybody answers, and the wave closes; what the channel reads of it."""
    wave = open_next_wave(uses, ward)
    for user_id in staff_ids(11):
        answering.record_checkin(uses, wave.id, user_id, answers(wave, value), "")
    close(uses, wave)
    shown = results.last_result(uses, CHANNEL, LEAD)
    assert shown is not None
    return str(result_messages.result(shown, "en-GB"))


def test_before_anybody_was_asked_they_hold_at_once_and_the_first_wave_asks_five_of_them(uses: Uses) -> None:
    ward = start(uses)
    change = use(uses, ward)
    assert (change.new, change.kept, change.retired, change.per_pulse, change.waits) == (7, 0, 0, 5, False)
    wave = open_next_wave(uses, ward)
    assert wave.items == ("light", "clear", "short", "kind", "heavy")
    invited = answering.wave_to_answer(uses, staff_ids(1)[0])
    form = pulse_messages.checkin(invited, "en-GB").to_dict()
    assert [block["label"]["text"] for block in form["blocks"] if block["type"] == "input"][:5] == [
        f"The new sheet is {name}." for name in wave.items
    ]
    for user_id in staff_ids(11):
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 2), "")
    close(uses, wave)
    shown = results.last_result(uses, CHANNEL, LEAD)
    assert shown is not None
    said = str(result_messages.result(shown, "en-GB"))
    assert "The new sheet is heavy. (turned round: higher is better)" in said
    assert "4.0" in said, "a low answer to a reverse question is a good one"
    of_team = results.result_of_team(uses, CHANNEL, LEAD, "bedside handover")
    assert of_team is not None
    assert "The new sheet is light." in str(result_messages.of_team(of_team, "en-GB"))
    with uses.reading() as session:
        log = [
            entry for entry in audit.entries(session, ward.id) if entry.action == own_questions.CHANGE_QUESTIONS.name
        ]
    assert [(entry.actor, entry.about) for entry in log] == [("", {"questions": 7, "new": 7, "retired": 0})]


@whatever_the_database
def test_once_people_were_asked_they_hear_of_other_questions_first_and_old_results_keep_their_words(uses: Uses) -> None:
    ward = start(uses)
    assert "We are expected to work this way" in one_wave(uses, ward)
    assert use(uses, ward).waits
    assert asked_now(uses, ward) == []
    told = [letter for letter in send_all(uses) if letter.kind == promises.ANNOUNCEMENT]
    assert [letter.to for letter in told] == [CHANNEL]
    assert "the bedside handover pulse asks other questions: 7 new." in told[0].blocks
    let_it_hold(uses)
    assert asked_now(uses, ward) == [each.id for each in OWN]
    assert "The new sheet is light." in one_wave(uses, ward)
    assert not use(uses, ward).waits, "nothing would change"
    own_questions.go_back(uses, ward.id, LEAD)
    assert asked_now(uses, ward) == [each.id for each in OWN]
    let_it_hold(uses)
    assert asked_now(uses, ward) == []
    shown = results.last_result(uses, CHANNEL, LEAD)
    assert shown is not None
    assert "The new sheet is light." in str(result_messages.result(shown, "en-GB")), "their words stay"


@whatever_the_database
def test_a_question_that_was_asked_is_retired_and_never_reworded(uses: Uses) -> None:
    ward = start(uses)
    use(uses, ward)
    reworded = (replace(OWN[0], text="The old sheet is light.", line=2), *OWN[1:])
    use(uses, ward, reworded)
    use(uses, ward)
    one_wave(uses, ward)
    for items in (reworded, (replace(OWN[6], text="It is quick.", line=2),)):
        with pytest.raises(BadFile) as caught:
            use(uses, ward, items)
        assert caught.value.said(str).startswith("Line 2: text: “")
        assert caught.value.said(str).endswith("” was asked with another text. Keep it, or pick another id.")
    with pytest.raises(BadFile):
        own_questions.look_at_questions(uses, ward.id, reworded)
    assert use(uses, ward, OWN[1:]).retired == 1
    let_it_hold(uses)
    with pytest.raises(BadFile):
        use(uses, ward, reworded)
    assert asked_now(uses, ward) == [each.id for each in OWN[1:]]


@whatever_the_database
def test_a_built_in_question_that_was_asked_may_be_taken_along_with_its_words_alone(uses: Uses) -> None:
    ward = start(uses)
    one_wave(uses, ward)
    same = OwnItem("expected", "climate", "In my team we are expected to work this way.", line=2)
    with pytest.raises(BadFile) as caught:
        use(uses, ward, (replace(same, text="We must work this way."),))
    assert caught.value.said(str).startswith("Line 2: text: “expected” was asked with another text.")
    assert use(uses, ward, (same, *OWN)).waits


@whatever_the_database
def test_a_change_of_settings_leaves_planned_questions_planned(uses: Uses) -> None:
    ward = start(uses)
    one_wave(uses, ward)
    use(uses, ward)
    shown = settings.to_change(uses, ward.id, LEAD)
    terms = settings.TermsForm(**asdict(shown.wanted()))
    settings.change(uses, ward.id, LEAD, shown.version, replace(terms, message_cap=5))
    with uses.reading() as session:
        planned = stored.planned_change(session, ward.id)
    assert planned is not None
    assert sorted(planned.changes) == ["message_cap", "questions"]
    let_it_hold(uses)
    assert asked_now(uses, ward) == [each.id for each in OWN]


@whatever_the_database
def test_where_somebody_must_agree_they_are_asked_about_these_and_no_pulse_opens_before(uses: Uses) -> None:
    ward = start(uses)
    council = staff_ids(1)[0]
    shown = settings.to_change(uses, ward.id, LEAD)
    terms = settings.TermsForm(**asdict(shown.wanted()))
    settings.change(uses, ward.id, LEAD, shown.version, replace(terms, approver=council))
    with uses.reading() as session:
        built_in = settings.agreement_of(session, uses, ward)[0]
    approval.decide(uses, ward.id, uses.instrument.fingerprint, council, agrees=True)
    assert use(uses, ward).needs_agreement
    assert settings.overview(uses, CHANNEL, LEAD).agreement == built_in == "awaited"
    asked = [letter for letter in send_all(uses) if letter.kind == approval.REQUEST]
    assert "7. The new sheet is quick." in asked[-1].blocks
    assert "expected to work this way" not in asked[-1].blocks
    with pytest.raises(approval.QuestionsChanged):
        approval.decide(uses, ward.id, uses.instrument.fingerprint, council, agrees=True)
    request = approval.questions(uses, ward.id, council)
    approval.decide(uses, ward.id, request.items, council, agrees=True)
    wave = open_next_wave(uses, ward)
    assert wave.items[0] == "light"
    assert answering.wave_to_answer(uses, staff_ids(2)[1]).wave.id == wave.id
    assert answering.check_answerable(uses, wave.id, staff_ids(2)[1]).agreed_by == council


@whatever_the_database
def test_a_file_from_the_lead_is_answered_with_what_it_would_change_and_used_once(uses: Uses) -> None:
    ward = start(uses)
    with uses.writing() as session:
        lead = people.find_person(session, LEAD)
        assert lead is not None
        question_files.offer(session, uses, ward, lead, OWN, uses.clock())
    (letter,) = [each for each in send_all(uses) if each.kind == question_files.CHECKED]
    assert letter.text == "What would change in the questions of bedside handover: 7 new."
    assert asked_now(uses, ward) == []
    shown = previewing.preview_file(uses, 1, LEAD)
    assert "The new sheet is light." in str(preview_messages.form(shown, "en-GB").to_dict())
    for act in (previewing.preview_file, question_files.use_staged):
        with pytest.raises(NotYours):
            act(uses, 1, staff_ids(1)[0])
    question_files.use_staged(uses, 1, LEAD)
    assert asked_now(uses, ward) == [each.id for each in OWN]
    with pytest.raises(FileGone):
        question_files.use_staged(uses, 1, LEAD)
    with pytest.raises(FileGone):
        previewing.preview_file(uses, 1, LEAD)


@whatever_the_database
def test_a_preview_is_the_message_and_form_of_the_pulse_that_then_opens(uses: Uses) -> None:
    ward = start(uses)
    use(uses, ward)
    shown = previewing.preview_next(uses, CHANNEL, LEAD)
    after = previewing.preview(uses, f"today:{ward.id}:1", LEAD)
    assert after.invitation.wave.items == ("light", "clear", "short", "near", "quick")
    with pytest.raises(NotYours):
        previewing.preview_next(uses, CHANNEL, staff_ids(1)[0])
    wave = open_next_wave(uses, ward)
    opened = answering.check_answerable(uses, wave.id, LEAD)
    real, form = pulse_messages.invitation(opened, "en-GB"), pulse_messages.checkin(opened, "en-GB").to_dict()
    seen, seen_form = preview_messages.preview(shown, "en-GB"), preview_messages.form(shown, "en-GB").to_dict()
    words = [_words(block) for block in seen.blocks]
    for block in real.blocks:
        assert _words(block) in words
    assert {**seen_form, "private_metadata": "", "callback_id": ""} == {
        **form,
        "private_metadata": "",
        "callback_id": "",
    }
    done = {
        element["action_id"] for block in seen.blocks for element in block.get("elements", ()) if "action_id" in element
    }
    assert done == {
        "pulse:preview_form",
        "pulse:preview_skip",
        "pulse:preview_break",
        "menu",
        "pulse:preview_other",
        "pulse:use_built_in",
    }
    assert "Nothing" in str(preview_messages.sent("en-GB").to_dict()) or "nothing" in str(
        preview_messages.sent("en-GB").to_dict()
    )


def _words(node):
    """A block without what its buttons do."""
    if isinstance(node, dict):
        return {name: _words(value) for name, value in node.items() if name not in ("action_id", "value", "block_id")}
    return [_words(each) for each in node] if isinstance(node, list) else node


@whatever_the_database
def test_a_file_too_big_for_slack_or_of_another_kind_is_told_apart(uses: Uses) -> None:
    assert question_files.is_of_questions(Upload("F1", LEAD, "our.YAML", 3, b"x"))
    assert question_files.is_of_questions(Upload("F1", LEAD, "untitled", 3, b"\xef\xbb\xbfitems:\n"))
    assert not question_files.is_of_questions(Upload("F1", LEAD, "people.csv", 3, b"person,team\n"))
    with pytest.raises(Refusal, match="larger than 1 MB"):
        question_files.read_questions(Upload("F1", LEAD, "our.yaml", 3, None))


@whatever_the_database
def test_the_initiative_that_is_meant_is_the_only_one_or_the_one_of_that_name(uses: Uses) -> None:
    with pytest.raises(Refusal, match="No initiative goes on here"):
        own_questions.meant(uses, "", "")
    ward = start(uses)
    assert own_questions.meant(uses, "", "").id == ward.id
    assert own_questions.meant(uses, "BEDSIDE  handover", "").id == ward.id
    start(uses, channel="C0OTHER", first=50)
    with pytest.raises(Refusal, match="--channel and one of"):
        own_questions.meant(uses, "bedside handover", "")
    assert own_questions.meant(uses, "", CHANNEL).id == ward.id
