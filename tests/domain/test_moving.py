"""A few people move by hand: they alone, into one strict tree."""

import pytest

from bot.domain.moving import BelowIt, moved, wanted_now
from bot.domain.settings import MembersFrom
from bot.domain.teams import Present, Team, Wanted

TREE = Present(
    (Team(1, "handover", None), Team(2, "North", 1), Team(3, "Ward 7", 2), Team(4, "Ward 8", 2)),
    {"U1": 3, "U2": 3, "U3": 4},
    MembersFrom.FILE,
)
ALONE = Present((Team(1, "handover", None),), {"U1": 1, "U2": 1, "U3": 1})
SEVEN, EIGHT = ("North", "Ward 7"), ("North", "Ward 8")


@pytest.mark.parametrize(
    ("present", "users", "path", "after"),
    [
        (TREE, ["U1"], EIGHT, {SEVEN: {"U2"}, EIGHT: {"U1", "U3"}}),
        (TREE, ["U1", "U2", "U1"], ("north", "WARD 8"), {EIGHT: {"U1", "U2", "U3"}}),
        (TREE, ["U4"], SEVEN, {SEVEN: {"U1", "U2", "U4"}, EIGHT: {"U3"}}),
        (TREE, ["U3"], ("Late",), {SEVEN: {"U1", "U2"}, ("Late",): {"U3"}}),
        (TREE, ["U3", "U9"], None, {SEVEN: {"U1", "U2"}}),
        (TREE, ["U1", "U2", "U3"], None, {}),
        (ALONE, ["U1"], ("Late",), {("Late",): {"U1"}, ("No team yet",): {"U2", "U3"}}),
        (ALONE, ["U1"], None, {(): {"U2", "U3"}}),
        (ALONE, ["U1", "U2", "U3"], ("Late",), {("Late",): {"U1", "U2", "U3"}}),
    ],
)
def test_only_those_who_move_are_elsewhere(present, users, path, after) -> None:
    wanted = moved(present, users, path)
    assert {leaf.path: set(leaf.users) for leaf in wanted} == after
    assert sum(len(leaf.users) for leaf in wanted) == sum(map(len, after.values()))


def test_nobody_is_put_where_teams_stand_below() -> None:
    with pytest.raises(BelowIt) as caught:
        moved(TREE, ["U1"], ("north",))
    assert caught.value.said(str) == "“north” has teams below it. Choose one of those."


def test_the_teams_as_they_are_are_those_at_the_bottom_even_if_empty() -> None:
    empty = Present(TREE.teams, {"U1": 3})
    assert wanted_now(empty) == (Wanted(SEVEN, ("U1",)), Wanted(EIGHT, ()))
    assert wanted_now(ALONE) == (Wanted((), ("U1", "U2", "U3")),)
