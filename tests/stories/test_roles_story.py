"""Who may do what: every cell of the table of roles, by every command, button and form there is."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playing import MANIFEST, MovableClock
from role_cells import CAST, OUTSIDERS, REFUSED, Place, Troupe
from role_ways import MAY, WAYS

from bot.app import Uptake
from bot.features import FEATURES, all_actions
from bot.sandbox.workspace import Sandbox
from bot.settings import read_settings

CELLS = [
    pytest.param(action, way, who, id=f"{action}-{way.name}-{who}")
    for action, ways in WAYS.items()
    for way in ways
    for who in CAST
]


@pytest.fixture(scope="module")
def troupe(databases) -> Iterator[Troupe]:
    """One workspace and one bot for all cells; each way of acting has places of its own there."""
    url = databases.url("sqlite")
    with Sandbox(port=0, manifest=MANIFEST) as sandbox:
        settings = read_settings(
            None,
            SLACK_BOT_TOKEN=sandbox.bot_token,
            SLACK_APP_TOKEN=sandbox.app_token,
            SLACK_API_URL=sandbox.api_url,
            UPTAKE_DATABASE_URL=url,
            UPTAKE_FIRST_RATE=500,
            UPTAKE_TICK_SECONDS=60,
        )
        bot = Uptake(settings, MovableClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC)))
        bot.start()
        yield Troupe(sandbox, bot)
        bot.stop()
    databases.give_back(url)


@pytest.fixture(scope="module")
def places(troupe) -> dict[object, Place]:
    """Where each way is tried by those who may; those who may not change nothing, so they share what is prepared."""
    return {}


def test_every_action_has_a_row_and_every_row_an_action() -> None:
    assert set(MAY) == {action.name for action in all_actions()}
    assert set(WAYS) == set(MAY)


def test_the_table_says_what_the_code_says() -> None:
    assert {action.name: action.may for action in all_actions()} == {
        name: frozenset(roles.split()) for name, roles in MAY.items()
    }


def test_every_command_button_and_form_is_tried_as_its_action() -> None:
    listened = set()
    for feature in FEATURES:
        listeners = feature.listeners
        for name, words in listeners.commands.items():
            listened |= {(does.action.name, f"{name} {word}".strip()) for word, does in words.items()}
        listened |= {(does.action.name, action_id) for action_id, does in listeners.presses.items()}
        listened |= {(does.action.name, callback_id) for callback_id, does in listeners.forms.items()}
    assert listened <= {(action, way.name) for action, ways in WAYS.items() for way in ways}


@pytest.mark.parametrize(("action", "way", "who"), CELLS)
def test_a_cell(troupe, places, action, way, who) -> None:
    may = who in MAY[action].split()
    where = way.name if may else way.prepare
    if where not in places:
        places[where] = troupe.start()
        way.prepare(places[where])
        places[where].give_roles()
    place = places[where]
    before = place.rows()
    told = way.act(place, place.cast[who])
    if may:
        assert not REFUSED.search(told), told
    else:
        assert ("only for people who work here" in told) == (who in OUTSIDERS), told
        assert REFUSED.search(told), told
        assert place.rows() == before
