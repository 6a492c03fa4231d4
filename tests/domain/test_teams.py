"""The tree of teams: what would change it, how people see it, and who is where once groups were read."""

import pytest

from bot.domain.settings import MembersFrom
from bot.domain.teams import (
    Change,
    Present,
    Team,
    TeamShown,
    Wanted,
    key_of,
    name_key,
    overlaps,
    paths_of,
    plan,
    settle,
    shown_tree,
)

ROOT, NORTH, SEVEN, EIGHT = (
    Team(1, "handover", None),
    Team(2, "North", 1),
    Team(3, "Ward 7", 2, "S7"),
    Team(4, "Ward 8", 2),
)
TREE = Present((ROOT, NORTH, SEVEN, EIGHT), {"A": 3, "B": 3, "C": 4})


def wanted(**teams: str) -> list[Wanted]:
    """Teams below North, each with people named by a letter."""
    return [Wanted(("North", name.replace("_", " ")), tuple(users)) for name, users in teams.items()]


@pytest.mark.parametrize(
    ("goal", "change"),
    [
        (wanted(Ward_7="AB", Ward_8="C"), (0, 0, 0, (), ())),
        (wanted(ward__7="AB", WARD_8="C"), (0, 0, 0, (), ())),
        (wanted(Ward_7="ABC"), (0, 0, 1, (), ("Ward 8",))),
        (wanted(Ward_7="A", Ward_8="CD"), (1, 1, 0, (), ())),
        (wanted(Ward_7="B", Ward_8="AC"), (0, 0, 1, (), ())),
        (wanted(Ward_7="AB", Ward_9="C"), (0, 0, 1, ("Ward 9",), ("Ward 8",))),
        ([Wanted(("Ward 7",), ("A", "B")), Wanted(("South", "Ward 8"), ("C",))],
         (0, 0, 3, ("Ward 7", "South", "Ward 8"), ("North", "Ward 7", "Ward 8"))),
        ([Wanted((), ("A", "B", "C"))], (0, 0, 3, (), ("North", "Ward 7", "Ward 8"))),
        ([Wanted(("Ward Seven",), ("A", "B"), "S7")], (0, 1, 0, (), ("North", "Ward 8"))),
        ([Wanted(("Ward 8",), ("A", "B"), "S7"), Wanted(("Ward 7",), ("C",), "S8")],
         (0, 0, 1, ("Ward 7",), ("North", "Ward 8"))),
        ([], (0, 3, 0, (), ("North", "Ward 7", "Ward 8"))),
    ],
    ids=["nothing", "spelling", "one team", "come and go", "move", "rename", "another tree", "channel", "group", "swap",
         "nobody"],
)  # fmt: skip
def test_what_would_change(goal: list[Wanted], change: tuple[int, int, int, tuple[str, ...], tuple[str, ...]]) -> None:
    found = plan(goal, TREE)
    assert (found.joins, len(found.leaving), found.moves, found.new_teams, found.ended_teams) == change
    assert found.is_nothing == (change == (0, 0, 0, (), ()))
    assert found.total == sum(len(leaf.users) for leaf in goal)


def test_small_teams_are_those_of_fewer_than_eight() -> None:
    found = plan([Wanted(("Few",), tuple("ABCDEFG")), Wanted(("Enough",), tuple("abcdefgh"))], TREE)
    assert found.small == ("Few",)


def test_a_change_without_people_is_one_all_the_same() -> None:
    assert not Change(0, (), 0, ("Ward 9",), ()).is_nothing
    assert not Change(0, (), 0, (), ("Ward 9",)).is_nothing


def test_the_mark_tells_one_tree_from_another() -> None:
    others = [
        Present(TREE.teams, {**TREE.placed, "C": 3}),
        Present(TREE.teams, {"A": 3, "B": 3}),
        Present(TREE.teams[:3], TREE.placed),
        Present((*TREE.teams[:3], Team(4, "Ward 9", 2)), TREE.placed),
        Present((*TREE.teams[:3], Team(4, "Ward 8", 1)), TREE.placed),
        Present((*TREE.teams[:3], Team(4, "Ward 8", 2, "S8")), TREE.placed),
        Present(TREE.teams, TREE.placed, MembersFrom.FILE),
    ]
    same = Present(tuple(reversed(TREE.teams)), dict(reversed(TREE.placed.items())))
    assert same.mark == TREE.mark
    assert len({TREE.mark, *(other.mark for other in others)}) == len(others) + 1


def test_paths_leave_out_the_top() -> None:
    assert paths_of(TREE.teams) == {
        1: (),
        2: ("North",),
        3: ("North", "Ward 7"),
        4: ("North", "Ward 8"),
    }


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("Ward 7", "ward  7", True),
        ("Straße", "STRASSE", True),
        ("é", "e\u0301", True),
        ("Ward 7", "Ward\u00a07", True),
        ("Ward 7", "Ward 70", False),
        ("", "Ward 7", False),
    ],
)
def test_names_are_the_same_however_they_are_spelled(one: str, other: str, are_same: bool) -> None:
    assert (name_key(one) == name_key(other)) is are_same
    assert (key_of(("North", one)) == key_of(("north", other))) is are_same


def test_people_see_teams_with_all_who_are_below() -> None:
    teams = (*TREE.teams, Team(5, "Alpha", 1), Team(6, "Office", 5))
    placed = TREE.placed | dict.fromkeys("abcdefgh", 6)
    assert shown_tree(Present(teams, placed)) == (
        TeamShown(5, "Alpha", 0, 8, False),
        TeamShown(6, "Office", 1, 8, True),
        TeamShown(2, "North", 0, 3, False),
        TeamShown(3, "Ward 7", 1, 2, True),
        TeamShown(4, "Ward 8", 1, 1, True),
    )
    assert [team.name for team in shown_tree(TREE) if team.is_small] == ["Ward 7", "Ward 8"]
    assert shown_tree(Present((ROOT,), {"A": 1})) == ()


def test_whoever_is_in_several_groups_is_named_with_them() -> None:
    assert overlaps({"@a": ["X", "Y", "Y"], "@b": ["Y", "Z"], "@c": ["Y", "Z"]}) == {
        "Y": ("@a", "@b", "@c"),
        "Z": ("@b", "@c"),
    }


@pytest.mark.parametrize(
    ("read", "placed", "settled"),
    [
        ({1: ["A", "B"]}, {}, {"A": 1, "B": 1}),
        ({1: ["A"]}, {"A": 1, "B": 1}, {"A": 1}),
        ({1: [], 2: ["A"]}, {"A": 1}, {"A": 2}),
        ({1: ["A"], 2: ["A"]}, {"A": 1}, {"A": 1}),
        ({1: ["A"], 2: ["A"]}, {"A": 3}, {"A": 3}),
        ({1: ["A"], 2: ["A"]}, {}, {}),
        ({1: ["A"]}, {"B": 2}, {"A": 1, "B": 2}),
        ({1: ["A", "B"]}, {"B": 2}, {"A": 1, "B": 1}),
        ({}, {"A": 1}, {"A": 1}),
    ],
    ids=["come", "leave", "move", "torn", "torn, elsewhere", "torn, new", "not read", "from what was not read", "none"],
)
def test_who_is_where_once_groups_were_read(
    read: dict[int, list[str]], placed: dict[str, int], settled: dict[str, int]
) -> None:
    assert settle(read, placed) == settled
