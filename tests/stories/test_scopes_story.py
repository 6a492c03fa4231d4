"""The bot with each optional scope missing: only what needs it stops, and the lead hears so once, as the README says.

A new optional scope in the manifest needs a row in `WITHOUT`, with a way to make the bot need it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playing import MANIFEST, answer, start_initiative, texts

from bot.sandbox.faults import Fault
from bot.sandbox.workspace import Sandbox

SCOPES = MANIFEST["oauth_config"]["scopes"]
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
DOUBT = "may have arrived or not"


@dataclass(frozen=True)
class Without:
    """What a scope is for, and what stops without it, as the README says; what the lead reads; how to need it.

    `need` comes before anything is started, or where it is needed `later`, once a pulse has closed. `ask` is done by
    the lead while a pulse is open.
    """

    use: str
    stops: str
    told: str
    need: Callable[..., None] = lambda _sandbox, _ward: None
    private: bool = False
    later: bool = False
    ask: Callable[..., None] = lambda _sandbox, _ward, _bot: None


def lose_results(sandbox: Sandbox, ward: Any) -> None:
    """The reply to a post in the channel is lost, so the bot has to look whether it arrived."""
    sandbox.faults.plan("chat.postMessage", Fault.lost_reply(), match=lambda call: call["channel"] == ward.id)


def lose_invitations(sandbox: Sandbox, ward: Any) -> None:
    """Replies to two direct messages are lost."""
    people = {person.id for person in ward.staff[1:]}
    sandbox.faults.plan("chat.postMessage", Fault.lost_reply(), times=2, match=lambda call: call["channel"] in people)


def ask_for_file(sandbox: Sandbox, ward: Any) -> None:
    """Somebody wants what is held on them as a file, and gets its text."""
    nurse = ward.staff[3]
    nurse.slash("/uptake", "me", channel=ward)
    sandbox.wait_for(lambda: sandbox.ephemerals(nurse, ward))
    nurse.press(sandbox.ephemerals(nurse, ward)[-1], "me:export")
    sandbox.wait_for(lambda: nurse.modal is not None and "You can copy it" in str(nurse.modal.blocks))
    assert nurse.id in str(nurse.modal.blocks)


def send_addresses(sandbox: Sandbox, ward: Any, bot: Any) -> None:
    """The lead sends a list of people by their addresses."""
    lead = ward.staff[0]
    lead.upload(lead.dm, "people.csv", f"person,team\n{lead.email},Ward 7\n".encode())

    def is_told() -> bool:
        bot.settle(timeout=30)
        return "needs a look" in lead.inbox()[-1].text

    sandbox.wait_for(is_told)


def see_people(sandbox: Sandbox, ward: Any, _bot: Any) -> None:
    """The lead types /uptake people."""
    seen = len(sandbox.ephemerals(ward.staff[0], ward))
    ward.staff[0].slash("/uptake", "people", channel=ward)
    sandbox.wait_for(lambda: len(sandbox.ephemerals(ward.staff[0], ward)) > seen)


def choose_groups(sandbox: Sandbox, ward: Any, bot: Any) -> None:
    """The lead types /uptake people, and wants teams of user groups."""
    see_people(sandbox, ward, bot)
    lead = ward.staff[0]
    lead.press_text(sandbox.ephemerals(lead, ward)[-1], "Make teams of user groups")
    sandbox.wait_for(lambda: lead.modal is not None and "no user groups" in str(lead.modal.blocks))
    lead.close_modal()


_LOOK = (
    "look whether a message arrived after a broken connection",
    "a message in doubt is not sent again, and the lead is told",
)
WITHOUT = {
    "channels:history": Without(*_LOOK, DOUBT, lose_results),
    "groups:history": Without(*_LOOK, DOUBT, lose_results, private=True),
    "files:read": Without(
        "read a list of people that a lead sends",
        "lists come from the command line only, and the lead is told",
        "can't read files",
        ask=see_people,
    ),
    "usergroups:read": Without(
        "make teams of user groups",
        "teams come from a list or the channel, and the lead is told",
        "can't read user groups",
        ask=choose_groups,
    ),
    "users:read.email": Without(
        "find the people of a list by their e-mail addresses",
        "a list must name people by user id, and the lead is told",
        "needs a look",
        ask=send_addresses,
    ),
    "im:history": Without(*_LOOK, DOUBT, lose_invitations),
    "files:write": Without(
        "show charts as pictures, and give people a file of what is held on them",
        "messages keep their words and tables, such a file comes as text in a form, and the lead is told",
        "can't send files",
        ask_for_file,
        later=True,
    ),
}


@pytest.fixture
def lacking() -> str:
    return ""


@pytest.fixture
def sandbox(lacking):
    """A workspace that granted everything but one scope."""
    granted = [scope for scope in (*SCOPES["bot"], *SCOPES["bot_optional"]) if scope != lacking]
    with Sandbox(port=0, manifest=MANIFEST, scopes=granted) as workspace:
        yield workspace


@pytest.fixture
def ward(sandbox, lacking):
    staff = [sandbox.add_person(f"Nurse {number}", tz="Europe/London") for number in range(8)]
    channel = sandbox.add_channel("ward-7", members=staff, with_bot=True, private=WITHOUT[lacking].private)
    channel.staff = staff
    return channel


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize("lacking", SCOPES["bot_optional"])
def test_without_an_optional_scope_only_what_needs_it_stops(sandbox, bot, clock, ward, lacking):
    assert lacking in WITHOUT, f"say in WITHOUT what {lacking} is for, what stops without it, and what the lead is told"
    without, lead = WITHOUT[lacking], ward.staff[0]
    if not without.later:
        without.need(sandbox, ward)
    start_initiative(sandbox, lead, ward, first_on=date(2026, 3, 3))
    bot.settle(timeout=30)
    clock.go_to(2026, 3, 3, 15, 0)
    bot.settle(timeout=30)
    for person in ward.staff[:6]:
        answer(sandbox, person, 4, comment="It goes well.")
    without.ask(sandbox, ward, bot)
    clock.go_to(2026, 3, 5, 18, 0)
    bot.settle(timeout=30)
    if without.later:
        without.need(sandbox, ward)
        bot.settle(timeout=30)

    clock.go_to(2026, 3, 6, 9, 0)
    bot.settle(timeout=30)
    assert "6 of 8 people answered" in sandbox.posts(ward)[-1].text
    lead.slash("/uptake", "status", channel=ward)
    sandbox.wait_for(lambda: sandbox.ephemerals(lead, ward))
    assert len([text for text in texts(lead.inbox()) if without.told in text]) == 1
    assert lacking not in sandbox.exercised_scopes


def readme_table() -> dict[str, tuple[str, str, bool]]:
    """The README's scopes, each with its use, what stops without it, and whether it is optional."""
    rows, last = {}, ""
    table = README.partition("| scope | use | without it |")[2].partition("\n\n")[0]
    for line in table.splitlines()[2:]:
        scopes, use, stops = (cell.strip() for cell in line.strip("| ").split(" | "))
        last = last if stops == "the same" else stops
        rows |= dict.fromkeys(re.findall(r"`([a-z.:]+)`", scopes), (use, last, "(optional)" in scopes))
    return rows


def test_the_readme_has_a_row_for_each_scope_of_the_manifest_and_no_other() -> None:
    rows = readme_table()
    assert set(rows) == {*SCOPES["bot"], *SCOPES["bot_optional"]}
    assert {scope for scope, (_, _, is_optional) in rows.items() if is_optional} == set(SCOPES["bot_optional"])


@pytest.mark.parametrize("scope", SCOPES["bot_optional"])
def test_the_readme_says_of_an_optional_scope_what_the_story_shows(scope: str) -> None:
    use, stops, _ = readme_table()[scope]
    assert (use, stops) == (WITHOUT[scope].use, WITHOUT[scope].stops)
