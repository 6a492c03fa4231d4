"""What is measured, as people see it: the list with what each measure tells, and short answers to what they did."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.domain.measures.measure import Measure, Purpose
from bot.domain.measures.over_time import Listed, Listing, OverTime, plotted
from bot.domain.measures.recording import Recorded
from bot.domain.measures.xmr import FEWEST_POINTS
from messages import ids
from messages.form import page_view
from messages.measure_words import amount, reckoned
from messages.measures import XMR_PARTS
from messages.message import Message, button, buttons, message, paragraph, said
from messages.sentences import sentences

_MOST = 40


def listing(value: Listing, locale: str) -> Message:
    """Every measure with its latest value, and in words and signs whether it varies and meets its target."""
    say = sentences("measures/list", locale, practice=value.practice)
    blocks: list[Block] = [paragraph(f"*{say['headline']}*")]
    for purpose in Purpose:
        some = [each for each in value.measures[:_MOST] if each.over.measure.terms.purpose is purpose]
        blocks += [paragraph(say[purpose.value])] if some else []
        for each in some:
            blocks += _listed(each, locale)
    if not value.measures:
        blocks.append(paragraph(say["none"]))
    if value.may_define:
        blocks.append(buttons(button(ids.NEW_MEASURE, say["new"], str(value.initiative_id))))
    return message(say["headline"], blocks)


def open_list(initiative_id: int, locale: str) -> ButtonElement:
    """The button that shows the list."""
    return button(ids.LIST_MEASURES, sentences("measures/list", locale)["see"], str(initiative_id))


def recorded(value: Recorded, locale: str) -> View:
    """What came of giving values."""
    terms = value.measure.terms
    lines = []
    for part, count in (("added", value.added), ("corrected", value.corrected), ("same", value.same)):
        if count or (part == "added" and not value.corrected and not value.same):
            lines.append(sentences("measures/record", locale, count=count, name=terms.name)[part])
    say = sentences("measures/record", locale)
    chart = buttons(button(ids.SHOW_CHART, say["see_chart"], str(value.measure.id)))
    return page_view(say["done_title"], say["done"], [paragraph("\n".join(lines)), chart])


def defined(measure: Measure, locale: str) -> View:
    """A measure was defined or changed, and what comes next."""
    terms = measure.terms
    about: dict[str, Any] = {
        "name": terms.name,
        "number": measure.number,
        "owner": terms.owner_user_id,
        "first_on": terms.first_on,
    }
    say = sentences("measures/chart", locale, **about)
    blocks: list[Block] = [paragraph(say["defined" if measure.is_by_hand else "defined_pulse"])]
    if measure.is_by_hand:
        blocks += [paragraph(say["before"]), buttons(button(ids.RECORD_VALUES, say["record"], str(measure.id)))]
    return page_view(say["saved"], say["done"], blocks)


def put_aside(measure: Measure, locale: str) -> Message:
    """A measure was put aside or taken up again."""
    say = sentences("measures/chart", locale, name=measure.terms.name)
    part = "put_aside" if measure.is_retired else "taken_up"
    back = button(ids.PUT_ASIDE, say["take_up" if measure.is_retired else "aside"], str(measure.id))
    return message(say[part], [paragraph(say[part]), buttons(back)])


def marked(measure: Measure, locale: str) -> View:
    """A day was marked."""
    say = sentences("measures/chart", locale, name=measure.terms.name)
    chart = buttons(button(ids.SHOW_CHART, sentences("measures/record", locale)["see_chart"], str(measure.id)))
    return page_view(say["saved"], say["done"], [paragraph(say["marked"]), chart])


def took_back(locale: str) -> str:
    """A mark was taken back."""
    return sentences("measures/chart", locale)["took_back"]


def usage(locale: str) -> str:
    """What one can do with /measure."""
    return sentences("measures/help", locale)["text"]


def how_to_import(expected: Measure | None, locale: str) -> Message:
    """How to send values as a file, and which measure the next one is for."""
    say = sentences("measures/help", locale, name=expected.terms.name if expected else "")
    text = say["import"]
    return said(f"{say['expecting']} {text}" if expected else text)


def _listed(value: Listed, locale: str) -> list[Block]:
    measure = value.over.measure
    say = sentences("measures/list", locale, number=measure.number, name=measure.terms.name)
    lines = [say["line"], " ".join(_facts(value, locale)), *_tells(value, locale)]
    acts = [button(ids.SHOW_CHART, say["chart"], str(measure.id))]
    if value.may_record:
        acts.insert(0, button(ids.RECORD_VALUES, say["record"], str(measure.id)))
    return [paragraph("\n".join(lines)), buttons(*acts)]


def _facts(value: Listed, locale: str) -> Sequence[str]:
    over, terms = value.over, value.over.measure.terms
    known = [(point.on, shown) for point in over.points if (shown := plotted(point, terms.data)) is not None]
    found = []
    if known:
        latest: dict[str, Any] = {"on": known[-1][0], "value": _said(over, known[-1][1], locale)}
        found.append(sentences("measures/list", locale, **latest)["latest"])
    else:
        found.append(sentences("measures/list", locale)["empty"])
    if terms.target is not None:
        found.append(sentences("measures/list", locale, value=amount(terms.target, terms.data, locale))["target"])
    if value.missing_since:
        found.append(sentences("measures/list", locale, on=value.missing_since)["missing"])
    if not over.measure.is_by_hand:
        found.append(sentences("measures/list", locale)["of_pulse"])
    return found


def _said(over: OverTime, value: float, locale: str) -> str:
    """The latest value: as it was given, or with sensible decimals where it was reckoned."""
    data = over.measure.terms.data
    is_given = over.measure.is_by_hand and not data.has_size
    return (amount if is_given else reckoned)(value, data, locale)


def _tells(value: Listed, locale: str) -> list[str]:
    """Variation and assurance, a line each."""
    over = value.over
    if not over.known:
        return []
    if over.known < FEWEST_POINTS:
        return [sentences("measures/list", locale, count=over.known, fewest=FEWEST_POINTS)["few"]]
    made, say = over.variation(), sentences("measures/list", locale)
    return [say[XMR_PARTS[found]] for found in (made.variation, made.assurance) if found]
