"""What a list of people and teams would change, as its lead sees it."""

from slack_sdk.models.blocks import Block

from bot.domain.delimited import Problem
from bot.domain.initiative import Initiative
from bot.domain.roles import NotForYou
from bot.domain.team_list import Applied, Preview, WhichList
from messages import ids
from messages import list_lines as lines
from messages.escaping import as_data
from messages.message import Message, button, buttons, message, named_button, paragraph, said, small
from messages.sentences import sentences

_MOST_INITIATIVES = 10


def checked(value: Preview, locale: str) -> Message:
    """What a list would change, with a button that does it; or each line that needs a look."""
    say = sentences("people/list_sent", locale, practice=value.practice)
    if value.faults:
        text = "\n".join([f"*{say['faults']}*", *(_fault(each, locale) for each in value.faults)])
        return message(say["faults"], [paragraph(text), small(say["mend"])])
    words = lines.in_message(locale)
    headline = lines.headline(value, words)
    changes = [*lines.leaving(value.change, words), *lines.teams(value.change, words)]
    blocks: list[Block] = [paragraph("\n".join([f"*{headline}*", *changes]))]
    blocks += [paragraph("\n".join(lines.left(value.left, words)))] if value.left else []
    blocks += [small(hint) for hint in lines.hints(value, words)]
    if value.does_something:
        do = button(ids.APPLY_LIST, say["apply"], str(value.list_id), style="primary")
        blocks += [buttons(do), small(say["not_yet"])]
    return message(headline, blocks)


def applied(value: Applied, locale: str) -> Message:
    """What the message with the button turns into."""
    words = lines.in_message(locale)
    headline = lines.done(value, words)
    text = "\n".join([headline, *lines.teams(value.change, words)])
    return message(headline, [paragraph(text), small(sentences("people/list_sent", locale)["from_next"])])


def which(value: WhichList, locale: str) -> Message:
    """Somebody sent a list who leads several initiatives, or none."""
    say = sentences("people/list_sent", locale)
    if not value.initiatives:
        return message(say["not_a_lead"], [paragraph(f"{say['not_a_lead']} {say['what_to_do']}")])
    choices = []
    for one in value.initiatives[:_MOST_INITIATIVES]:
        choices.append(buttons(named_button(ids.CHOOSE_FOR_LIST, one.practice, f"{one.id}:{value.file_id}")))
    return message(say["which"], [paragraph(say["which"]), *choices])


def not_for_you(refusal: NotForYou, _locale: str) -> Message:
    """Somebody sent a file who doesn't work here."""
    return said(refusal.said(as_data))


def reading(of: Initiative, locale: str) -> Message:
    """What the question turns into."""
    text = sentences("people/list_sent", locale, practice=of.practice)["reading"]
    return message(text, [paragraph(text)])


def _fault(one: Problem, locale: str) -> str:
    say = sentences("people/list_sent", locale, line=one.line, sentence=one.sentence)
    return say["fault" if one.line else "about_all"]
