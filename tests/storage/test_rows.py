"""Many rows at once: one's own row with the same key is changed, a neighbour's never, and only new ones are counted."""

from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import select
from standing_in import DirectoryOnPaper
from wards import LEAD, start

from bot.services.ports import Uses
from storage import people
from storage.rows import increase, insert_new, upsert_many
from storage.settings import SettingsRow
from storage.taking_part import MessageDayRow

DAY = date(2026, 3, 10)


def write_everywhere(uses: Uses, initiative_id: int, person_id: int, number: int) -> None:
    """A setting and a count of `number`, by each way of writing many rows, under the ids that are given."""
    settings = {"initiative_id": initiative_id, "message_cap": number}
    counted = {"person_id": person_id, "local_date": DAY, "count": number}
    with uses.writing() as session:
        upsert_many(session, SettingsRow, [settings], key=("initiative_id",), update=("message_cap",))
        increase(session, MessageDayRow, [counted], key=("person_id", "local_date"), column="count")
        insert_new(session, MessageDayRow, [counted], key=("person_id", "local_date"))


def written(uses: Uses) -> tuple[list[int], list[int]]:
    """Caps and counts as a workspace has them."""
    with uses.reading() as session:
        caps = session.exec(select(SettingsRow.message_cap)).all()
        return list(caps), list(session.exec(select(MessageDayRow.count)).all())


def ids_of(uses: Uses) -> tuple[int, int]:
    """The initiative's id and the lead's."""
    ward = start(uses, staff=1)
    with uses.reading() as session:
        lead = people.find_person(session, LEAD)
    assert lead is not None
    return ward.id, lead.id


def test_only_ones_own_row_changes_where_one_with_the_same_key_stands(uses: Uses) -> None:
    other = people.know_workspace(uses.database, "T0TWO", "Two", "U0BOT")
    neighbour = replace(uses, workspace_id=other, directory=DirectoryOnPaper())
    theirs = ids_of(neighbour)
    write_everywhere(neighbour, *theirs, 2)
    write_everywhere(uses, *theirs, 7)
    assert written(neighbour) == ([2], [2])
    assert written(uses) == ([], [])
    write_everywhere(neighbour, *theirs, 3)
    assert written(neighbour) == ([3], [5])


def test_only_new_rows_are_inserted_and_counted(uses: Uses) -> None:
    _, lead = ids_of(uses)
    days = [{"person_id": lead, "local_date": DAY + timedelta(days=number), "count": 1} for number in range(1500)]
    key = ("person_id", "local_date")
    with uses.writing() as session:
        assert insert_new(session, MessageDayRow, [], key) == 0
        assert insert_new(session, MessageDayRow, days[:3], key) == 3
        assert insert_new(session, MessageDayRow, days, key) == 1497
        assert insert_new(session, MessageDayRow, [{**days[0], "count": 9}], key) == 0
    assert written(uses)[1] == [1] * 1500
