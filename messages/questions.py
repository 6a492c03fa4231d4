"""A file of a team's own questions, as its lead sees it: what it would change, and what became of it."""

from slack_sdk.models.blocks import Block

from bot.domain.questions import QuestionChange
from messages import ids
from messages import question_lines as lines
from messages.message import Message, button, buttons, message, paragraph, small
from messages.sentences import sentences


def checked(value: QuestionChange, locale: str) -> Message:
    """What a file would change, with buttons that show and use it; or each line that needs a look."""
    say = _in_message(locale)
    if value.faults:
        headline = say("faults", practice=value.practice)
        text = "\n".join([f"*{headline}*", *(lines.line(each, say) for each in value.faults)])
        return message(headline, [paragraph(text), small(say("mend"))])
    headline = lines.headline(value, say)
    blocks: list[Block] = [paragraph("\n".join([f"*{headline}*", *lines.questions(value, say)]))]
    if value.is_same:
        return message(headline, blocks)
    blocks.append(paragraph(lines.each_time(value, say)))
    blocks += [paragraph("\n".join(hints))] if (hints := lines.hints(value, say)) else []
    show = button(ids.PREVIEW_FILE, say("preview"), str(value.staged_id))
    use = button(ids.USE_QUESTIONS, say("use"), str(value.staged_id), style="primary")
    return message(headline, [*blocks, buttons(use, show), small(" ".join([say("not_yet"), *lines.then(value, say)]))])


def used(value: QuestionChange, locale: str) -> Message:
    """What the message with the buttons turns into."""
    say = _in_message(locale)
    headline = lines.done(value, say)
    return message(headline, [paragraph("\n".join([headline, *lines.questions(value, say)]))])


def _in_message(locale: str) -> lines.Say:
    return lambda part, **values: sentences("pulse/questions", locale, **values)[part]
