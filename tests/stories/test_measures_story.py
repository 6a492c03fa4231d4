"""A measure over ten weeks: defined, filled by hand and from a file, corrected, marked, and read from its chart."""

from datetime import UTC, date, datetime, timedelta

import pytest
from playing import start_initiative
from sheets import workbook

from storage import initiative as initiatives
from storage import measure_points, measures

sqlite = pytest.mark.parametrize("kind", ["sqlite"])
FIRST = date(2026, 3, 2)


@pytest.fixture
def started(sandbox, bot, ward, clock):
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 10))
    bot.settle()
    clock.go_to(2026, 5, 11, 9)
    return ward


def told(sandbox, person, channel, text: str):
    """Type a command; gives the answer that only they see."""
    seen = len(sandbox.ephemerals(person, channel))
    person.slash("/measure", text, channel=channel)
    sandbox.wait_for(lambda: len(sandbox.ephemerals(person, channel)) > seen)
    return sandbox.ephemerals(person, channel)[-1]


def form(sandbox, person, channel, text: str) -> None:
    """Type a command that opens a form."""
    person.slash("/measure", text, channel=channel)
    sandbox.wait_for(lambda: person.modal is not None)


def define(sandbox, lead, channel, owner) -> None:
    form(sandbox, lead, channel, "new")
    assert "already lie" in str(lead.modal.blocks[1])
    given = {
        "lies_where": "The incident book",
        "name": "Handed over at the bed",
        "purpose": "process",
        "definition": "Each handover counts that was begun and ended at the bed.",
        "data": "share",
        "unit": "handovers at the bed",
        "direction": "increase",
        "target": "90",
        "owner": owner,
        "first_on": FIRST.isoformat(),
    }
    for name, value in given.items():
        lead.fill(name, value)
    lead.submit()
    assert "Of what" not in lead.modal.title
    assert "per" in lead.modal.errors, "a share needs a whole, and nothing typed is lost"
    lead.fill("per", "all handovers")
    lead.submit()
    assert "measure 1" in str(lead.modal.blocks)
    lead.close_modal()


def week(number: int) -> str:
    return (FIRST + timedelta(weeks=number)).isoformat()


def kept(bot, channel):
    with bot.uses.reading() as session:
        ward = initiatives.initiative_in(session, channel.id)
        (measure,) = measures.measures_of(session, ward.id)
        points = measure_points.points(session, measure.id)
        return [(point.on.isoformat(), point.value, point.size) for point in points], measure_points.corrections(
            session, measure.id
        )


def send(sandbox, bot, person, name: str, content: bytes):
    """Send a file to the bot; gives its answer."""
    seen = [message.ts for message in person.inbox() if message.user_id != person.id]
    person.upload(person.dm, name, content)

    def has_come() -> bool:
        bot.settle()
        return len([each for each in person.inbox() if each.user_id != person.id]) > len(seen)

    sandbox.wait_for(has_come)
    return [each for each in person.inbox() if each.user_id != person.id][-1]


@sqlite
def test_ten_weeks_by_hand_and_by_file_with_two_at_once(sandbox, bot, clock, started):
    lead, nurse, other = started.staff[:3]
    assert "no measure yet" in str(told(sandbox, lead, started, "list").blocks)
    define(sandbox, lead, started, nurse)

    form(sandbox, nurse, started, "record")
    assert week(9) in str(nurse.modal.blocks), "the days that lack a value stand there already"
    form(sandbox, lead, started, "record 1")
    nurse.fill("typed", f"{week(0)}; 20; 40\n{week(1)}; 22; 41\n16.3.2026\t24\t39")
    nurse.submit()
    assert "3 values are new" in str(nurse.modal.blocks)
    nurse.close_modal()
    lead.fill("typed", f"{week(1)}; 23; 41\n{week(3)}; 25; 40")
    lead.submit()
    assert f"<@{nurse.id}> gave 22 of 41" in str(lead.modal.blocks), "the second sees what the first did"
    assert lead.modal.values["typed"]["choice"]["value"] == f"{week(1)}; 23; 41\n{week(3)}; 25; 40"
    lead.fill("why", "One was counted late.")
    lead.submit()
    assert "1 was changed" in str(lead.modal.blocks)
    lead.close_modal()
    points, corrections = kept(bot, started)
    assert points == [(week(0), 20, 40), (week(1), 23, 41), (week(2), 24, 39), (week(3), 25, 40)]
    assert [(each.old_value, each.new_value, each.why) for each in corrections] == [(22, 23, "One was counted late.")]

    title = ["Handovers of ward 7", None, None]
    sheet = [title, ["Datum", "Zähler", "Nenner"], [datetime(2026, 3, 30, tzinfo=UTC).replace(tzinfo=None), 30, 41]]
    sheet += [["6.4.2026", "31", "40"], [date(2026, 4, 13), 33, 40], ["20.04.2026", 34, "41,0"]]
    sheet += [[date(2026, 4, 27), "=30+5", 40]]
    refused = send(sandbox, bot, nurse, "weeks.xlsx", workbook(sheet, merged="A1:C1"))
    assert "Line 7: the value is a formula without a result" in str(refused.blocks)
    sheet[-1][1] = 36
    shown = send(sandbox, bot, nurse, "weeks.xlsx", workbook(sheet, merged="A1:C1"))
    assert "5 values are new" in str(shown.blocks)
    assert len(kept(bot, started)[0]) == 4, "nothing is saved before they say so"
    nurse.press_text(shown, "Save these values")
    sandbox.wait_for(lambda: "5 new" in nurse.inbox()[-1].text)
    assert len(kept(bot, started)[0]) == 9

    asked = send(sandbox, bot, nurse, "more.csv", b"date,value,denominator\n5/4/2026,37,40\n4/27/2026,35,40\n")
    assert "1 day has another value already" in str(asked.blocks)
    assert "month first" in str(asked.blocks), "a date on another line tells how they are written"
    nurse.press_text(asked, "Save these values")
    sandbox.wait_for(lambda: nurse.modal is not None)
    nurse.fill("why", "I checked the book.")
    nurse.submit()
    sandbox.wait_for(lambda: "Saved" in nurse.inbox()[-1].text)
    unclear = send(sandbox, bot, nurse, "last.csv", b"date,value,denominator\n5/11/2026,38,40\n")
    assert "read in two ways" in str(unclear.blocks)
    nurse.press_text(unclear, "The month comes first")
    sandbox.wait_for(lambda: "1 value is new" in str(nurse.inbox()[-1].blocks))
    nurse.press_text(nurse.inbox()[-1], "Save these values")
    sandbox.wait_for(lambda: "1 new" in nurse.inbox()[-1].text)
    points, corrections = kept(bot, started)
    assert [value for _, value, _ in points] == [20, 23, 24, 25, 30, 31, 33, 34, 35, 37, 38]

    chart = told(sandbox, other, started, "chart")
    assert "fewer than 12 values" in str(chart.blocks)
    assert "The line crosses the median only once: by chance it would be at least 2 times." in chart.text
    assert "Give values" not in str(chart.blocks), "who doesn't give values has no button for it"
    lead.press_text(told(sandbox, lead, started, "chart 1"), "Mark a day")
    sandbox.wait_for(lambda: lead.modal is not None)
    lead.fill("mark_kind", "rebase")
    lead.fill("mark_on", week(4))
    lead.fill("mark_text", "The new list began.")
    lead.submit()
    assert "Marked on the chart" in str(lead.modal.blocks)
    lead.close_modal()
    assert "begin anew" in str(told(sandbox, lead, started, "chart 1").blocks)
    listed = told(sandbox, other, started, "list")
    assert "Latest: 95%" in str(listed.blocks)
    assert "Target 90%" in str(listed.blocks)
