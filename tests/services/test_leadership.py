"""A new lead gets everything and the one before nothing new; a lead who leaves is asked for a successor once."""

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from postman import Letter, Postman
from standing_in import DirectoryOnPaper
from wards import CHANNEL, LEAD, do_due, move_to, open_next_wave, staff_ids, start

from bot.domain.errors import FormRefusal, Refusal
from bot.domain.initiative import Initiative
from bot.domain.lifecycle import AlreadyLed, OthersFirst
from bot.domain.people import Profile, Role
from bot.domain.roles import NotYours
from bot.services import capability, duties, leadership, lifecycle, vacancy
from bot.services.ports import Uses
from storage import audit, people
from storage import initiative as initiatives

ANN, BEA, CAT = staff_ids(3)
ASKED = "Lena Lead, who leads bedside handover, has left. Who takes over?"


@pytest.fixture
def postman(uses: Uses) -> Postman:
    return Postman(uses)


@pytest.fixture
def ward(uses: Uses, postman: Postman) -> Initiative:
    """An initiative with a lead and three others, about which everything has been said."""
    started = start(uses, staff=3)
    postman.deliver()
    return started


def give(uses: Uses, ward: Initiative, role: Role, *user_ids: str) -> None:
    with uses.writing() as session:
        for person in people.find_people(session, user_ids):
            people.give_role(session, ward.id, person.id, role)


def lead_of(uses: Uses, ward: Initiative) -> str:
    with uses.reading() as session:
        found = initiatives.find_initiative(session, ward.id)
    assert found is not None
    return found.lead_user_id


def leaves(uses: Uses, user_id: str, name: str = "Lena Lead", **how: bool) -> None:
    """Slack says so in an event."""
    vacancy.note_gone(uses, [Profile(user_id, name, "Europe/London", **(how or {"is_active": False}))])


def told(letters: list[Letter]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for letter in letters:
        found.setdefault(letter.to, []).append(letter.text)
    return found


def test_at_night_only_whoever_did_it_hears_and_the_others_when_they_work(
    uses: Uses, ward: Initiative, postman: Postman
) -> None:
    give(uses, ward, Role.SPONSOR, CAT)
    move_to(uses, datetime(2026, 3, 3, 23, tzinfo=UTC))
    leadership.hand_over(uses, ward.id, CAT, ANN)
    assert [letter.to for letter in postman.deliver()] == [CHANNEL]
    move_to(uses, datetime(2026, 3, 4, 8, tzinfo=UTC))
    assert {letter.to: letter.kind for letter in postman.deliver()} == {
        ANN: leadership.YOURS,
        LEAD: leadership.HANDED_OVER,
    }
    move_to(uses, datetime(2026, 3, 4, 23, tzinfo=UTC))
    leadership.hand_over(uses, ward.id, ANN, BEA)
    assert {letter.to for letter in postman.deliver()} == {CHANNEL, ANN}
    leaves(uses, BEA)
    assert postman.deliver() == [], "nobody is asked at night who takes over"
    move_to(uses, datetime(2026, 3, 5, 8, tzinfo=UTC))
    assert [(letter.to, letter.kind) for letter in postman.deliver()] == [(CAT, vacancy.VACANT)]
    move_to(uses, datetime(2026, 3, 5, 23, tzinfo=UTC))
    leadership.take_over(uses, ward.id, CAT)
    assert CAT in {letter.to for letter in postman.deliver()}, "they pressed the button themselves"


def test_a_sponsor_is_reminded_until_somebody_leads(uses: Uses, ward: Initiative, postman: Postman) -> None:
    give(uses, ward, Role.SPONSOR, ANN)
    give(uses, ward, Role.CHAMPION, BEA)
    duties.begin(uses)
    leaves(uses, LEAD)
    assert isinstance(uses.directory, DirectoryOnPaper)
    uses.directory.profiles[LEAD] = replace(uses.directory.profiles[LEAD], is_active=False)
    postman.deliver()
    notes = []
    for day in (3, 4, 5, 6, 9, 10):
        move_to(uses, datetime(2026, 3, day, 12, tzinfo=UTC))
        do_due(uses)
        letters = [letter for letter in postman.deliver() if letter.kind == duties.NOTE]
        notes += [(day, letter.to) for letter in letters]
        assert not any(f"<@{LEAD}>" in letter.blocks for letter in letters), "nobody is sent to who has left"
    assert notes == [(5, ANN), (6, ANN), (10, ANN)]
    leadership.take_over(uses, ward.id, ANN)
    move_to(uses, datetime(2026, 3, 12, 12, tzinfo=UTC))
    do_due(uses)
    assert duties.NOTE not in [letter.kind for letter in postman.deliver()]


def test_both_and_the_channel_are_told_and_what_waits_goes_to_the_new_lead(
    uses: Uses, ward: Initiative, postman: Postman
) -> None:
    capability.note_missing(uses, "users.list", "unknown_method")
    leadership.hand_over(uses, ward.id, LEAD, ANN)
    assert lead_of(uses, ward) == ANN
    now = f"<@{ANN}> leads bedside handover now."
    trouble = "Uptake can't read who works here, so it asks about each person one by one."
    assert told(postman.deliver()) == {
        CHANNEL: [now],
        LEAD: [now],
        ANN: ["You lead bedside handover now.", trouble],
    }
    with uses.reading() as session:
        assert LEAD in {person.user_id for person, _ in people.members(session, ward.id)}
        (entry,) = audit.entries(session, ward.id)
    assert (entry.actor, entry.action, entry.about["role"]) == (LEAD, "initiative.handover", "lead")


def test_a_new_lead_hears_that_it_is_paused(uses: Uses, ward: Initiative, postman: Postman) -> None:
    lifecycle.pause(uses, ward.id, LEAD)
    postman.deliver()
    leadership.hand_over(uses, ward.id, LEAD, ANN)
    (yours,) = [letter.blocks for letter in postman.deliver() if letter.to == ANN]
    assert "It is paused: no pulse opens until you resume it" in yours


def test_nothing_for_the_lead_reaches_the_one_before_any_more(uses: Uses, ward: Initiative, postman: Postman) -> None:
    leadership.hand_over(uses, ward.id, LEAD, ANN)
    postman.deliver()
    capability.note_missing(uses, "users.info", "unknown_method")
    assert set(told(postman.deliver())) == {ANN}
    open_next_wave(uses, ward)
    assert set(told(postman.deliver())) == {LEAD, ANN, BEA, CAT}, "the lead before takes part like everyone else"


def test_handed_on_twice_before_anything_was_sent_only_the_last_word_counts(
    uses: Uses, ward: Initiative, postman: Postman
) -> None:
    leadership.hand_over(uses, ward.id, LEAD, ANN)
    leadership.hand_over(uses, ward.id, ANN, BEA)
    now = f"<@{BEA}> leads bedside handover now."
    assert told(postman.deliver()) == {
        CHANNEL: [now],
        LEAD: [now],
        ANN: [now],
        BEA: ["You lead bedside handover now."],
    }


@pytest.mark.parametrize(
    ("chosen", "words"),
    [(None, "Pick the person"), (LEAD, "leads it already"), ("U0GUEST", "can't take part"), ("U0GONE", "can't take")],
)
def test_who_can_not_lead_is_refused_beside_the_field(
    uses: Uses, ward: Initiative, chosen: str | None, words: str
) -> None:
    directory = uses.directory
    assert isinstance(directory, DirectoryOnPaper)
    directory.add(Profile("U0GUEST", "G", "UTC", is_guest=True), Profile("U0GONE", "X", "UTC", is_active=False))
    with pytest.raises(FormRefusal) as refused:
        leadership.hand_over(uses, ward.id, LEAD, chosen)
    assert words in refused.value.errors["new_lead"]
    assert lead_of(uses, ward) == LEAD


def test_a_form_left_open_over_a_handover_obeys_todays_role(uses: Uses, ward: Initiative) -> None:
    leadership.hand_over(uses, ward.id, LEAD, ANN)
    with pytest.raises(NotYours):
        leadership.hand_over(uses, ward.id, LEAD, BEA)
    with pytest.raises(NotYours):
        lifecycle.pause(uses, ward.id, LEAD)
    lifecycle.pause(uses, ward.id, ANN)


CASES = [
    ("the sponsor, though there are champions", [ANN], [BEA, CAT], {ANN}),
    ("each champion without a sponsor", [], [BEA, CAT], {BEA, CAT}),
    ("the channel without both", [], [], {CHANNEL}),
    ("nobody who is gone: the champions where the sponsor left too", ["U0GONE"], [BEA], {BEA}),
]


@pytest.mark.parametrize(("sponsors", "champions", "asked"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_who_is_asked_once_when_the_lead_leaves(
    uses: Uses, ward: Initiative, postman: Postman, sponsors: list[str], champions: list[str], asked: set[str]
) -> None:
    with uses.writing() as session:
        people.keep_profiles(session, [Profile("U0GONE", "X", "UTC", is_active=False)])
    give(uses, ward, Role.SPONSOR, *sponsors)
    give(uses, ward, Role.CHAMPION, *champions)
    for _ in range(3):
        leaves(uses, LEAD)
    assert told(postman.deliver()) == {who: [ASKED] for who in asked}
    leaves(uses, LEAD)
    assert postman.deliver() == []


def test_a_lead_who_became_a_guest_can_not_lead_either(uses: Uses, ward: Initiative, postman: Postman) -> None:
    leaves(uses, LEAD, is_guest=True)
    assert told(postman.deliver()) == {CHANNEL: ["Lena Lead can't lead bedside handover any more. Who takes over?"]}


def test_anybody_else_may_leave_without_a_word(uses: Uses, ward: Initiative, postman: Postman) -> None:
    leaves(uses, ANN, "Ann")
    assert postman.deliver() == []


def test_the_daily_look_at_the_directory_finds_a_lead_who_left(uses: Uses, ward: Initiative, postman: Postman) -> None:
    directory = uses.directory
    assert isinstance(directory, DirectoryOnPaper)
    directory.add(replace(directory.profiles[LEAD], is_active=False))
    directory.channels[CHANNEL].remove(LEAD)
    open_next_wave(uses, ward)
    letters = told(postman.deliver())
    assert letters[CHANNEL] == [ASKED]
    assert {ANN, BEA, CAT} < set(letters), "pulses go on meanwhile"


def test_a_sponsor_who_leaves_before_they_act_leaves_the_question_to_the_next(
    uses: Uses, ward: Initiative, postman: Postman
) -> None:
    give(uses, ward, Role.SPONSOR, ANN)
    leaves(uses, LEAD)
    with uses.writing() as session:
        people.deactivate(session, ANN)
    assert postman.deliver() == []
    leaves(uses, LEAD)
    assert set(told(postman.deliver())) == {CHANNEL}


def test_a_lead_who_comes_back_in_time_is_not_asked_about(uses: Uses, ward: Initiative, postman: Postman) -> None:
    leaves(uses, LEAD)
    with uses.writing() as session:
        people.keep_profiles(session, [Profile(LEAD, "Lena Lead", "Europe/London")])
    assert postman.deliver() == []
    with pytest.raises(AlreadyLed):
        leadership.take_over(uses, ward.id, ANN)
    with pytest.raises(AlreadyLed):
        leadership.choosing(uses, ward.id, LEAD)


def test_staff_may_take_over_only_where_nobody_is_asked_before_them(uses: Uses, ward: Initiative) -> None:
    give(uses, ward, Role.CHAMPION, BEA)
    leaves(uses, LEAD)
    with pytest.raises(OthersFirst):
        leadership.take_over(uses, ward.id, ANN)
    with uses.writing() as session:
        people.deactivate(session, BEA)
    leadership.take_over(uses, ward.id, ANN)
    assert lead_of(uses, ward) == ANN


def test_who_takes_over_is_told_to_the_channel_and_what_comes_next_is_theirs(
    uses: Uses, ward: Initiative, postman: Postman
) -> None:
    leaves(uses, LEAD)
    postman.deliver()
    leadership.take_over(uses, ward.id, CAT)
    assert told(postman.deliver()) == {
        CHANNEL: [f"<@{CAT}> leads bedside handover now."],
        CAT: ["You lead bedside handover now."],
    }
    capability.note_missing(uses, "users.info", "unknown_method")
    assert set(told(postman.deliver())) == {CAT}
    leaves(uses, CAT, "Cat")
    assert set(told(postman.deliver())) == {CHANNEL}, "the next lead who leaves is asked about too"


def test_of_two_who_take_over_at_once_the_first_leads_and_the_other_hears_so(uses: Uses, ward: Initiative) -> None:
    give(uses, ward, Role.CHAMPION, ANN, BEA)
    leaves(uses, LEAD)
    start_line, heard = threading.Barrier(2), dict[str, str]()

    def press(who: str) -> None:
        start_line.wait()
        try:
            leadership.take_over(uses, ward.id, who)
        except Refusal as refusal:
            heard[who] = refusal.sentence

    threads = [threading.Thread(target=press, args=(who,)) for who in (ANN, BEA)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = lead_of(uses, ward)
    assert list(heard.values()) == [f"<@{winner}> leads this initiative now. There is nothing left to do."]
    assert winner not in heard


def test_an_initiative_that_ended_asks_for_no_lead(uses: Uses, ward: Initiative, postman: Postman) -> None:
    lifecycle.end(uses, ward.id, LEAD)
    postman.deliver()
    leaves(uses, LEAD)
    do_due(uses)
    assert postman.deliver() == []
