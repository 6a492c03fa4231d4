"""Every use case, in one workspace and asked about another with the same ids: nothing of the other is changed or told.

A new use case is played without being named here; a parameter with a new name needs a line in tests/neighbours.py.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from neighbours import Forgetful, World, arguments_of, contents, live, neighbour_of, use_cases
from sqlalchemy.exc import IntegrityError

from bot.domain.delivery import NoLongerWanted
from bot.domain.errors import Refusal
from bot.services.ports import DirectoryUnavailable, Uses
from storage.due import LeaseLost

OURS, THEIRS = "wren", "heron"
EXPECTED = (Refusal, NoLongerWanted, IntegrityError, LeaseLost, DirectoryUnavailable, AssertionError, StopIteration)
"""How a use case may end that is asked about what isn't there: kindly, or stopped by a rule or an assertion."""


@pytest.fixture
def worlds(uses: Uses) -> tuple[World, World]:
    """Our workspace and the neighbour's, each with its own words in everything that somebody typed."""
    neighbour = neighbour_of(uses)
    return live(uses, OURS), live(neighbour, THEIRS)


def test_every_use_case_keeps_to_its_workspace(uses: Uses, worlds: tuple[World, World], database_url: Any) -> None:
    ours, theirs = worlds
    database = Forgetful(uses.database.engine.url.render_as_string(hide_password=False))
    with uses.database.engine.connect() as connection:
        before = contents(connection, theirs.uses.workspace_id)
    assert any(THEIRS in str(rows) for rows in before.values())
    changed: list[str] = []
    database.look = lambda session: (
        changed.append("") if contents(session.connection(), theirs.uses.workspace_id) != before else None
    )
    acted = set()
    for name, function in use_cases().items():
        for asked in (ours, theirs):
            for given in arguments_of(function, asked):
                outcome = play(replace(uses, database=database), function, given)
                assert THEIRS not in outcome, f"{name} told {outcome} of the neighbour"
                assert not changed, f"{name} changed the neighbour's rows"
                acted |= {name} if asked is ours and OURS in outcome else set()
    database.close()
    with uses.database.engine.connect() as connection:
        assert contents(connection, theirs.uses.workspace_id) == before
    assert len(acted) > 8, "the use cases found nothing in their own workspace either"


def play(uses: Uses, function: Callable[..., Any], given: dict[str, Any]) -> str:
    """What a use case gives, or how it ends; as text."""
    try:
        if "session" not in function.__annotations__:
            return repr(function(uses, **given))
        told: list[str] = []
        with uses.writing() as session:
            world = {"session": session} | ({"uses": uses} if "uses" in function.__annotations__ else {})
            told.append(repr(function(**world, **given)))
        return told[0]
    except EXPECTED as end:
        return f"{end!r} {getattr(end, 'typed', '')}"
