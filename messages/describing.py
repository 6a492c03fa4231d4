"""Another name for an initiative, or other reasons, as people see them."""

from slack_sdk.models.blocks import ButtonElement, InputBlock, PlainTextInputElement
from slack_sdk.models.views import View

from bot.domain.initiative import Initiative
from messages import ids
from messages.form import as_standing, field, form_view, page_view
from messages.initiative import case_lines
from messages.message import Message, button, message, paragraph, small
from messages.sentences import Sentences, sentences

_OPTIONAL = frozenset({"how_it_fits", "what_improves"})


def open_description(initiative_id: int, locale: str) -> ButtonElement:
    """The button that opens the form."""
    return button(ids.OPEN_DESCRIPTION, sentences("initiative/describing", locale)["open"], str(initiative_id))


def description_form(of: Initiative, locale: str) -> View:
    """The practice's name and why it is better, as they are written down now."""
    say = sentences("initiative/describing", locale)
    asks = sentences("initiative/start", locale)
    case = of.case
    blocks = [
        _text(asks, "practice", of.practice, hint=asks["practice_hint"]),
        _text(asks, "what_is_new", case.what_is_new),
        _text(asks, "why_better", case.why_better),
        _text(asks, "how_it_fits", case.how_it_fits),
        _text(asks, "what_improves", case.what_improves),
    ]
    return form_view(ids.SUBMIT_DESCRIPTION, say, private=str(of.id), blocks=[paragraph(say["intro"]), *blocks])


def saved(locale: str, *, is_different: bool) -> View:
    """What the form turns into."""
    say = sentences("initiative/describing", locale)
    return page_view(say["title"], say["ok"], [paragraph(say["saved" if is_different else "nothing"])])


def described(of: Initiative, locale: str) -> Message:
    """What the channel is told."""
    say = sentences("initiative/describing", locale, practice=of.practice, lead=of.lead_user_id)
    return message(
        say["headline"], [paragraph(f"*{say['headline']}*"), *case_lines(of.case, locale), small(say["who"])]
    )


def _text(asks: Sentences, name: str, standing: str, hint: str = "") -> InputBlock:
    element = PlainTextInputElement(
        action_id=ids.CHOICE, multiline=name != "practice", initial_value=as_standing(standing)
    )
    return field(name, asks[name], element, hint=hint, optional=name in _OPTIONAL)
