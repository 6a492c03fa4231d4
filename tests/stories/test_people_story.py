"""A lead brings a list of teams: a fault is named by its line, the change is shown, and the next pulse goes by it."""

from datetime import date

import pytest
from click.testing import Result
from playing import start_initiative
from sqlmodel import select
from typer.testing import CliRunner

from bot.cli import main
from bot.domain.teams import paths_of
from bot.services import teams as teams_kept
from storage import due, teams
from storage import initiative as initiatives
from storage import pulse as waves

HEAD = "person;team;division"
sqlite = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def started(sandbox, bot, ward):
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 10))
    bot.settle()
    return ward


def send(sandbox, bot, lead, lines: list[str]):
    """The lead sends a file to the bot; gives its answer."""
    lead.upload(lead.dm, "people.csv", "\n".join([HEAD, *lines]).encode("utf-8-sig"))
    return answer_of(sandbox, bot, lead)


def answer_of(sandbox, bot, lead):
    """The message that the bot sends next."""
    seen = len(from_bot(sandbox, lead))

    def has_come() -> bool:
        bot.settle()
        return len(from_bot(sandbox, lead)) > seen

    sandbox.wait_for(has_come)
    return from_bot(sandbox, lead)[-1]


def from_bot(sandbox, person):
    return [message for message in person.inbox() if message.user_id != person.id]


def is_planned(bot, what: str) -> bool:
    with bot.uses.reading() as session:
        return bool(session.exec(select(due.DueRow).where(due.DueRow.what == what)).all())


def show(sandbox, person, channel):
    """Type /uptake people; gives the answer."""
    seen = len(sandbox.ephemerals(person, channel))
    person.slash("/uptake", "people", channel=channel)
    sandbox.wait_for(lambda: len(sandbox.ephemerals(person, channel)) > seen)
    return sandbox.ephemerals(person, channel)[-1]


def tree(bot, channel) -> dict[str, int]:
    """How many people are in which team, by its path."""
    with bot.uses.reading() as session:
        ward = initiatives.initiative_in(session, channel.id)
        here = teams.present(session, ward.id)
    paths = paths_of(here.teams)
    found: dict[str, int] = {}
    for team_id in here.placed.values():
        name = "/".join(paths[team_id])
        found[name] = found.get(name, 0) + 1
    return found


def test_a_list_is_mended_looked_at_applied_and_the_next_pulse_goes_by_it(sandbox, bot, clock, started):
    lead, staff = started.staff[0], started.staff
    lines = [f"{who.email};Ward 7;North" for who in staff[:6]] + [f"{who.id};Ward 8;South" for who in staff[6:11]]
    refused = send(sandbox, bot, lead, [*lines, f"{staff[11].id};ward 8;North"])
    assert refused.text == "Your list for bedside handover needs a look. Nothing has changed."
    assert "Line 13: “Ward 8” is in “North” here, but in “South” on line 8. Choose one." in str(refused.blocks)
    assert tree(bot, started) == {"": 12}

    offered = send(sandbox, bot, lead, [*lines, "gone@sandbox.example;Ward 8;South"])
    assert offered.text == "What would change in bedside handover: 11 move, 1 leaves, 1 unknown."
    assert "Line 13: nobody here has this address or user id." in str(offered.blocks)
    assert "New teams: North, Ward 7, South, Ward 8." in str(offered.blocks)
    assert tree(bot, started) == {"": 12}
    lead.press_text(offered, "Apply it")
    sandbox.wait_for(lambda: "Done" in from_bot(sandbox, lead)[-1].text)
    assert tree(bot, started) == {"North/Ward 7": 6, "South/Ward 8": 5}
    assert "Ward 7: 6" in str(show(sandbox, lead, started).blocks)

    clock.go_to(2026, 3, 10, 16, 0)
    bot.settle()
    with bot.uses.reading() as session:
        ward = initiatives.initiative_in(session, started.id)
        wave = waves.latest_wave(session, ward.id, state="open")
        names = {team.id: team.name for team in teams.present(session, ward.id).teams}
        nested = {names[team]: names.get(above) for team, above in waves.tree_of(session, wave.id).items()}
    assert wave.invited == 11
    assert nested == {
        "bedside handover": None, "North": "bedside handover", "South": "bedside handover",
        "Ward 7": "North", "Ward 8": "South",
    }  # fmt: skip


@sqlite
def test_user_groups_become_teams_and_roles_are_named(sandbox, bot, clock, started):
    lead, staff = started.staff[0], started.staff
    night = sandbox.add_usergroup("night", staff[:6], name="Night shift")
    day = sandbox.add_usergroup("day", staff[5:11], name="Day shift")
    shown = show(sandbox, lead, started)
    assert "Everybody in the channel takes part." in str(shown.blocks)
    lead.press_text(shown, "Make teams of user groups")
    sandbox.wait_for(lambda: lead.modal is not None and "Which user groups" in str(lead.modal.blocks))
    lead.fill("groups", [night.id, day.id])
    lead.submit()
    assert f"In several of these groups: {staff[5].name}." in lead.modal.errors["groups"]
    sandbox.set_usergroup_members(day, staff[6:11])
    lead.submit()
    assert "comes as a direct message" in str(lead.modal.blocks)
    lead.close_modal()
    offered = answer_of(sandbox, bot, lead)
    assert offered.text == "What would change in bedside handover: 11 move, 1 leaves."
    assert f"Leaving: <@{staff[11].id}>." in str(offered.blocks)
    lead.press_text(offered, "Apply it")
    sandbox.wait_for(lambda: "Done" in from_bot(sandbox, lead)[-1].text)
    assert tree(bot, started) == {"Night shift": 6, "Day shift": 5}

    sandbox.set_usergroup_members(day, staff[6:])
    sandbox.wait_for(lambda: is_planned(bot, teams_kept.REREAD))
    clock.wait(minutes=6)
    bot.settle()
    assert tree(bot, started) == {"Night shift": 6, "Day shift": 6}

    lead.press_text(show(sandbox, lead, started), "Name champions and sponsors")
    sandbox.wait_for(lambda: lead.modal is not None)
    lead.fill("sponsors", [staff[3]])
    lead.submit()
    assert lead.modal is None
    seen = str(show(sandbox, staff[4], started).blocks)
    assert f"Sponsors: <@{staff[3].id}>" in seen
    assert "Name champions" not in seen


@sqlite
def test_somebody_is_moved_by_hand(sandbox, bot, started):
    lead, staff = started.staff[0], started.staff
    lead.press_text(show(sandbox, lead, started), "Move somebody")
    sandbox.wait_for(lambda: lead.modal is not None)
    lead.fill("moved", staff[1:3])
    lead.fill("team", "new")
    lead.submit()
    assert lead.modal.errors["new_team"] == "Type the name of the new team."
    lead.fill("new_team", "Late shift")
    lead.submit()
    lead.close_modal()
    offered = answer_of(sandbox, bot, lead)
    assert "New teams: No team yet, Late shift." in str(offered.blocks)
    lead.press_text(offered, "Apply it")
    sandbox.wait_for(lambda: "Done" in from_bot(sandbox, lead)[-1].text)
    assert tree(bot, started) == {"No team yet": 10, "Late shift": 2}


@sqlite
def test_the_same_list_can_be_brought_at_the_server(sandbox, bot, started, story_database, tmp_path):
    file = tmp_path / "people.csv"
    env = {
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_API_URL": sandbox.api_url,
        "UPTAKE_DATABASE_URL": story_database,
    }

    def run(*options: str) -> Result:
        return CliRunner().invoke(main, ["import", "people", str(file), *options], env=env)

    lines = [HEAD, *(f"{who.email};Ward 7;North" for who in started.staff[:8])]
    file.write_text("\n".join([*lines, "nobody;Ward 7;North"]))
    refused = run("--yes")
    assert refused.exit_code == 2
    assert "Line 10: “nobody” is no e-mail address and no user id. Write one of the two." in refused.output
    file.write_text("\n".join(lines))
    env["FORCE_COLOR"] = "1"
    looked = run("--dry-run")
    assert "Reading the file" in looked.stderr
    del env["FORCE_COLOR"]
    headline, leaving, teams, *_ = looked.stdout.splitlines()
    assert (headline, teams) == ("What would change in bedside handover: 8 move, 4 leave.", "New teams: North, Ward 7.")
    assert set(leaving.removeprefix("Leaving: ").removesuffix(".").split(", ")) == {who.id for who in started.staff[8:]}
    assert looked.stdout.endswith("Nothing was changed.\n")
    assert tree(bot, started) == {"": 12}
    assert "Done. 8 people take part in bedside handover now: 8 move, 4 leave." in run("--yes").output
    assert tree(bot, started) == {"North/Ward 7": 8}
    assert run().stdout.startswith("Nothing would change in bedside handover: these are its people and teams already.")
