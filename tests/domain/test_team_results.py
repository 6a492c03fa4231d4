"""Which team somebody means by what they typed."""

from bot.domain.team_results import find_team


def test_a_slash_without_blanks_is_part_of_a_teams_name() -> None:
    groups = {1: ("Trust", None), 2: ("A/B team", 1), 3: ("A", 1)}
    assert [find_team(typed, groups) for typed in ("a/b team", "trust", " A ")] == [2, 1, 3]
