"""A file of values, as who sent it sees it: what it would change, what must be asked, and what needs a look."""

from slack_sdk.models.blocks import Block, PlainTextInputElement
from slack_sdk.models.views import View

from bot.domain.delimited import Problem
from bot.domain.measures.measure import WHY_LENGTH, Measure, Point
from bot.domain.measures.recording import Recorded
from bot.domain.measures.typed_points import NewPoint
from bot.domain.measures.typed_values import Decimal, Order, Unclear
from bot.domain.measures.upload import Preview, WhichMeasure
from messages import ids
from messages.form import field, form_view
from messages.measure_import import outcome
from messages.measure_words import given_amount, plain_amount
from messages.message import Message, button, buttons, message, named_button, paragraph, small
from messages.sentences import sentences

_MOST_SHOWN, _MOST_MEASURES = 10, 20
_READINGS = {
    Unclear.DATE: {"first_day": Order.DAY_FIRST.value, "first_month": Order.MONTH_FIRST.value},
    Unclear.NUMBER: {"decimal_comma": Decimal.COMMA.value, "decimal_point": Decimal.POINT.value},
}


def checked(value: Preview, locale: str) -> Message:
    """What a file would change, with a button that does it; a question; or each line that needs a look."""
    example = value.question.example if value.question else ""
    about = {"name": value.measure.terms.name, "practice": value.practice, "example": example}
    say = sentences("measures/files", locale, **about)
    if value.faults:
        text = "\n".join([say["faults"], *(_fault(each, locale) for each in value.faults)])
        return message(say["faults"], [paragraph(text), small(say["mend"])])
    if value.question:
        first, other = _READINGS[value.question.about].items()
        choices = [
            button(action, say[part], f"{value.upload_id}:{how}")
            for action, (part, how) in ((ids.READ_AS, first), (ids.READ_AS_OTHER, other))
        ]
        return message(say["headline"], [paragraph(f"{say['headline']}\n{say['asked']}"), buttons(*choices)])
    blocks: list[Block] = [paragraph("\n".join([say["headline"], *_changes(value, locale)]))]
    blocks += [small(say[value.reading.order.value])] if value.reading.order else []
    if value.does_something:
        act = button(ids.APPLY_VALUES, say["apply"], str(value.upload_id), style="primary")
        blocks += [buttons(act), small(say["not_yet"])]
    return message(say["headline"], blocks)


def applied(value: Recorded, locale: str) -> Message:
    """What the message with the button turns into."""
    text = saved(value, locale)
    chart = button(ids.SHOW_CHART, sentences("measures/record", locale)["see_chart"], str(value.measure.id))
    return message(text, [paragraph(text), buttons(chart)])


def done(locale: str) -> Message:
    """The same once somebody has said why."""
    text = sentences("measures/files", locale)["done"]
    return message(text, [paragraph(text)])


def saved(value: Recorded, locale: str) -> str:
    """How many values came of a file."""
    return outcome(value, locale)["saved"]


def why_form(value: Preview, locale: str, where: str) -> View:
    """Why values that are there are changed; `where` the message stands that asked."""
    say = sentences("measures/files", locale)
    shown = "\n".join(_changes(value, locale))
    why = field(
        "why", say["why"], PlainTextInputElement(action_id=ids.CHOICE, max_length=WHY_LENGTH), hint=say["why_hint"]
    )
    return form_view(ids.SUBMIT_WHY, say, [paragraph(shown), why], f"{value.upload_id}:{where}")


def which(value: WhichMeasure, locale: str) -> Message:
    """Somebody sent a file who gives values to several measures."""
    say = sentences("measures/files", locale)
    if not value.candidates:
        return message(say["none"], [paragraph(say["none"])])
    choices: list[Block] = []
    for one in value.candidates[:_MOST_MEASURES]:
        choices.append(buttons(named_button(ids.CHOOSE_MEASURE, one.name, f"{one.measure_id}:{value.file_id}")))
    return message(say["which"], [paragraph(say["which"]), *choices])


def reading(of: Measure, locale: str) -> Message:
    """What the question turns into."""
    text = sentences("measures/files", locale, name=of.terms.name)["reading"]
    return message(text, [paragraph(text)])


def _changes(value: Preview, locale: str) -> list[str]:
    say = sentences("measures/files", locale)
    if not value.does_something:
        return [say["nothing"]]
    counts = {"added": value.added, "same": value.same, "changed": len(value.changed)}
    lines = [sentences("measures/files", locale, count=count)[part] for part, count in counts.items() if count]
    lines += [_change(old, new, locale) for old, new in value.changed[:_MOST_SHOWN]]
    more = len(value.changed) - _MOST_SHOWN
    return [*lines, sentences("measures/files", locale, count=more)["more"]] if more > 0 else lines


def _change(old: Point, new: NewPoint, locale: str) -> str:
    shown = {"old": given_amount(old, locale), "new": plain_amount(new.value, new.size, locale)}
    return sentences("measures/files", locale, on=old.on, **shown)["change"]


def _fault(one: Problem, locale: str) -> str:
    say = sentences("measures/files", locale, line=one.line, sentence=one.sentence)
    return say["fault" if one.line else "about_all"]
