"""The chart of a measure: drawn, with what it says and doesn't say, why it is drawn so, and what is marked on it."""

from collections.abc import Sequence

from babel import dates
from slack_sdk.models.blocks import Block, InteractiveElement

from bot.domain.measures.measure import Mark, MarkKind
from bot.domain.measures.over_time import OverTime, Shown
from bot.drawing.control import Lines
from messages import ids
from messages.charts import Chart, Control, Trace, decimals_for, in_message, in_page
from messages.charts import Shown as Drawn
from messages.measure_drawing import why
from messages.measure_words import counted, plain_amount
from messages.measures import chart_says, line_names
from messages.message import Message, button, buttons, message, paragraph, small
from messages.sentences import babel_locale, sentences

_MOST_NOTES = 9
_LONGEST_NOTE = 60
_PERCENT = 100


def chart(value: Shown, locale: str) -> Message:
    """The chart of a measure with its sentence, and below it the reasons; buttons for who may change something."""
    if not value.over.known:
        return _without(value, locale)
    return _laid_out(value, in_message(chart_of(value.over, locale), locale), locale)


def page(value: Shown, locale: str) -> Message:
    """The same for a modal, where a chart is a picture."""
    if not value.over.known:
        return _without(value, locale)
    return _laid_out(value, in_page(chart_of(value.over, locale)), locale)


def _without(value: Shown, locale: str) -> Message:
    say = sentences("measures/chart", locale, name=value.over.measure.terms.name)
    return message(say["no_values"], [paragraph(say["no_values"]), *_below(value, locale)])


def _laid_out(value: Shown, drawn: Drawn, locale: str) -> Message:
    say = sentences("measures/chart", locale, name=value.over.measure.terms.name)
    head = paragraph(f"*{say['headline']}*").to_dict()
    rest = [block.to_dict() for block in _below(value, locale)]
    return Message(
        f"{say['headline']}. {says(value.over, locale)}",
        [head, *drawn.blocks, *rest],
        [head, *drawn.simple, *rest],
        drawn.pictures,
    )


def _below(value: Shown, locale: str) -> list[Block]:
    acts = _acts(value, locale)
    return [*_reasons(value, locale), *([buttons(*acts)] if acts else [])]


def chart_of(over: OverTime, locale: str) -> Chart:
    """A measure's chart, as it is drawn anywhere; it needs one value at least."""
    made, terms = over.chart(), over.measure.terms
    times = _PERCENT if terms.data.value == "share" else 1
    low, high = [low for low, _ in made.limits], [high for _, high in made.limits]
    lines = Lines(_times(made.centre, times), _times(low, times), _times(high, times))
    unit = counted(terms, locale)
    return Chart(
        title=terms.name,
        says=says(over, locale),
        labels=tuple(_label(over, place, locale) for place in range(len(over.points))),
        traces=(Trace(terms.name, tuple(_times(made.plotted, times))),),
        y_label=f"% {unit}".strip() if times == _PERCENT else unit,
        control=Control(
            lines,
            line_names(made.kind, locale),
            target=None if terms.target is None else terms.target * times,
            signals=tuple(point - 1 for point in made.outside),
            phases=over.parts,
            notes=tuple(_notes(over)),
            decimals=decimals_for(_times(made.plotted, times)),
        ),
    )


def says(over: OverTime, locale: str) -> str:
    """What the chart says, and what it doesn't."""
    return chart_says(over.chart(), locale, over.measure.terms.often.value)


def _times(values: Sequence[float | None], times: int) -> list[float | None]:
    return [None if value is None else value * times for value in values]


def _label(over: OverTime, place: int, locale: str) -> str:
    """A day, with its year where the points are of several."""
    days = [point.on for point in over.points]
    pattern = "d MMM" if days[0].year == days[-1].year else "d MMM yy"
    return dates.format_date(days[place], pattern, locale=babel_locale(locale))


def _notes(over: OverTime) -> list[tuple[int, str]]:
    """What is marked on the time axis, at the first point that isn't before it."""
    found = []
    for mark in over.marks[-_MOST_NOTES:]:
        place = sum(point.on < mark.on for point in over.points)
        found.append((min(place, len(over.points) - 1), mark.text[:_LONGEST_NOTE]))
    return sorted(found)


def _reasons(value: Shown, locale: str) -> list[Block]:
    """Why it is drawn so, what is marked, missing and was corrected last, and who sees to it."""
    over, terms = value.over, value.over.measure.terms
    gaps = len(over.points) - over.known
    say = sentences(
        "measures/chart",
        locale,
        count=gaps,
        owner=terms.owner_user_id,
        definition=terms.definition,
    )
    lines = [why(over, locale)] if over.known else []
    lines += [_marked(mark, locale) for mark in over.marks[-_MOST_NOTES:]]
    lines += [say["gaps"]] if gaps and over.known else []
    lines += _last_correction(value, locale)
    lines.append(say["owner" if terms.owner_user_id and not over.measure.owner_is_gone else "nobody"])
    return [small(line) for line in lines]


def _marked(mark: Mark, locale: str) -> str:
    say = sentences("measures/chart", locale, on=mark.on, text=mark.text)
    return say[{MarkKind.FREEZE: "frozen", MarkKind.REBASE: "rebased", MarkKind.NOTE: "noted"}[mark.kind]]


def _last_correction(value: Shown, locale: str) -> list[str]:
    if not value.corrections:
        return []
    last = value.corrections[0]
    old = plain_amount(last.old_value, last.old_size, locale)
    new = plain_amount(last.new_value, last.new_size, locale)
    return [sentences("measures/chart", locale, on=last.on, old=old, new=new, why=last.why)["corrected"]]


def _acts(value: Shown, locale: str) -> list[InteractiveElement]:
    say, measure = sentences("measures/chart", locale), value.over.measure
    this = str(measure.id)
    acts: list[InteractiveElement] = []
    if value.may_record and not measure.is_retired:
        acts.append(button(ids.RECORD_VALUES, say["record"], this))
    if value.may_define:
        acts += [button(ids.MARK_DAY, say["mark"], this), button(ids.CHOOSE_CHART, say["another"], this)]
        acts.append(button(ids.CHANGE_MEASURE, say["change"], this))
        acts.append(button(ids.PUT_ASIDE, say["take_up" if measure.is_retired else "aside"], this))
    return acts
