"""Handing an initiative over, and taking over from a lead who is gone, as people see it."""

from datetime import date

from slack_sdk.models.blocks import ButtonElement, InputBlock, PlainTextObject, UserSelectElement
from slack_sdk.models.views import View

from bot.domain.duties import Duty
from bot.domain.initiative import Initiative, Stage
from bot.domain.lifecycle import Turn, Vacancy
from messages import ids
from messages.form import form_view
from messages.message import Message, button, buttons, message, paragraph, small
from messages.sentences import Sentences, sentences


def handover_form(of: Initiative, locale: str) -> View:
    """Who leads from now on, and what that means."""
    say = sentences("leadership/form", locale, practice=of.practice)
    means = "\n".join(say[part] for part in ("everything", "before", "told"))
    return form_view(
        ids.SUBMIT_HANDOVER,
        say,
        private=str(of.id),
        blocks=[
            paragraph(say["about"]),
            InputBlock(
                block_id=ids.NEW_LEAD,
                label=PlainTextObject(text=say["new_lead"]),
                element=UserSelectElement(action_id=ids.CHOICE),
            ),
            small(means),
        ],
    )


def changed(value: Turn, locale: str) -> Message:
    """What the channel is told, and what a question who takes over turns into."""
    headline = _told(value.initiative, locale)["changed"]
    return message(headline, [paragraph(headline)])


def yours(value: Turn, locale: str) -> Message:
    """What the new lead is told."""
    say = _told(value.initiative, locale)
    rests = f"\n{say['is_paused']}" if value.initiative.state is Stage.PAUSED else ""
    return message(say["yours"], [paragraph(f"*{say['yours']}*\n{say['where']}{rests}"), small(say["what_comes"])])


def handed_over(value: Turn, locale: str) -> Message:
    """What the lead before is told."""
    say = _told(value.initiative, locale)
    return message(say["changed"], [paragraph(f"{say['changed']} {say['thanks']}"), small(say["old_buttons"])])


def vacant(value: Vacancy, locale: str) -> Message:
    """The lead is gone: who takes over?"""
    of = value.initiative
    say = sentences("leadership/vacant", locale, practice=of.practice, lead=of.lead_user_id, name=value.name)
    headline = say["has_left" if value.has_left else "can_not_lead"]
    choices = _ways(say, of.id)[: 2 if value.can_choose else 1]
    goes_on = f"\n{say['goes_on']}" if of.state is Stage.ACTIVE else ""
    return message(headline, [paragraph(f"*{headline}*{goes_on}"), buttons(*choices)])


def without_lead(value: Duty, _today: date, locale: str) -> str:
    """That an initiative still has no lead."""
    return sentences("leadership/vacant", locale, practice=value.title)["still"]


def to_find_lead(value: Duty, locale: str) -> list[ButtonElement]:
    """The buttons that end that."""
    return _ways(sentences("leadership/vacant", locale), value.initiative_id)


def _ways(say: Sentences, initiative_id: int) -> list[ButtonElement]:
    """To lead oneself, and to choose somebody."""
    this = str(initiative_id)
    take_over = button(ids.TAKE_OVER, say["take_over"], this, style="primary")
    return [take_over, button(ids.CHOOSE_LEAD, say["choose"], this)]


def _told(of: Initiative, locale: str) -> Sentences:
    about = {"practice": of.practice, "lead": of.lead_user_id, "channel": of.channel_id}
    return sentences("leadership/told", locale, of.zone, **about)
