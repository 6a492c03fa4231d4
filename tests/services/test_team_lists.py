"""Lists of people: what is wrong with one is a sentence with its line and changes nothing; a good one is applied."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from faulty_lists import faulty, sheet
from plain_rows import plain_rows
from sqlalchemy import text
from sqlmodel import col, select
from standing_in import DirectoryOnPaper
from wards import CHANNEL, LEAD, close, do_due, move_to, open_next_wave, staff_ids, start
from wards import answers as answered

from bot.domain.delimited import MOST_BYTES
from bot.domain.people import Profile, Role, Upload
from bot.domain.roles import NotYours
from bot.domain.settings import MembersFrom
from bot.domain.team_list import Applied, Preview, WhichList
from bot.domain.teams import paths_of
from bot.services import team_files, team_lists, team_offers, who_is_who
from bot.services.ports import Uses
from bot.services.pulse import answering
from storage import audit, people, tables, teams
from storage import pulse as waves
from storage.outbox_table import OutboxRow
from storage.teams import StagedImportRow

STAFF = staff_ids(12)
ASIDE = {"staged_import", "due_work", "outbox", "pace", "inbox"}
"""What is kept of a list that waits or was refused, and of the answer."""


def contents(uses: Uses) -> dict[str, list[str]]:
    """Every row that a list must not change before it is applied."""
    with uses.database.engine.connect() as connection:
        return {
            table.name: plain_rows(connection, table)
            for table in tables.metadata.sorted_tables
            if table.name not in ASIDE
        }


def hand_in(uses: Uses, content: bytes, file_id: str, by: str = LEAD) -> None:
    """Somebody sends a file to the bot."""
    directory = uses.directory
    assert isinstance(directory, DirectoryOnPaper)
    directory.files[file_id] = Upload(file_id, by, "people.csv", len(content), content)
    team_files.take_file(uses, by, file_id)


def send(uses: Uses, content: bytes, *, file_id: str = "F0LIST", by: str = LEAD) -> None:
    """Somebody sends a file to the bot, which reads it."""
    hand_in(uses, content, file_id, by)
    do_due(uses)


def answer(uses: Uses, kind: str = team_offers.CHECKED) -> Any:
    """What the newest message of a kind says."""
    prepare = {team_offers.CHECKED: team_offers.checked, team_files.WHICH: team_files.which}[kind]
    with uses.reading() as session:
        newest = select(OutboxRow).where(OutboxRow.kind == kind).order_by(col(OutboxRow.id).desc())
        row = session.exec(newest).first()
        return prepare(session, row.arguments, uses.clock()) if row else None


def answers(uses: Uses, count: int) -> list[Preview]:
    """What the newest answers about lists say, oldest first."""
    query = select(OutboxRow).where(OutboxRow.kind == team_offers.CHECKED).order_by(col(OutboxRow.id).desc())
    with uses.reading() as session:
        rows = session.exec(query.limit(count)).all()
        return [team_offers.checked(session, row.arguments, uses.clock()) for row in reversed(rows)]


def tree(uses: Uses, initiative_id: int) -> dict[str, tuple[str, ...]]:
    """In which team each person is."""
    with uses.reading() as session:
        here = teams.present(session, initiative_id)
    paths = paths_of(here.teams)
    return {user_id: paths[team_id] for user_id, team_id in here.placed.items()}


def csv(*lines: str) -> bytes:
    return "\n".join(["person,team,division", *lines, ""]).encode()


def with_addresses(uses: Uses) -> list[str]:
    """Half of the staff by their address, half by their id."""
    directory = uses.directory
    assert isinstance(directory, DirectoryOnPaper)
    directory.emails = {user_id: f"{user_id.lower()}@example.org" for user_id in STAFF[::2]}
    return [directory.emails.get(user_id, user_id) for user_id in STAFF]


def test_hundreds_of_faulty_lists_are_each_answered_with_the_line_and_change_nothing(uses: Uses, kind: str) -> None:
    ward = start(uses, staff=12)
    persons = with_addresses(uses)
    send(uses, csv(f"{persons[0]},Ward 7,North", f"{persons[1]},Ward 8,South"))
    team_lists.apply_staged(uses, answer(uses).list_id, LEAD)
    before = contents(uses)
    count, step = (500, 50) if kind == "sqlite" else (26, 26)
    for first in range(0, count, step):
        lists = [faulty(number, persons) for number in range(first, first + step)]
        for number, (_, content, _) in enumerate(lists, first):
            hand_in(uses, content, f"F{number:05}")
        do_due(uses)
        for (fault, _, line), told in zip(lists, answers(uses, step), strict=True):
            assert line in {each.line for each in told.faults}, (first, fault, line, told.faults)
            with pytest.raises(team_lists.ListGone):
                team_lists.apply_staged(uses, told.list_id, LEAD)
        assert contents(uses) == before, first
    assert tree(uses, ward.id).keys() == set(STAFF[:2])


@pytest.mark.parametrize("kind", ["sqlite"])
def test_in_ten_megabytes_the_one_faulty_line_is_named(uses: Uses) -> None:
    start(uses, staff=12)
    before = contents(uses)
    lines = [f"U{number:08},Ward {number % 900} {'🌙' * 17},North" for number in range(110_000)]
    lines[77_777] = lines[5]
    content = csv(*lines)
    assert 10_000_000 < len(content) < MOST_BYTES
    send(uses, content)
    (fault,) = answer(uses).faults
    assert (fault.line, fault.sentence) == (
        77_779,
        "this person stands on line 7 already. Keep one of the two lines.",
    )
    send(uses, content * 2, file_id="F0LARGER")
    assert [each.sentence for each in answer(uses).faults] == [
        "The file is larger than 12 MB. Split it, or leave columns out."
    ]
    assert contents(uses) == before


def test_lists_in_every_shape_are_offered_first_and_then_applied_as_they_stand(uses: Uses, kind: str) -> None:
    ward = start(uses, staff=12)
    persons = with_addresses(uses)
    for number in range(30 if kind == "sqlite" else 5):
        random = Random(number)
        made = sheet(random, random.sample(persons, random.randrange(2, 12)))
        shape = random.choice(",;\t"), random.choice(["utf-8", "utf-8-sig", "utf-16"]), random.choice(["\n", "\r\n"])
        before = contents(uses)
        send(uses, made.written(*shape), file_id=f"F{number:05}")
        offered = answer(uses)
        assert offered.faults == ()
        assert contents(uses) == before
        applied = team_lists.apply_staged(uses, offered.list_id, LEAD)
        assert applied == Applied(ward.practice, offered.change)
        named = {persons.index(who): (division, " ".join(team.split())) for who, team, division in made.rows}
        assert tree(uses, ward.id) == {STAFF[place]: path for place, path in named.items()}


def test_a_list_that_renames_every_team_or_goes_back_to_one_keeps_nobody_behind(uses: Uses) -> None:
    ward = start(uses, staff=6)
    for number, names in enumerate([("A", "B"), ("C", "D"), ("B", "A"), ("A", "A")]):
        send(uses, csv(*(f"{who},{names[place % 2]}," for place, who in enumerate(STAFF[:6]))), file_id=f"F{number}")
        team_lists.apply_staged(uses, answer(uses).list_id, LEAD)
        assert set(tree(uses, ward.id).values()) == {(name,) for name in names}
    with uses.reading() as session:
        assert len(teams.present(session, ward.id).teams) == 2


def test_whoever_is_unknown_a_guest_or_gone_stays_out_and_is_named(uses: Uses) -> None:
    ward = start(uses, staff=6)
    directory = uses.directory
    assert isinstance(directory, DirectoryOnPaper)
    directory.add(Profile("U0GUEST", "Guest", "UTC", is_guest=True), Profile("U0BOT", "Bot", "UTC", is_bot=True))
    send(uses, csv(f"{STAFF[0]},Ward 7,", "U0GUEST,Ward 7,", "no@example.org,Ward 7,", "U0BOT,Ward 7,"))
    offered = answer(uses)
    assert [(each.line, each.why) for each in offered.left] == [(3, "guest"), (4, "unknown"), (5, "bot")]
    team_lists.apply_staged(uses, offered.list_id, LEAD)
    assert tree(uses, ward.id) == {STAFF[0]: ("Ward 7",)}


def test_a_tree_that_changed_since_is_told_anew_before_anything_is_done(uses: Uses) -> None:
    ward = start(uses, staff=3)
    send(uses, csv(f"{STAFF[0]},Ward 7,"))
    first = answer(uses)
    send(uses, csv(f"{STAFF[0]},Ward 7,", f"{STAFF[1]},Ward 8,"), file_id="F0OTHER")
    team_lists.apply_staged(uses, answer(uses).list_id, LEAD)
    again = team_lists.apply_staged(uses, first.list_id, LEAD)
    assert isinstance(again, Preview)
    assert again.is_anew
    assert (len(again.change.leaving), again.change.ended_teams) == (1, ("Ward 8",))
    assert len(tree(uses, ward.id)) == 2
    assert isinstance(team_lists.apply_staged(uses, first.list_id, LEAD), Applied)
    assert len(tree(uses, ward.id)) == 1
    with pytest.raises(team_lists.ListGone):
        team_lists.apply_staged(uses, first.list_id, LEAD)


def test_only_the_lead_can_send_and_apply_and_a_file_is_read_once(uses: Uses) -> None:
    ward = start(uses, staff=3)
    send(uses, csv(f"{STAFF[0]},Ward 7,"), by=STAFF[0])
    assert answer(uses) is None
    assert answer(uses, team_files.WHICH) == WhichList("F0LIST", ())
    for _ in range(4):
        send(uses, csv(f"{STAFF[0]},Ward 7,"))
    with uses.reading() as session:
        assert len(session.exec(select(StagedImportRow)).all()) == 1
    before = contents(uses)
    with pytest.raises(NotYours):
        team_lists.apply_staged(uses, answer(uses).list_id, STAFF[0])
    with pytest.raises(NotYours):
        team_files.read_for(uses, ward.id, "F0LIST", STAFF[0])
    assert contents(uses) == before


def test_a_file_that_slack_does_not_hand_over_is_tried_for_a_while_and_then_told(uses: Uses) -> None:
    start(uses, staff=3)
    directory = uses.directory
    assert isinstance(directory, DirectoryOnPaper)
    directory.is_down = True
    send(uses, csv(f"{STAFF[0]},Ward 7,"))
    assert answer(uses) is None
    for hours in range(1, 6):
        do_due(uses, later=timedelta(hours=hours))
    assert [each.sentence for each in answer(uses).faults] == ["Slack didn't hand the file over. Send it again later."]
    directory.is_down = False
    directory.lacks |= {"files.info"}
    send(uses, csv(f"{STAFF[0]},Ward 7,"), file_id="F0NEXT")
    assert [each.sentence for each in answer(uses).faults] == [
        "Uptake may not read it. Ask whoever installed Uptake to run uptake check."
    ]
    hand_in(uses, csv(f"{STAFF[0]},Ward 7,"), "F0GONE")
    del directory.files["F0GONE"]
    directory.lacks.clear()
    before = answers(uses, 9)
    do_due(uses)
    assert answers(uses, 9) == before


def test_who_leads_several_initiatives_is_asked_for_which_a_list_is(uses: Uses) -> None:
    start(uses, staff=3)
    second = start(uses, staff=3, channel="C0TWO", first=6)
    send(uses, csv(f"{STAFF[7]},Ward 7,"))
    assert [one.channel_id for one in answer(uses, team_files.WHICH).initiatives] == [CHANNEL, "C0TWO"]
    team_files.read_for(uses, second.id, "F0LIST", LEAD)
    do_due(uses)
    team_lists.apply_staged(uses, answer(uses).list_id, LEAD)
    assert tree(uses, second.id) == {STAFF[7]: ("Ward 7",)}


def test_an_open_pulse_keeps_its_tree_and_the_next_has_the_new_one(uses: Uses) -> None:
    ward = start(uses, staff=6)
    wave = open_next_wave(uses, ward)
    with uses.reading() as session:
        opened_with = waves.tree_of(session, wave.id)
    send(uses, csv(*(f"{who},Ward 7,North" for who in STAFF[:6])))
    team_lists.apply_staged(uses, answer(uses).list_id, LEAD)
    with uses.reading() as session:
        assert waves.tree_of(session, wave.id) == opened_with
        assert len(opened_with or {}) == 1
    move_to(uses, wave.closes_at)
    do_due(uses)
    following = open_next_wave(uses, ward)
    with uses.reading() as session:
        assert waves.tree_of(session, following.id) == people.team_parents(session, ward.id)
        assert len(people.team_parents(session, ward.id)) == 3
    assert following.invited == 6


def test_an_open_pulse_is_published_by_the_tree_that_it_began_with(uses: Uses) -> None:
    ward = start(uses, staff=12)
    send(uses, csv(*(f"{who},Ward {place // 6},North" for place, who in enumerate(STAFF))))
    team_lists.apply_staged(uses, answer(uses).list_id, LEAD)
    wave = open_next_wave(uses, ward)
    with uses.reading() as session:
        groups = {team.name: team.id for team in teams.present(session, ward.id).teams}
    for who in STAFF:
        answering.record_checkin(uses, wave.id, who, answered(wave, 3), "")
    send(uses, csv(*(f"{who},Ward {place % 2},South" for place, who in enumerate(STAFF))), file_id="F0NEW")
    team_lists.apply_staged(uses, answer(uses).list_id, LEAD)
    close(uses, wave)
    with uses.reading() as session:
        published = {(each.group_id, each.respondents) for each in waves.results(session, wave.id)}
    sizes = {"bedside handover": 12, "North": 12, "Ward 0": 6, "Ward 1": 6}
    assert published == {(groups[name], size) for name, size in sizes.items()}


def test_the_log_says_who_changed_the_teams_and_names_nobody_on_the_list(uses: Uses) -> None:
    ward = start(uses, staff=3)
    send(uses, csv(f"{STAFF[0]},Ward 7,"))
    team_lists.apply_staged(uses, answer(uses).list_id, LEAD)
    who_is_who.name_roles(
        uses, ward.id, LEAD, who_is_who.naming(uses, ward.id, LEAD).mark, {"champions": [STAFF[1]], "sponsors": []}
    )
    with uses.reading() as session:
        entries = [(each.action, each.about) for each in audit.entries(session, ward.id)]
        champions = [who.user_id for who in people.holders(session, ward.id, Role.CHAMPION)]
        assert teams.present(session, ward.id).members_from is MembersFrom.FILE
    assert entries[0] == (
        "people.import",
        {"source": "file", "people": 1, "joined": 0, "left": 3, "moved": 1},
    )
    assert entries[1][1]["role"] == "champion"
    assert champions == [STAFF[1]]


def test_of_an_address_nothing_is_kept(uses: Uses) -> None:
    start(uses, staff=12)
    persons = with_addresses(uses)
    send(uses, csv(f"{persons[0]},Ward 7,", "stranger@example.org,Ward 7,"))
    team_lists.apply_staged(uses, answer(uses).list_id, LEAD)
    with uses.database.engine.connect() as connection:
        for table in tables.metadata.sorted_tables:
            rows = connection.execute(text(f'SELECT * FROM "{table.name}"')).all()
            assert "example.org" not in str(rows), table.name
