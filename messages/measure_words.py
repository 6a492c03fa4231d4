"""What messages of measures are made with: values as their reader writes numbers, choices, and an answer as a page."""

from collections.abc import Sequence

from babel.numbers import format_decimal, format_percent
from slack_sdk.models.blocks import InputInteractiveElement, Option, RadioButtonsElement, StaticSelectElement
from slack_sdk.models.views import View

from bot.domain.measures.measure import Data, Point, Terms
from bot.domain.measures.numbers import Value
from messages import ids
from messages.escaping import Finished
from messages.form import page_view
from messages.message import Message
from messages.sentences import Sentences, babel_locale, sentences

_PLAIN, _PERCENT, _RECKONED, _SMALL = "#,##0.###", "#,##0.#%", "#,##0.#", "@@#"


def amount(value: float, data: Data, locale: str) -> str:
    """A value as it is drawn: '12.5', or '92.5%' for a share."""
    if data is Data.SHARE:
        return Finished(format_percent(value, _PERCENT, locale=babel_locale(locale)))
    return Finished(format_decimal(value, _PLAIN, locale=babel_locale(locale)))


def reckoned(value: float, data: Data, locale: str) -> str:
    """A value that nobody typed, such as a mean or a rate: with one decimal, or three figures where it is small."""
    if data is Data.SHARE:
        return amount(value, data, locale)
    pattern = _SMALL if 0 < abs(value) < 1 else _RECKONED
    return Finished(format_decimal(value, pattern, locale=babel_locale(locale)))


def plain_amount(value: Value, size: Value, locale: str) -> str:
    """A value as somebody gave it: '12', '12 of 40', or that there is none."""
    say = sentences(
        "measures/record",
        locale,
        value=amount(value, Data.NUMBER, locale) if value is not None else "",
        size=amount(size, Data.NUMBER, locale) if size is not None else "",
    )
    if value is None:
        return say["gap"]
    return amount(value, Data.NUMBER, locale) if size is None else say["sized"]


def given_amount(point: Point, locale: str) -> str:
    """The same of a point that is there."""
    return plain_amount(point.value, point.size, locale)


def counted(terms: Terms, locale: str) -> str:
    """What the numbers of a chart count, for its scale; '' where nobody said."""
    say = sentences("measures/chart", locale, unit=terms.unit, per=terms.per)
    if not terms.unit:
        return ""
    return say.plain("counted_per" if terms.per else "counted")


def choice(say: Sentences, values: Sequence[str], chosen: str, *, names: str = "") -> InputInteractiveElement:
    """Round buttons, each with the part of `say` of its name; `names` goes before it."""
    options = {value: Option(value=value, label=say[f"{names}{value}"]) for value in values}
    return RadioButtonsElement(action_id=ids.CHOICE, options=list(options.values()), initial_option=options.get(chosen))


def menu(options: Sequence[Option], chosen: str) -> InputInteractiveElement:
    """A menu of these options."""
    first = next((option for option in options if option.value == chosen), None)
    return StaticSelectElement(action_id=ids.CHOICE, options=list(options), initial_option=first)


def as_page(what: Message, locale: str) -> View:
    """An answer in a modal, for who comes from a modal or from Home."""
    say = sentences("measures/list", locale)
    return page_view(say["title"], say["close"], what.blocks)
