"""Who is who in an initiative, and what a lead hears when its groups don't fit, as people see it."""

from bot.domain.teams import GroupTrouble, Overlap
from messages.message import Message, message, paragraph, small
from messages.sentences import sentences

_MOST_TEAMS = 5


def overlap(value: GroupTrouble, locale: str) -> Message:
    """Some people are in several user groups whose people are teams."""
    say = sentences("people/groups", locale, practice=value.practice)
    lines = [_torn(each, locale) for each in value.overlaps]
    if value.more:
        lines.append(sentences("people/groups", locale, count=value.more)["more"])
    text = "\n".join([f"*{say['overlap']}*", *lines])
    return message(say["overlap"], [paragraph(text), small(f"{say['overlap_stays']} {say['overlap_remedy']}")])


def group_gone(value: GroupTrouble, locale: str) -> Message:
    """A team's user group is gone."""
    say = sentences("people/groups", locale, practice=value.practice, team=value.team)
    return message(say["gone"], [paragraph(f"*{say['gone']}*\n{say['gone_stays']}"), small(say["gone_remedy"])])


def _torn(one: Overlap, locale: str) -> str:
    named = ", ".join(sentences("people/groups", locale, team=team)["team"] for team in one.teams[:_MOST_TEAMS])
    return sentences("people/groups", locale, who=one.user_id)["torn"] + f" {named}."
