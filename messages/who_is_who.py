"""Who is who in an initiative, and the forms that change it, as people see it."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.moving import Moving
from bot.domain.settings import MembersFrom
from bot.domain.teams import Choice, Named, NamedAs, People, TeamShown
from messages import ids
from messages.form import form_view, page_view
from messages.message import Message, button, buttons, label, message, paragraph, small
from messages.sentences import Sentences, sentences

_MOST_TEAMS, _MOST_PEOPLE, _MOST_GROUPS = 40, 20, 100
_MOST_TARGETS = 98
_INDENT = "\u2003"


def who_is_who(value: People, locale: str) -> Message:
    """The roles and the tree of teams; the lead gets buttons that change them."""
    of = value.named.initiative
    say = sentences("people/who", locale, practice=of.practice, total=value.total, lead=of.lead_user_id)
    lines = [f"*{say['headline']}*", say["lead"]]
    lines += [say["champions"] + _people(value.named.champions, locale)]
    lines += [say["sponsors"] + _people(value.named.sponsors, locale)]
    blocks: list[Block] = [paragraph("\n".join(lines))]
    blocks += [paragraph("\n".join(_tree(value.teams, locale)))] if value.teams else []
    blocks += [small(say[value.members_from.value])]
    return message(say["headline"], blocks + (_for_the_lead(value, say, locale) if value.is_lead else []))


def looking(locale: str) -> Message:
    """What is said until the direct message comes."""
    text = sentences("people/who", locale)["looking"]
    return message(text, [paragraph(text)])


def named(value: NamedAs, locale: str) -> Message:
    """What somebody is told who was named champion or sponsor."""
    of = value.initiative
    say = sentences("people/named", locale, practice=of.practice, lead=of.lead_user_id, channel=of.channel_id)
    headline = say["sponsor" if value.is_sponsor else "champion"]
    means = say["sponsor_means" if value.is_sponsor else "champion_means"]
    return message(headline, [paragraph(f"*{headline}*\n{means}"), small(f"{say['by_whom']} {say['where']}")])


def loading(locale: str) -> View:
    """What stands there for the moment until the form does."""
    say = sentences("people/forms", locale)
    return page_view(say["groups_title"], say["close"], [paragraph(say["loading"])])


def roles_form(value: Named, locale: str) -> View:
    """Who champions it and who answers for it."""
    say = sentences("people/forms", locale)
    blocks = [
        _input(say, "champions", UserMultiSelectElement(action_id=ids.CHOICE, initial_users=list(value.champions))),
        _input(say, "sponsors", UserMultiSelectElement(action_id=ids.CHOICE, initial_users=list(value.sponsors))),
    ]
    private = f"{value.initiative.id}:{value.mark}"
    return form_view(ids.SUBMIT_ROLES, say, blocks, private, title="roles_title", submit="save")


def groups_form(value: Choice, locale: str) -> View:
    """Which user groups are teams."""
    say = sentences("people/forms", locale)
    options = {
        group.group_id: Option(value=group.group_id, text=label(group.name)) for group in value.groups[:_MOST_GROUPS]
    }
    chosen = [options[each] for each in value.chosen if each in options]
    element = StaticMultiSelectElement(
        action_id=ids.CHOICE, options=list(options.values()), initial_options=chosen or None
    )
    blocks: list[Block] = [_input(say, "groups", element, optional=False)]
    if len(value.groups) > _MOST_GROUPS:
        blocks.append(small(sentences("people/forms", locale, count=len(value.groups))["more_groups"]))
    return form_view(ids.SUBMIT_GROUPS, say, blocks, str(value.initiative.id), title="groups_title", submit="look")


def move_form(value: Moving, locale: str) -> View:
    """Who moves, and where to."""
    say = sentences("people/forms", locale)
    options = [Option(value=str(team_id), text=label(path[-1])) for team_id, path in value.teams[:_MOST_TARGETS]]
    options += [Option(value="new", label=say["a_new_one"]), Option(value="none", label=say["none"])]
    blocks = [
        _input(say, "moved", UserMultiSelectElement(action_id=ids.CHOICE), optional=False),
        _input(say, "team", StaticSelectElement(action_id=ids.CHOICE, options=options), optional=False),
        _input(say, "new_team", PlainTextInputElement(action_id=ids.CHOICE)),
    ]
    return form_view(ids.SUBMIT_MOVE, say, blocks, str(value.initiative.id), title="move_title", submit="look")


def _for_the_lead(value: People, say: Sentences, locale: str) -> list[Block]:
    this = str(value.named.initiative.id)
    hints = [say["small"]] if any(team.is_small for team in value.teams) else []
    if value.silent:
        hints.append(sentences("people/who", locale, count=value.silent)["silent"])
    if value.loose:
        hints.append(say["loose"] + _people(value.loose, locale))
    how = small(say["by_file" if value.takes_files else "no_file"])
    choices = [
        button(ids.NAME_ROLES, say["name_roles"], this),
        button(ids.CHOOSE_GROUPS, say["choose_groups"], this),
    ]
    if value.members_from is not MembersFrom.GROUPS:
        choices.insert(1, button(ids.MOVE_PEOPLE, say["move"], this))
    if value.members_from is not MembersFrom.CHANNEL:
        choices.append(button(ids.FOLLOW_CHANNEL, say["follow_channel"], this))
    return [*map(small, hints), how, buttons(*choices)]


def _people(user_ids: Sequence[str], locale: str) -> str:
    shown = ", ".join(sentences("people/who", locale, who=each)["person"] for each in user_ids[:_MOST_PEOPLE])
    more = len(user_ids) - _MOST_PEOPLE
    rest = " " + sentences("people/who", locale, count=more)["more_people"] if more > 0 else ""
    return f" {shown}{rest}." if shown else f" {sentences('people/who', locale)['nobody']}."


def _tree(shown: Sequence[TeamShown], locale: str) -> list[str]:
    lines = [
        _INDENT * team.depth + sentences("people/who", locale, team=team.name, size=team.size)["team"]
        for team in shown[:_MOST_TEAMS]
    ]
    more = len(shown) - _MOST_TEAMS
    return [*lines, sentences("people/who", locale, count=more)["more_teams"]] if more > 0 else lines


def _input(say: Sentences, name: str, element: InputInteractiveElement, *, optional: bool = True) -> InputBlock:
    return InputBlock(
        block_id=name,
        label=PlainTextObject(text=say[name]),
        hint=PlainTextObject(text=say[f"{name}_hint"]),
        element=element,
        optional=optional,
    )
