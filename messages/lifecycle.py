"""Pausing, resuming and ending an initiative, as people see it."""

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.domain.initiative import Stage
from bot.domain.lifecycle import Prospect, Turn
from messages import ids
from messages.form import form_view
from messages.message import Message, button, buttons, message, paragraph, small
from messages.sentences import Sentences, sentences


def before_pausing(value: Prospect, locale: str) -> Message:
    """What pausing means, with a button that does it; or, where it is paused, one that lets it go on."""
    say, this = _pause(value, locale), str(value.initiative.id)
    if value.initiative.state is Stage.PAUSED:
        go_on = button(ids.RESUME, say["resume"], this, style="primary")
        return message(
            say["is_paused"], [paragraph(f"*{say['is_paused']}*\n{say['what_resuming_does']}"), buttons(go_on)]
        )
    lines = [say["nothing_comes"], say["dropped"], say["stays"]]
    lines += [say["open_stays"]] if value.open_wave else []
    do = button(ids.PAUSE, say["do"], this)
    return message(say["ask"], [paragraph(f"*{say['ask']}*\n" + "\n".join(lines)), buttons(do)])


def after_pausing(value: Turn, locale: str) -> Message:
    """What the one who paused it sees, with a way back."""
    say = _pause(Prospect(value.initiative, value.open_wave), locale)
    go_on = buttons(button(ids.RESUME, say["resume"], str(value.initiative.id)))
    return message(say["done"], [paragraph(say["done"]), go_on])


def paused(value: Turn, locale: str) -> Message:
    """What the channel is told about a pause."""
    say = _turn(value, locale)
    lines = [say["paused_until"], say["stays"]]
    lines += [say["open_stays"]] if value.open_wave else []
    return message(say["paused"], [paragraph(f"*{say['paused']}*\n" + "\n".join(lines))])


def resumed(value: Turn, locale: str) -> Message:
    """What the channel is told, and the one who resumed it, when a pause is over."""
    say = _turn(value, locale)
    blocks: list[Block] = [paragraph(f"*{say['resumed']}*")]
    if value.next_on:
        blocks = [paragraph(f"*{say['resumed']}*\n{say['next']}")]
    return message(say["resumed"], blocks)


def ended(value: Turn, locale: str) -> Message:
    """What the channel is told about the end."""
    say = _turn(value, locale)
    return message(
        say["ended"], [paragraph(f"*{say['ended']}*\n{say['thanks']}"), small(f"{say['stays']} {say['anew']}")]
    )


def end_form(value: Prospect, locale: str) -> View:
    """What ending means, and whether it is meant."""
    of = value.initiative
    say = sentences("lifecycle/end", locale, practice=of.practice)
    lines = [say["nothing_comes"], *([say["open_closes"]] if value.open_wave else []), say["stays"], say["for_good"]]
    return form_view(
        ids.SUBMIT_END,
        say,
        private=str(of.id),
        blocks=[paragraph(f"*{say['ask']}*"), paragraph("\n".join(lines))],
    )


def _pause(value: Prospect, locale: str) -> Sentences:
    of = value.initiative
    closes_at = value.open_wave.closes_at if value.open_wave else None
    return sentences("lifecycle/pause", locale, of.zone, practice=of.practice, closes_at=closes_at)


def _turn(value: Turn, locale: str) -> Sentences:
    of = value.initiative
    closes_at = value.open_wave.closes_at if value.open_wave else None
    about = {"practice": of.practice, "lead": of.lead_user_id, "at": of.rhythm.at, "next_on": value.next_on}
    return sentences("lifecycle/told", locale, of.zone, closes_at=closes_at, **about)
