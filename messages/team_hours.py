"""When a team works and whose public holidays it has, as the lead sees and changes it."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    Option,
    OptionGroup,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.hours_form import TeamTime
from bot.domain.promised_hours import HoursSaid
from bot.domain.settings import NOTICE
from messages import ids
from messages.escaping import as_label
from messages.form import as_standing, field, form_view, page_view, tick
from messages.message import LONGEST_LABEL, button, label, paragraph, small
from messages.sentences import sentences
from messages.work_time import hours_fields, hours_in_words

_MOST_OPTIONS = 100
_REGION_LENGTH = 80


def open_team_hours(initiative_id: int, locale: str) -> ButtonElement:
    """The button that opens the form."""
    return button(ids.OPEN_TEAM_HOURS, sentences("work_time/team", locale)["open"], str(initiative_id))


def first_form(everyone: TeamTime, teams: Sequence[TeamTime], locale: str) -> View:
    """The form of everybody's team, or, where there are `teams` in it, one that asks which."""
    return _pick([everyone, *teams], locale) if teams else team_form(everyone, locale)


def team_form(value: TeamTime, locale: str) -> View:
    """When a team works, and whose holidays it has: as it will be, where a change of that is planned."""
    wanted, say = value.wanted, sentences("work_time/team", locale, name=value.name)
    holidays = PlainTextInputElement(
        action_id=ids.CHOICE,
        initial_value=as_standing(wanted.own_region),
        max_length=_REGION_LENGTH,
        placeholder=wanted.region,
    )
    hint = say["region_hint" if value.is_all else "region_above_hint"]
    blocks = [
        paragraph(say["of_all" if value.is_all else "of_team"]),
        small(say["planned" if value.planned else "told_first"]),
        *hours_fields(wanted.window, locale),
        field("region", say["region"], holidays, hint=hint, optional=True),
    ]
    if wanted.own is not None and not value.is_all:
        blocks.append(tick("as_above", say["as_above"], say["as_above_choice"]))
    return form_view(
        ids.SUBMIT_TEAM_HOURS,
        say,
        private=f"{value.initiative_id} {value.team_id} {wanted.mark}",
        blocks=blocks,
    )


def team_saved(value: HoursSaid, locale: str) -> View:
    """What the form turns into once it is sent: what holds now, or from when on."""
    team = value.team.wanted if value.waits else value.team
    hours = hours_in_words(team.window, locale)
    say = sentences("work_time/team", locale, name=_name(team, locale), hours=hours, region=team.region)
    lines = [say["saved_hours"], say["saved_region" if team.region else "saved_no_region"]]
    if not value.is_changed:
        opening, closing = say["nothing"], ""
    elif value.waits is None:
        back = sentences("settings/form", locale)["taken_back"]
        opening, closing = say["saved"], back if value.is_taken_back else say["at_once"]
    else:
        opening = say["saved_for_later"]
        closing = sentences("settings/form", locale)["when" if value.waits == NOTICE else "when_each"]
    blocks: list[Block] = [paragraph(f"*{opening}*"), paragraph("\n".join(lines))]
    return page_view(say["title"], say["done"], [*blocks, small(closing)] if closing else blocks)


def _pick(teams: Sequence[TeamTime], locale: str) -> View:
    say = sentences("work_time/team", locale)
    options = [Option(value=str(team.team_id), label=label(_name(team, locale)).text) for team in teams]
    choice = StaticSelectElement(action_id=ids.CHOICE, options=options, initial_option=options[0])
    if len(options) > _MOST_OPTIONS:
        choice = StaticSelectElement(action_id=ids.CHOICE, option_groups=_groups(options, locale))
    blocks = [field("team", say["pick"], choice)]
    return form_view(ids.PICK_TEAM, say, blocks, private=str(teams[0].initiative_id), title="pick_title", submit="next")


def _groups(options: Sequence[Option], locale: str) -> list[OptionGroup]:
    """A menu holds 100 options in each of 100 groups, so each group is named after its first and last."""
    groups = []
    for start in range(0, len(options), _MOST_OPTIONS):
        some = list(options[start : start + _MOST_OPTIONS])
        first, last = (as_label(one.label or "", LONGEST_LABEL // 2 - 2) for one in (some[0], some[-1]))
        span = sentences("work_time/team", locale, first=first, last=last).plain("span")
        groups.append(OptionGroup(label=label(span), options=some))
    return groups


def _name(team: TeamTime, locale: str) -> str:
    return sentences("work_time/team", locale)["everyone"] if team.is_all else team.name
