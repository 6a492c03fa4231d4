"""A backup is taken while people answer, and brought back into SQLite or PostgreSQL: nothing doubled, nothing told."""

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playing import answer, ask_everybody, fill_checkin, start_initiative, texts
from sqlalchemy import text

from bot.backups import back_up, restore
from bot.records import RecordsProblem, log_of
from storage import backup, migrations
from storage.database import Database
from storage.inbox import first_time
from storage.tables import metadata

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
SECRET = "The canarywren sings at night."

pytestmark = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


def contents(url: str) -> dict[str, list[str]]:
    with closing(Database(url)) as database, database.engine.connect() as connection:
        return {
            table.name: sorted(str(sorted(row._mapping.items())) for row in connection.execute(table.select()))
            for table in metadata.sorted_tables
        }


@pytest.fixture
def lived(sandbox, start_bot, clock, ward):
    """A pulse that has closed, and the next one open: four of twelve have answered, one with a comment."""
    bot = start_bot()
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 3))
    ask_everybody(bot, clock, 2026, 3, 3)
    for person in ward.staff[:6]:
        answer(sandbox, person, 4, comment="Of the first pulse.")
    ask_everybody(bot, clock, 2026, 3, 17)
    for person in ward.staff[:4]:
        answer(sandbox, person, 2, comment=SECRET)
    return bot


def test_what_is_brought_back_is_what_was_there_but_for_the_open_pulse(
    lived, start_bot, sandbox, clock, ward, story_database, database_url, tmp_path, kind
):
    file = tmp_path / "uptake.backup"
    count = back_up(story_database, file)
    stands = contents(story_database)
    assert file.stat().st_mode & 0o777 == 0o600
    assert SECRET.encode() not in file.read_bytes()
    assert [path.name for path in tmp_path.iterdir() if "uptake" in path.name] == ["uptake.backup"]

    other = database_url("postgresql" if kind == "sqlite" else "sqlite")
    assert restore(other, file) == count > 80
    told = contents(other)
    told["audit"] = [row for row in told["audit"] if "machine.restore" not in row]
    assert len(stands.pop("tally")) > 0
    assert told.pop("tally") == []
    assert "('has_answered', True)" in str(stands["roster"])
    assert "('has_answered', True)" not in str(told["roster"])
    assert sorted(row.replace("True)", "False)") for row in stands.pop("roster")) == told.pop("roster")
    assert told.pop("comment") == [row for row in stands.pop("comment") if SECRET not in row]
    assert len(told.pop("outbox")) < len(stands.pop("outbox"))
    assert told == stands
    assert "machine.restore" in "\n".join(log_of(other))

    lived.stop()
    start_bot.running.remove(lived)
    again = start_bot(UPTAKE_DATABASE_URL=other)
    before = [len(person.inbox()) for person in ward.staff]
    again.settle()
    assert [len(person.inbox()) for person in ward.staff] == before
    for person in ward.staff[:5]:
        person.slash("/pulse", "", channel=ward)
        sandbox.wait_for(lambda person=person: person.modal is not None)
        fill_checkin(person, 5)
        person.submit()
        person.close_modal()
    clock.go_to(2026, 3, 24, 18, 0)
    again.settle()
    assert "5 of 12" in texts(sandbox.posts(ward))[-1]


def test_a_message_that_went_out_after_the_backup_is_looked_for_and_not_sent_again(
    sandbox, start_bot, clock, ward, story_database, database_url, tmp_path, kind
):
    bot = start_bot()
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 3))
    clock.go_to(2026, 3, 3, 1, 0)
    bot.settle()
    back_up(story_database, tmp_path / "b")
    ask_everybody(bot, clock, 2026, 3, 3)
    assert [len(person.inbox()) for person in ward.staff] == [1] * 12
    bot.stop()
    start_bot.running.remove(bot)

    other = database_url(kind)
    restore(other, tmp_path / "b")
    again = start_bot(UPTAKE_DATABASE_URL=other)
    again.settle()
    assert [len(person.inbox()) for person in ward.staff] == [1] * 12
    assert len(sandbox.posts(ward)) == 1


def test_a_backup_taken_while_others_write_is_whole(uses_database, tmp_path):
    """Each transaction writes two keys: a backup has both of a pair, or none."""
    database, url = uses_database
    is_over, done = threading.Event(), []

    def write(writer: int) -> None:
        number = 0
        while not is_over.is_set():
            with database.writing(1) as session:
                for half in "ab":
                    first_time(session, f"{writer}.{number}.{half}", NOW)
            number += 1
        done.append(number)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for number in range(2):
        back_up(url, tmp_path / f"b{number}")
    is_over.set()
    for writer in writers:
        writer.join()
    assert sum(done) > 10
    for number in range(2):
        with closing(sqlite3.connect(tmp_path / f"b{number}")) as made:
            assert made.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            keys = [key for (key,) in made.execute("SELECT key FROM inbox")]
        halves = [{key[:-1] for key in keys if key.endswith(half)} for half in "ab"]
        assert halves[0] == halves[1]


@pytest.fixture
def uses_database(story_database):
    database = Database(story_database)
    with database.engine.begin() as connection:
        connection.execute(text("INSERT INTO workspace (id, team_id, name, bot_user_id) VALUES (1, 'T1', 'One', 'U1')"))
    yield database, story_database
    database.close()


def test_what_cannot_be_is_said_in_a_sentence_and_changes_nothing(
    uses_database, database_url, tmp_path, monkeypatch, kind
):
    _, url = uses_database
    (tmp_path / "there").write_text("mine")
    with pytest.raises(RecordsProblem, match="there is there already"):
        back_up(url, tmp_path / "there")
    assert (tmp_path / "there").read_text() == "mine"
    with pytest.raises(RecordsProblem, match="can't be written"):
        back_up(url, tmp_path / "nowhere" / "b")
    with pytest.raises(RecordsProblem, match=r"There is no database with this version's tables\."):
        back_up(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "b")

    back_up(url, tmp_path / "b")
    whole = (tmp_path / "b").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "other").write_text("date,value\n")
    with closing(sqlite3.connect(tmp_path / "notes")) as notes:
        notes.execute("CREATE TABLE note (text TEXT)")
    empty = database_url(kind)
    stood = contents(empty)
    for name in ("cut", "other", "notes"):
        with pytest.raises(RecordsProblem, match=f"{name} isn't a backup of Uptake, or it is damaged"):
            restore(empty, tmp_path / name)
    with pytest.raises(RecordsProblem, match="missing can't be read"):
        restore(empty, tmp_path / "missing")
    assert contents(empty) == stood
    stood = contents(url)
    with pytest.raises(RecordsProblem, match="has something in it already"):
        restore(url, tmp_path / "b")
    assert contents(url) == stood

    def breaks(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_number_on" if kind == "postgresql" else "doubt_messages", breaks)
    monkeypatch.setattr(backup, "close_into_one_file", breaks)
    with pytest.raises(RecordsProblem, match="No space left on device"):
        back_up(url, tmp_path / "full")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["b", "cut", "notes", "other", "there"]


def test_an_older_backup_gets_this_versions_tables(uses_database, database_url, tmp_path):
    file = Path(tmp_path / "old")
    with closing(Database(f"sqlite:///{file}")) as old:
        migrations.upgrade(old, "0001")
        with old.engine.begin() as connection:
            connection.execute(text("INSERT INTO workspace VALUES (1, 'T1', 'One', 'U1')"))
        backup.close_into_one_file(old)
    given = file.read_bytes()
    empty = database_url("sqlite")
    assert restore(empty, file) == 1
    assert file.read_bytes() == given
