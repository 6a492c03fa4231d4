"""Which chart is drawn of a measure: the one that suits its data with the reason, or another that was chosen."""

from slack_sdk.models.blocks import Option, RadioButtonsElement
from slack_sdk.models.views import View

from bot.domain.measures.measure import CHARTS
from bot.domain.measures.over_time import FEWEST_FOR_LIMITS, OverTime
from messages import ids
from messages.form import field, form_view, page_view
from messages.message import button, buttons, paragraph
from messages.sentences import Sentences, sentences

_SUITS = "suits"


def why(over: OverTime, locale: str) -> str:
    """Why the chart is drawn so: what suits the data, or that it was chosen and what would suit them."""
    say = _say(over, locale)
    if over.kind is over.suggested:
        return say[f"why_{over.kind.value}"]
    return f"{say['was_chosen']} {say[f'suits_{over.suggested.value}']}"


def choose_form(value: OverTime, locale: str) -> View:
    """The charts that can be drawn of such values, each with what it is good for."""
    say = _say(value, locale)
    suits = Option(value=_SUITS, label=say["suits"], description=say[f"name_{value.suggested.value}"])
    options = {_SUITS: suits}
    for kind in CHARTS[value.measure.terms.data]:
        options[kind.value] = Option(
            value=kind.value, label=say[f"name_{kind.value}"], description=say[f"good_{kind.value}"]
        )
    drawn_as = value.measure.drawn_as
    menu = RadioButtonsElement(
        action_id=ids.CHOICE,
        options=list(options.values()),
        initial_option=options[drawn_as.value if drawn_as else _SUITS],
    )
    blocks = [paragraph(say[f"suits_{value.suggested.value}"]), field("drawn_as", say["which"], menu)]
    return form_view(ids.SUBMIT_CHART, say, blocks, str(value.measure.id))


def chosen(value: OverTime, locale: str) -> View:
    """Which chart is drawn from now on."""
    say = _say(value, locale)
    see = buttons(button(ids.SHOW_CHART, say["see"], str(value.measure.id)))
    return page_view(say["title"], say["done"], [paragraph(say[f"drawn_{value.kind.value}"]), see])


def _say(over: OverTime, locale: str) -> Sentences:
    return sentences("measures/drawing", locale, name=over.measure.terms.name, fewest=FEWEST_FOR_LIMITS)
