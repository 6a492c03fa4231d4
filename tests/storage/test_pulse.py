"""Waves and answers: counted once, never lost, never late, and gone at closing except for what is published."""

import threading
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import select
from standing_in import Clock
from wards import LEAD, answers, close, do_due, move_to, newest_wave, open_next_wave, post_all, staff_ids, start

from bot.domain.publication import Shown
from bot.domain.pulse import AlreadyAnswered, Checkin, NotInRoster, Wave, WaveClosed
from bot.services.ports import Uses
from bot.services.pulse import answering, asking, results, rounds
from storage import due, outbox, people
from storage import pulse as waves
from storage.outbox_table import OutboxRow
from storage.pulse import CommentRow, RosterRow, TallyRow

OPENS = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def count(uses: Uses, table: type) -> int:
    with uses.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def tallied(uses: Uses, wave: Wave) -> dict[str, list[int]]:
    """Per item how often each value was given, in all teams together."""
    with uses.reading() as session:
        counted = waves.tallies(session, wave.id)
    return {item: [sum(values) for values in zip(*teams.values(), strict=True)] for item, teams in counted.items()}


def in_threads(threads: int, act: object, things: list[str]) -> None:
    """Do `act` to every thing, in threads that begin at the same moment."""
    begin = threading.Barrier(threads)

    def run(mine: list[str]) -> None:
        begin.wait()
        for thing in mine:
            act(thing)  # type: ignore[operator]

    running = [threading.Thread(target=run, args=(things[number::threads],)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(60)
        assert not thread.is_alive(), "still waiting: a deadlock"


def test_twenty_people_of_one_team_answer_at_once_and_every_answer_is_counted(uses: Uses) -> None:
    wave = open_next_wave(uses, start(uses, staff=60))
    failures: list[Exception] = []

    def answer(user_id: str) -> None:
        given = answers(wave, 1 + int(user_id[2:]) % 5)
        try:
            answering.record_checkin(uses, wave.id, user_id, given, f"from {user_id}")
        except Exception as failure:
            failures.append(failure)

    in_threads(20, answer, staff_ids(60))
    assert failures == []
    assert tallied(uses, wave) == {item: [12, 12, 12, 12, 12] for item in wave.items}
    assert count(uses, CommentRow) == 60


def test_forms_in_any_order_of_items_never_block_one_another(uses: Uses) -> None:
    wave = open_next_wave(uses, start(uses, staff=60))
    with uses.reading() as session:
        known = {person.user_id: person.id for person in people.find_people(session, staff_ids(60))}
    failures: list[Exception] = []

    def record(user_id: str) -> None:
        items = list(wave.items)
        Random(user_id).shuffle(items)
        try:
            with uses.writing() as session:
                waves.record(session, wave, known[user_id], Checkin(dict.fromkeys(items, 3)))
        except Exception as failure:
            failures.append(failure)

    in_threads(20, record, staff_ids(60))
    assert failures == []
    assert tallied(uses, wave) == {item: [0, 0, 60, 0, 0] for item in wave.items}


def test_a_second_answer_is_refused_and_changes_nothing(uses: Uses) -> None:
    wave = open_next_wave(uses, start(uses))
    answering.record_checkin(uses, wave.id, LEAD, answers(wave, 2), "first")
    with pytest.raises(AlreadyAnswered):
        answering.record_checkin(uses, wave.id, LEAD, answers(wave, 5), "second")
    assert tallied(uses, wave) == {item: [0, 1, 0, 0, 0] for item in wave.items}
    assert count(uses, CommentRow) == 1


def test_one_person_on_ten_devices_at_once_is_counted_once(uses: Uses) -> None:
    wave = open_next_wave(uses, start(uses))
    accepted: list[str] = []

    def answer(device: str) -> None:
        try:
            answering.record_checkin(uses, wave.id, LEAD, answers(wave, 4), device)
        except AlreadyAnswered:
            return
        accepted.append(device)

    in_threads(10, answer, [f"device {number}" for number in range(10)])
    assert len(accepted) == 1
    assert tallied(uses, wave) == {item: [0, 0, 0, 1, 0] for item in wave.items}
    assert count(uses, CommentRow) == 1


def test_the_flag_alone_already_refuses_a_second_record(uses: Uses) -> None:
    wave = open_next_wave(uses, start(uses))
    with uses.writing() as session:
        person = people.find_person(session, LEAD)
        assert person is not None
        checkin = Checkin(dict.fromkeys(wave.items, 3), "hello")
        assert waves.record(session, wave, person.id, checkin)
        assert not waves.record(session, wave, person.id, checkin)
    assert tallied(uses, wave) == {item: [0, 0, 1, 0, 0] for item in wave.items}
    assert count(uses, CommentRow) == 1


def test_what_somebody_can_not_say_is_counted_nowhere(uses: Uses) -> None:
    wave = open_next_wave(uses, start(uses))
    first, *others = wave.items
    answering.record_checkin(uses, wave.id, LEAD, {first: "1"} | dict.fromkeys(others, "none"), "")
    assert tallied(uses, wave) == {first: [1, 0, 0, 0, 0]}
    assert count(uses, CommentRow) == 0


def test_tallies_are_kept_per_leaf_team(uses: Uses) -> None:
    initiative = start(uses, staff=2)
    with uses.writing() as session:
        (root,) = people.team_parents(session, initiative.id)
        night = people.add_team(session, initiative.id, "Night", parent_id=root)
        known = {person.user_id: person.id for person, _ in people.members(session, initiative.id)}
        wave = waves.add_wave(
            session,
            Wave(0, initiative.id, 1, date(2026, 3, 10), OPENS, OPENS + timedelta(days=2), ("one", "two"), "open"),
            [(known[LEAD], root), *((known[user_id], night) for user_id in staff_ids(2))],
        )
        for person_id in known.values():
            waves.record(session, wave, person_id, Checkin({"one": 5, "two": None}))
    with uses.reading() as session:
        assert waves.tallies(session, wave.id) == {"one": {root: (0, 0, 0, 0, 1), night: (0, 0, 0, 0, 2)}}
        assert waves.count_answered(session, wave.id) == 3
    assert wave.invited == 3


def test_closing_publishes_and_deletes_tallies_flags_and_every_message_of_the_wave(uses: Uses) -> None:
    initiative = start(uses)
    wave = open_next_wave(uses, initiative)
    for user_id in staff_ids(8):
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 3), f"from {user_id}")
    post_all(uses)
    move_to(uses, wave.closes_at - timedelta(hours=3))
    do_due(uses)
    with uses.reading() as session:
        reminders = session.exec(select(OutboxRow.recipient).where(OutboxRow.kind == asking.REMINDER)).all()
    assert sorted(reminders) == sorted([LEAD, *staff_ids(11)[8:]])
    close(uses, wave)
    assert count(uses, TallyRow) == count(uses, RosterRow) == 0
    with uses.reading() as session:
        assert (
            session.exec(select(OutboxRow.id).where(OutboxRow.kind.in_([asking.INVITATION, asking.REMINDER]))).all()
            == []
        )  # type: ignore[attr-defined]
        assert {(shown.respondents, shown.low, shown.high) for shown in waves.results(session, wave.id)} == {
            (8, 24, 24)
        }
        assert sorted(waves.comments(session, wave.id)) == [f"from {user_id}" for user_id in staff_ids(8)]
    closed = newest_wave(uses, initiative)
    assert (closed.state, closed.answered, closed.invited) == ("closed", 8, 12)


@pytest.mark.parametrize(
    ("answered", "results", "comments", "stated"), [(4, 0, 0, None), (5, 5, 0, 5), (7, 5, 0, 7), (8, 5, 8, 8)]
)
def test_few_answers_leave_no_result_and_few_comments_are_dropped(
    uses: Uses, answered: int, results: int, comments: int, stated: int | None
) -> None:
    initiative = start(uses)
    wave = open_next_wave(uses, initiative)
    for user_id in staff_ids(answered):
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 3), f"from {user_id}")
    close(uses, wave)
    with uses.reading() as session:
        assert len(waves.results(session, wave.id)) == results
        assert len(waves.comments(session, wave.id)) == comments
    assert newest_wave(uses, initiative).answered == stated


def test_an_answer_after_closing_is_refused(uses: Uses) -> None:
    wave = open_next_wave(uses, start(uses))
    close(uses, wave)
    with pytest.raises(WaveClosed):
        answering.record_checkin(uses, wave.id, LEAD, answers(wave, 3), "late")
    assert count(uses, TallyRow) == count(uses, CommentRow) == 0


def test_an_answer_at_the_closing_moment_is_refused_even_before_the_wave_is_closed(uses: Uses) -> None:
    wave = open_next_wave(uses, start(uses))
    move_to(uses, wave.closes_at)
    with pytest.raises(WaveClosed):
        answering.record_checkin(uses, wave.id, LEAD, answers(wave, 3), "late")
    move_to(uses, wave.closes_at - timedelta(microseconds=1))
    answering.record_checkin(uses, wave.id, LEAD, answers(wave, 3), "in time")


def test_whoever_is_not_in_the_roster_is_told_so(uses: Uses) -> None:
    wave = open_next_wave(uses, start(uses))
    with pytest.raises(NotInRoster):
        answering.record_checkin(uses, wave.id, "U0STRANGER", answers(wave, 3), "")


def test_a_wave_closes_once(uses: Uses) -> None:
    initiative = start(uses)
    wave = open_next_wave(uses, initiative)
    close(uses, wave)
    with uses.writing() as session:
        due.plan(session, rounds.CLOSE, wave.id, date(2030, 1, 1), uses.clock())
    do_due(uses)
    with uses.reading() as session:
        posted = session.exec(select(OutboxRow.id).where(OutboxRow.kind == results.RESULT)).all()
    assert len(posted) == 1


def test_every_answer_that_was_accepted_is_in_what_is_published(uses: Uses) -> None:
    """Forty people press send while the wave closes; in each of six waves, thanks and published counts agree."""
    initiative = start(uses, staff=40)
    assert isinstance(uses.clock, Clock)
    between = 0
    for turn in range(6):
        wave = open_next_wave(uses, initiative)
        accepted: list[str] = []
        move_to(uses, wave.closes_at - timedelta(microseconds=1))

        def act(who: str, wave: Wave = wave, accepted: list[str] = accepted, turn: int = turn) -> None:
            if who == "the clock":
                threading.Event().wait(0.02 + 0.025 * turn)
                move_to(uses, wave.closes_at)
                do_due(uses)
                return
            try:
                answering.record_checkin(uses, wave.id, who, answers(wave, 3), "words")
            except WaveClosed:
                return
            accepted.append(who)

        in_threads(9, act, ["the clock", *staff_ids(40)])
        do_due(uses)
        with uses.reading() as session:
            published = {shown.respondents for shown in waves.results(session, wave.id)}
            written = waves.comments(session, wave.id)
        thanked = len(accepted)
        assert published == ({thanked} if thanked >= 5 else set())
        assert len(written) == (thanked if thanked >= 8 else 0)
        assert newest_wave(uses, initiative).answered == (thanked if thanked >= 5 else None)
        assert count(uses, TallyRow) == count(uses, RosterRow) == 0
        between += 0 < thanked < 40
    assert between, "no wave closed in the middle of answers, so nothing was tried"


def test_an_answer_waits_for_a_closing_under_way_and_is_then_refused(uses: Uses) -> None:
    initiative = start(uses)
    wave = open_next_wave(uses, initiative)
    refused: list[type] = []

    def answer() -> None:
        try:
            answering.record_checkin(uses, wave.id, LEAD, answers(wave, 3), "")
        except WaveClosed as refusal:
            refused.append(type(refusal))

    with uses.writing() as session:
        waves.hold_wave(session, wave.id)
        late = threading.Thread(target=answer)
        late.start()
        late.join(0.3)
        assert late.is_alive(), "the answer didn't wait"
        waves.close(session, wave.id, answered=None, results={})
    late.join(30)
    assert refused == [WaveClosed]
    assert count(uses, TallyRow) == 0


def test_there_is_one_open_wave_per_initiative(uses: Uses) -> None:
    initiative = start(uses)
    open_next_wave(uses, initiative)
    another = Wave(0, initiative.id, 2, date(2026, 3, 11), OPENS, OPENS + timedelta(days=2), ("one",), "open")
    with pytest.raises(IntegrityError), uses.writing() as session:
        waves.add_wave(session, another, [])


def test_silent_people_are_those_who_neither_answered_nor_left_the_wave_out(uses: Uses) -> None:
    wave = open_next_wave(uses, start(uses, staff=3))
    first, second, third = staff_ids(3)
    answering.record_checkin(uses, wave.id, first, answers(wave, 3), "")
    answering.decline(uses, wave.id, second)
    with uses.reading() as session:
        assert waves.silent_people(session, wave.id) == [LEAD, third]
        assert waves.has_declined(session, wave.id, second)
        assert not waves.has_declined(session, wave.id, third)


def test_comments_are_rewritten_under_new_keys_in_another_order(uses: Uses) -> None:
    wave = open_next_wave(uses, start(uses, staff=40))
    for user_id in staff_ids(40):
        answering.record_checkin(uses, wave.id, user_id, answers(wave, 3), f"from {user_id}")
    with uses.writing() as session:
        before = {row.id: row.text for row in session.exec(select(CommentRow))}
        waves.shuffle_comments(session, wave.id, Random(1))
        session.expire_all()
        after = {row.id: row.text for row in session.exec(select(CommentRow))}
    assert sorted(before.values()) == sorted(after.values())
    assert not before.keys() & after.keys()
    assert list(before.values()) != list(after.values())


def test_what_was_published_is_read_as_it_was_written(uses: Uses) -> None:
    initiative = start(uses)
    wave = open_next_wave(uses, initiative)
    with uses.writing() as session:
        (root,) = people.team_parents(session, initiative.id)
        waves.close(session, wave.id, answered=9, results={"one": {root: Shown(9, 15, 39)}})
        outbox.forget_wave(session, wave.id)
    with uses.reading() as session:
        (shown,) = waves.results(session, wave.id)
    assert (shown.group_id, shown.item, shown.respondents, shown.low, shown.high) == (root, "one", 9, 15, 39)
