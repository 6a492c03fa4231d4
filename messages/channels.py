"""Results that aren't posted in a channel, as the lead is told."""

from bot.domain.initiative import Initiative, ResultsStop
from bot.domain.lifecycle import Stopped
from bot.domain.people import ChannelKind
from messages import ids
from messages.message import Message, button, buttons, message, paragraph, small
from messages.sentences import Sentences, sentences


def stopped(value: Stopped, locale: str) -> Message:
    """Why results aren't posted, what one can do meanwhile, and where the lead decides, a button."""
    say = _about(value.initiative, locale)
    if value.stop is ResultsStop.SHARED:
        return message(say["shared"], [paragraph(_shared(say)), small(say["shared_later"])])
    if value.stop is ResultsStop.UNSHARED:
        headline, text = say["unshared"], f"*{say['unshared']}*\n{say['unshared_do']}"
    else:
        now = "now_public" if value.kind is ChannelKind.PUBLIC else "now_private"
        headline, text = say[now], f"*{say[now]}*\n{say[f'{now}_why']} {say['changed_do']}"
    confirm = button(ids.CONFIRM_CHANNEL, say["confirm"], str(value.initiative.id), style="primary")
    return message(headline, [paragraph(text), buttons(confirm)])


def posted_again(of: Initiative, locale: str) -> Message:
    """What the message turns into once the lead has said yes."""
    headline = _about(of, locale)["again"]
    return message(headline, [paragraph(headline)])


def _shared(say: Sentences) -> str:
    return f"*{say['shared']}*\n{say['shared_why']}\n{say['shared_do']}"


def _about(of: Initiative, locale: str) -> Sentences:
    return sentences("channels/stopped", locale, of.zone, practice=of.practice, channel=of.channel_id)
