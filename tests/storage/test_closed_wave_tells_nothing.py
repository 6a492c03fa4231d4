"""The files of a closed wave tell no more than what was published; those of an open one do, and how much is stated."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from databases import KINDS, Databases
from standing_in import Clock, DirectoryOnPaper
from wards import answers, close, do_due, move_to, newest_wave, open_next_wave, post_all, staff_ids, start
from wave_forensics import Dump, answers_by_transaction, count_each, dump, instants, right_guesses, telling

from bot.calendars import PublicHolidays
from bot.domain.instrument_file import OwnItem
from bot.domain.pulse import Wave
from bot.services import own_questions
from bot.services.ports import Uses
from bot.services.pulse import answering, asking, rounds
from messages.pulse import instrument
from storage import pulse as waves
from storage.database import Database
from storage.people import know_workspace

STAFF = staff_ids(1030)
RESPONDENTS = Random(99).sample(STAFF, 1000)
COMMENTS = [f"comment of {user_id}, who answered" for user_id in RESPONDENTS]
BESIDE = staff_ids(9, first=5000)
OWN = tuple(
    OwnItem(name, "fit", f"The new sheet is {name}.") for name in ("light", "clear", "short", "kind", "near", "quick")
)


@dataclass
class AnsweredWave:
    """A database in which 1,000 people have answered an open wave, each with a comment."""

    url: str
    wave: Wave
    beside: Wave
    reminded_at: datetime
    clock: Clock


def uses_for(url: str, clock: Clock) -> Uses:
    database = Database(url)
    workspace = know_workspace(database, "T0ONE", "One", "U0BOT")
    return Uses(database, workspace, DirectoryOnPaper(), clock, instrument(), Random(1729), PublicHolidays())


def take_statistics(uses: Uses) -> None:
    """What PostgreSQL does by itself, now and then, where autovacuum runs."""
    uses.database.outside_transactions("ANALYZE")


@pytest.fixture(scope="module", params=KINDS)
def answered(databases: Databases, request: pytest.FixtureRequest) -> Iterator[AnsweredWave]:
    """In the larger of two open waves 1,000 of 1,031 people have answered in random order, half before the reminder."""
    clock = Clock(datetime(2026, 3, 3, 9, tzinfo=UTC))
    url = databases.unused(request.param)
    uses = uses_for(url, clock)
    initiative = start(uses, staff=len(STAFF))
    small = start(uses, staff=len(BESIDE), first=5000, channel="C0SMALL", open_days=9)
    own_questions.use_questions(uses, initiative.id, OWN)
    wave = open_next_wave(uses, initiative)
    assert wave.items == tuple(each.id for each in OWN[:5]), "a team's own questions are told no more of than ours"
    beside = newest_wave(uses, small)
    post_all(uses)
    for user_id in BESIDE:
        answering.record_checkin(uses, beside.id, user_id, answers(beside, 2), f"beside {user_id}")
    random = Random(7)
    for number, (user_id, comment) in enumerate(zip(RESPONDENTS, COMMENTS, strict=True)):
        if number == len(RESPONDENTS) // 2:
            reminded_at = wave.closes_at - timedelta(hours=9)
            move_to(uses, reminded_at)
            do_due(uses)
            take_statistics(uses)
        clock.move(seconds=7)
        given: dict[str, str | None] = {item: str(random.randint(1, 5)) for item in wave.items}
        answering.record_checkin(uses, wave.id, user_id, given, comment)
    take_statistics(uses)
    if request.param == "postgresql":
        uses.database.close()
    yield AnsweredWave(url, wave, beside, reminded_at, clock)
    uses.database.close()


@pytest.fixture
def seeded_keys(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Takes random keys from a seed: by true chance, one run in a hundred would see a match."""

    def sow() -> None:
        keys = Random(3)
        monkeypatch.setattr(waves, "uuid4", lambda: UUID(int=keys.getrandbits(128), version=4))

    return sow


@pytest.fixture
def close_copy(
    databases: Databases, answered: AnsweredWave, seeded_keys: Callable[[], None]
) -> Iterator[Callable[[], Dump]]:
    """Closes the wave in a copy of the database, and gives what the copy's files show then."""
    used: list[Uses] = []

    def run() -> Dump:
        seeded_keys()
        url = databases.copy(answered.url)
        uses = uses_for(url, Clock(answered.clock.now))
        used.append(uses)
        close(uses, answered.wave)
        return dump(databases, url)

    yield run
    for uses in used:
        uses.database.close()


def leaks(shown: Dump, answered: AnsweredWave) -> list[str]:
    """Everything in a dump that was not published, one sentence each."""
    found = []
    for table in ("tally", "newcomer_tally", "roster", "outbox"):
        column = 7 if table == "outbox" else 1
        if any(row[column] == answered.wave.id for row in shown.rows[table]):
            found.append(f"the table {table} has rows of the wave")
    found += [f"{where} holds {count} dead rows" for where, count in shown.dead.items() if count and where in TELLING]
    found += [f"statistics keep values of {column}" for column in shown.sampled if column in NEVER_SAMPLED]
    for kind in (asking.INVITATION, asking.REMINDER):
        if f"{kind}:{answered.wave.id}:".encode() in shown.data:
            found.append(f"a message {kind} of the wave is left in the files")
    counts = count_each(shown.data, (user_id for user_id in STAFF))
    named = {user_id: count - shown.data.count(f"comment of {user_id},".encode()) for user_id, count in counts.items()}
    if len(set(named.values())) > 1:
        found.append(f"some people are named more often than others: {sorted(set(named.values()))} times")
    begins = answered.wave.opens_at + timedelta(minutes=1)
    late = {moment for moment in instants(shown.rows) if begins < moment <= answered.clock.now}
    daily = {moment for row in shown.rows["due_work"] if "people.refresh" in row for moment in instants({"": [row]})}
    if late - daily - {answered.reminded_at}:
        found.append(f"{len(late)} moments lie between opening and the last answer")
    found += [f"comments match people by {name}: {score}" for name, score in telling(COMMENTS, shown.signals).items()]
    return found


TELLING = ("tally", "newcomer_tally", "roster", "comment", "outbox", "free pages")
NEVER_SAMPLED = {
    *(f"roster.{column}" for column in ("person_id", "team_id", "has_answered", "has_declined", "is_newcomer")),
    *(f"{table}.{column}" for table in ("tally", "newcomer_tally") for column in ("team_id", "item", "value", "count")),
    *(f"outbox.{column}" for column in ("recipient", "arguments", "unique_key", "channel", "ts", "token")),
    "comment.text",
}


def test_the_files_of_a_closed_wave_tell_nothing_of_single_people(
    close_copy: Callable[[], Dump], answered: AnsweredWave
) -> None:
    shown = close_copy()
    assert leaks(shown, answered) == []
    assert len(shown.rows["result"]) == len(answered.wave.items)
    assert sorted(str(row[-1]) for row in shown.rows["comment"] if "beside" not in row[-1]) == sorted(COMMENTS)
    kept = (len(shown.rows["roster"]), sum(row[4] for row in shown.rows["roster"]), len(shown.rows["tally"]))
    assert kept == (10, 9, len(answered.beside.items)), "the open wave beside must keep what it has"


def test_without_the_sweep_the_files_tell(
    close_copy: Callable[[], Dump], answered: AnsweredWave, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waves, "empty_freed_space", lambda database: None)
    assert leaks(close_copy(), answered)


def test_without_shuffling_the_comments_tell(
    close_copy: Callable[[], Dump], answered: AnsweredWave, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waves, "shuffle_comments", lambda session, wave_id, random: None)
    assert any("comments match people" in leak for leak in leaks(close_copy(), answered))


def test_with_the_messages_kept_the_files_tell(
    close_copy: Callable[[], Dump], answered: AnsweredWave, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds.outbox, "forget_wave", lambda session, wave_id: None)
    found = leaks(close_copy(), answered)
    assert any("pulse.reminder" in leak for leak in found)
    assert any("more often" in leak for leak in found)


def test_an_open_wave_does_tell_and_this_is_how_much(
    databases: Databases, answered: AnsweredWave, capsys: pytest.CaptureFixture[str]
) -> None:
    url = databases.copy(answered.url)
    shown = dump(databases, url)
    best = max(right_guesses(COMMENTS, signal)["right"] for signal in shown.signals.values())
    with capsys.disabled():
        print(f"\nopen wave, {url.split(':')[0]}: {best:.0f} of 1,000 comments matched to their authors", end="")
    assert best > 500
    database = Database(url)
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            tied = answers_by_transaction(connection)
        with capsys.disabled():
            print(f"; {tied:,} of 5,000 answers read from row versions", end="")
        assert tied > 0
    database.close()


def test_statistics_of_the_messages_would_tell_who_was_reminded(databases: Databases, answered: AnsweredWave) -> None:
    url = databases.copy(answered.url)
    database = Database(url)
    if database.is_sqlite:
        return  # it takes no statistics by itself
    assert not NEVER_SAMPLED & set(dump(databases, url).sampled)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE outbox ALTER COLUMN unique_key SET STATISTICS -1")
        connection.exec_driver_sql("ANALYZE outbox")
    assert NEVER_SAMPLED & set(dump(databases, url).sampled) == {"outbox.unique_key"}
    database.close()


def test_a_reader_of_the_old_state_only_delays_the_sweep(
    databases: Databases, answered: AnsweredWave, seeded_keys: Callable[[], None]
) -> None:
    seeded_keys()
    url = databases.copy(answered.url)
    uses = uses_for(url, Clock(answered.clock.now))
    uses = replace(uses, database=Database(url, busy_seconds=0.3))
    with uses.reading() as slow:
        waves.find_wave(slow, answered.wave.id)
        close(uses, answered.wave)
        with uses.reading() as session:
            assert len(rounds.due.waiting(session, rounds.SWEEP, answered.wave.id)) == 1
    assert do_due(uses, later=timedelta(hours=1)) == 1
    assert leaks(dump(databases, url), answered) == []
    uses.database.close()


def test_chance_alone_is_not_called_a_match() -> None:
    shuffled = Random(12).sample(COMMENTS, len(COMMENTS))
    assert telling(COMMENTS, {"chance": {text: place for place, text in enumerate(shuffled)}}) == {}


@pytest.mark.parametrize("spoil", ["reversed", "blocks", "noise", "in pairs"])
def test_a_faint_order_is_seen(spoil: str) -> None:
    random = Random(4)
    order = list(range(1000))
    if spoil == "reversed":
        order.reverse()
    elif spoil == "blocks":
        blocks = [order[start : start + 20] for start in range(0, 1000, 20)]
        random.shuffle(blocks)
        order = [place for block in blocks for place in block]
    elif spoil == "noise":
        order.sort(key=lambda place: place + random.uniform(-2000, 2000))
    else:
        pairs = [order[start : start + 2] for start in range(0, 1000, 2)]
        random.shuffle(pairs)
        order = [place for pair in pairs for place in pair]
    assert telling(COMMENTS, {"faint": {COMMENTS[place]: at for at, place in enumerate(order)}})
