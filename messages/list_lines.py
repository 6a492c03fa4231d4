"""The lines that say what a list of people and teams would change, the same in a message and in a terminal."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.settings import MembersFrom
from bot.domain.team_list import Applied, LeftOut, Preview
from bot.domain.teams import Change
from messages.fitting import cut
from messages.sentences import sentences

_MOST_TEAMS, _MOST_LINES, _MOST_PEOPLE = 12, 12, 12
_SHOWN_NAME = 40
Say = Callable[..., str]
"""Gives a part of the template, filled with values."""


def in_message(locale: str) -> Say:
    """The parts as a message shows them: what people typed is data."""
    return lambda part, **values: sentences("people/list", locale, **values)[part]


def in_terminal(value: Preview | Applied, locale: str) -> str:
    """All of it for a terminal, where nothing is formatted."""

    def say(part: str, **values: Any) -> str:
        return sentences("people/list", locale, **values).plain(part)

    if isinstance(value, Applied):
        return "\n".join([done(value, say), *teams(value.change, say)])
    changes = [*leaving(value.change, say, as_mentions=False), *teams(value.change, say)]
    return "\n".join([headline(value, say), *changes, *left(value.left, say), *hints(value, say)])


def headline(value: Preview, say: Say) -> str:
    """How many people join, move and leave."""
    if value.change.is_nothing and not value.left:
        return say("same", practice=value.practice)
    counts = _counts(value.change, len(value.left), say)
    return say("anew" if value.is_anew else "headline", practice=value.practice, counts=counts)


def done(value: Applied, say: Say) -> str:
    """What was changed."""
    return say("applied", practice=value.practice, total=value.change.total, counts=_counts(value.change, 0, say))


def _counts(change: Change, left: int, say: Say) -> str:
    counted = {"join": change.joins, "move": change.moves, "leave": len(change.leaving), "left_out": left}
    found = [say(part, count=count) for part, count in counted.items() if count]
    return ", ".join(found) or say("nobody_moves")


def leaving(change: Change, say: Say, *, as_mentions: bool = True) -> list[str]:
    """Who leaves, so that nobody is left out by mistake; a terminal shows user ids."""
    if not change.leaving:
        return []
    first = change.leaving[:_MOST_PEOPLE]
    shown = ", ".join(say("who", user_id=user_id) if as_mentions else user_id for user_id in first)
    more = len(change.leaving) - _MOST_PEOPLE
    return [f"{say('leaving')} {shown}{say('and_more', count=more) if more > 0 else ''}."]


def teams(change: Change, say: Say) -> list[str]:
    """The teams that are new, and those that end."""
    named = (("new_teams", change.new_teams), ("ended_teams", change.ended_teams))
    return [f"{say(part)} {_named(names, say)}." for part, names in named if names]


def _named(names: Sequence[str], say: Say) -> str:
    shown = ", ".join(say("team", team=cut(name, _SHOWN_NAME)) for name in names[:_MOST_TEAMS])
    more = len(names) - _MOST_TEAMS
    return f"{shown} {say('and_more', count=more)}" if more > 0 else shown


def left(left: Sequence[LeftOut], say: Say) -> list[str]:
    """Who stays out, by line."""
    if not left:
        return []
    lines = [say(each.why, line=each.line) for each in left[:_MOST_LINES]]
    more = len(left) - _MOST_LINES
    lines += [say("more_lines", count=more)] if more > 0 else []
    return [*lines, say("stay_out")]


def hints(value: Preview, say: Say) -> list[str]:
    """What the list means beyond who is where: that channel or groups don't count any more, and teams too small."""
    hints = []
    if value.members_from is not value.was_from:
        if value.was_from is MembersFrom.CHANNEL:
            hints.append(say("instead_of_channel", practice=value.practice))
        if value.was_from is MembersFrom.GROUPS:
            hints.append(say("instead_of_groups"))
    if value.change.small:
        hints.append(f"{say('small_teams')} {_named(value.change.small, say)}. {say('join_them')}")
    return hints
