"""The questions of a pulse, for the one who must agree to them; and what the lead is told of it."""

from datetime import date

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.approval import Decision, Loss, Request
from bot.domain.duties import Duty
from bot.domain.privacy import is_nobody
from bot.domain.settings import Agreement
from messages import ids
from messages.duties import when
from messages.message import Message, button, buttons, line, message, paragraph, small
from messages.pulse import Words, instrument, languages
from messages.sentences import Sentences, sentences


def request(value: Request, locale: str) -> Message:
    """Every question as staff will see it, in every language, with what was said to them or what one can say."""
    say = sentences("pulse/approval", locale, practice=value.practice, lead=value.lead_user_id)
    form = sentences("pulse/checkin", locale)
    headline, then, choices = _standing(value, say)
    blocks: list[Block] = [paragraph(f"*{headline}*\n{then}"), paragraph(say["asked"])]
    blocks += [paragraph(_questions(value, language)) for language in (languages() if not value.own else (locale,))]
    blocks += [line(), small(f"{say['before']} {form['promise']}"), buttons(*choices)]
    return message(headline, blocks)


def _standing(value: Request, say: Sentences) -> tuple[str, str, list[ButtonElement]]:
    """What was said to the questions until now, what follows, and what can be said instead."""
    of = f"{value.initiative_id}:{value.items}"
    if value.agreement is Agreement.AGREED:
        return say["agreed"], say["agreed_next"], [button(ids.NOT_YET, say["withdraw"], of)]
    if value.agreement is Agreement.DECLINED:
        return say["declined"], say["declined_next"], [button(ids.AGREE, say["agree_after_all"], of)]
    agree = button(ids.AGREE, say["agree"], of, style="primary")
    return say["headline"], say["why"], [agree, button(ids.NOT_YET, say["not_yet"], of)]


def decision(value: Decision, locale: str) -> Message:
    """What the lead reads once the questions were agreed to, or not yet."""
    say = sentences("pulse/approval", locale, practice=value.practice, approver=value.approver)
    headline = say["lead_agreed" if value.agrees else "lead_declined"]
    then = say["lead_agreed_next" if value.agrees else "lead_declined_next"]
    return message(headline, [paragraph(headline), small(then)])


def gone(value: Loss, locale: str) -> Message:
    """What the lead reads once the one who must agree can't take part any more."""
    say = sentences("pulse/approval", locale, practice=value.practice, approver=value.approver)
    left = "erased" if is_nobody(value.approver) else "has_left"
    headline = say[left if value.has_left else "can_not_agree"]
    then = say["goes_on" if value.had_agreed else "stands_still"]
    change = button(ids.OPEN_SETTINGS, say["name_somebody"], str(value.initiative_id), style="primary")
    return message(headline, [paragraph(f"*{headline}*\n{then}"), buttons(change)])


def left_out(value: Decision, locale: str) -> Message:
    """What the lead reads when a pulse didn't open because the questions were not agreed to."""
    say = sentences(
        "pulse/approval",
        locale,
        value.zone,
        practice=value.practice,
        approver=value.approver,
        left_out_on=value.left_out_on,
        next_on=value.next_on,
    )
    headline = f"{say['left_out']} {say['nobody_agrees' if value.is_gone else 'not_agreed']}"
    then = say["name_in_settings" if value.is_gone else "ask_them"]
    return message(headline, [paragraph(headline), small(f"{then} {say['next']}" if value.next_on else then)])


def awaited(value: Duty, today: date, locale: str) -> str:
    """That somebody's agreement is awaited, and until when."""
    opens = when(value.due_on, today, locale)
    return sentences("pulse/approval", locale, practice=value.title, opens=opens)["awaited"]


def to_look_at(value: Duty, locale: str) -> list[ButtonElement]:
    """The button that shows them the questions, with what they can say to them."""
    say = sentences("pulse/approval", locale)
    return [button(ids.SEE_QUESTIONS, say["see"], str(value.initiative_id), style="primary")]


def _questions(value: Request, language: str) -> str:
    words = Words(value.own, language)
    return "\n".join(
        f"{number}. {words.asked(item.id)}" for number, item in enumerate(value.own or instrument().items, 1)
    )
