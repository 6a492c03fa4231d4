"""The questions of a pulse, for the one who must agree to them; and what the lead is told of it."""

from slack_sdk.models.blocks import Block

from bot.domain.approval import Decision, Loss, Request
from bot.domain.settings import Agreement
from messages import ids
from messages.message import Message, button, buttons, line, message, paragraph, small
from messages.pulse import instrument, languages, wordings
from messages.sentences import sentences


def request(value: Request, locale: str) -> Message:
    """Every question as staff will see it, in every language, with the two things that one can say to them."""
    say = sentences("pulse/approval", locale, practice=value.practice, lead=value.lead_user_id)
    form = sentences("pulse/checkin", locale)
    blocks: list[Block] = [paragraph(f"{say['headline']}\n{say['why']}"), paragraph(say["asked"])]
    blocks += [paragraph(_questions(language)) for language in languages()]
    blocks += [line(), small(f"{say['before']} {form['promise']}")]
    agree = button(ids.AGREE, say["agree"], _button_value(value), style="primary")
    return message(
        say["headline"], [*blocks, buttons(agree, button(ids.NOT_YET, say["not_yet"], _button_value(value)))]
    )


def answered(value: Request, locale: str) -> Message:
    """What the request turns into once it is answered."""
    say = sentences("pulse/approval", locale, practice=value.practice, lead=value.lead_user_id)
    if value.agreement is Agreement.AGREED:
        return message(say["agreed"], [paragraph(say["agreed"])])
    again = buttons(button(ids.AGREE, say["agree_after_all"], _button_value(value)))
    return message(say["declined"], [paragraph(say["declined"]), again])


def decision(value: Decision, locale: str) -> Message:
    """What the lead reads once the questions were agreed to, or not yet."""
    say = sentences("pulse/approval", locale, practice=value.practice, approver=value.approver)
    headline = say["lead_agreed" if value.agrees else "lead_declined"]
    then = say["lead_agreed_next" if value.agrees else "lead_declined_next"]
    return message(headline, [paragraph(headline), small(then)])


def gone(value: Loss, locale: str) -> Message:
    """What the lead reads once the one who must agree can't take part any more."""
    about = {"practice": value.practice, "approver": value.approver, "name": value.name}
    say = sentences("pulse/approval", locale, **about)
    headline = say["has_left" if value.has_left else "can_not_agree"]
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


def _questions(language: str) -> str:
    text = wordings(language)
    return "\n".join(f"{number}. {text[item.id].text}" for number, item in enumerate(instrument().items, 1))


def _button_value(value: Request) -> str:
    return f"{value.initiative_id}:{value.items}"
