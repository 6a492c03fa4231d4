"""How a group's results went over the last pulses: what has moved by the rules, and a chart of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bot.domain.measures.runs import FEWEST_USEFUL
from bot.domain.pulse import SCALE, Before, Item, ItemResult, Wave
from bot.domain.pulse_reading import Average, Move, average, move, unbroken
from messages import charts
from messages.charts import Chart, Shown, Trace
from messages.pulse import Words, reversed_items
from messages.sentences import Sentences, babel_locale, sentences

MOST_LINES = 4
_FEWEST_POINTS = 2


@dataclass(frozen=True, slots=True)
class History:
    """A group's results, the newest wave's and those before it, the latest first; `own` are a team's own questions."""

    practice: str
    zone: str
    wave: Wave
    items: tuple[ItemResult, ...]
    before: tuple[Before, ...]
    own: tuple[Item, ...] = ()

    def days(self, waves: int) -> list[date]:
        """The days of the last so many waves, the oldest first."""
        return [*(past.opens_on for past in reversed(self.before[: waves - 1])), self.wave.opens_on]

    def series(self, item: str, waves: int) -> list[ItemResult | None]:
        """What was published of an item in each of them."""
        past = [each.of(item) for each in reversed(self.before[: waves - 1])]
        return [*past, next((each for each in self.items if each.item == item), None)]

    def unbroken(self) -> tuple[tuple[str, ...], int]:
        """The items that every wave of late has asked, and how many waves that is."""
        return unbroken(self.wave.items, [past.asked for past in self.before])

    def averages(self, item: str, waves: int) -> list[Average | None]:
        """The same as averages, of which higher is better."""
        turned = item in reversed_items(self.own)
        return [average(each, turned=turned) if each else None for each in self.series(item, waves)]

    def moves(self) -> dict[str, Move]:
        """What the rules say of each of these items."""
        items, waves = self.unbroken()
        return {item: move(self.averages(item, waves)) for item in items}


def score(value: Average, locale: str) -> str:
    """An average in words: a number, or what a band says."""
    low, high = value
    if low == high:
        part = "exact"
    elif high == SCALE:
        part = "at_least"
    else:
        part = "at_most" if low == 1 else "between"
    return sentences("pulse/score", locale, low=low, high=high)[part]


def what_moved(history: History, locale: str) -> str:
    """Which questions have moved by the run-chart rules, or that none has, or that nothing can be told yet."""
    moves, words = history.moves(), Words(history.own, locale)
    say = sentences("pulse/moved", locale, fewest=FEWEST_USEFUL)
    told = [
        sentences("pulse/moved", locale, name=words.short(item))[found.value]
        for item, found in moves.items()
        if found in (Move.RISEN, Move.FALLEN, Move.MOVED)
    ]
    if told:
        return " ".join([*told, say["signal"]])
    return say["usual" if Move.USUAL in moves.values() else "too_few"]


def chart_of(history: History, locale: str) -> Shown | None:
    """The last waves as a chart with its sentence; None where fewer than two have anything to show."""
    items, waves = history.unbroken()
    series = {item: history.averages(item, waves) for item in items}
    shown = [item for item in items if any(series[item])][:MOST_LINES]
    if max((sum(1 for each in series[item] if each) for item in shown), default=0) < _FEWEST_POINTS:
        return None
    words, days = Words(history.own, locale), history.days(waves)
    say = sentences("pulse/chart", locale, history.zone, practice=history.practice, count=waves)
    traces = tuple(_trace(words.label(item), series[item]) for item in shown)
    lines = [_told(words.short(item), series[item], days, history.zone, locale) for item in shown]
    hidden = sum(1 for place in range(waves) if not any(series[item][place] for item in shown))
    gaps = [_counted("hidden_one" if hidden == 1 else "hidden", hidden, locale)] if hidden else []
    says = "\n".join([say["intro"], *lines, *gaps])
    labels = _labels(days, locale)
    return charts.in_message(Chart(say.plain("title"), says, labels, traces, say.plain("axis"), (1, SCALE)), locale)


def _trace(name: str, series: Sequence[Average | None]) -> Trace:
    exact = [each[0] if each and each[0] == each[1] else None for each in series]
    bands = [each if each and each[0] != each[1] else None for each in series]
    return Trace(name, tuple(exact), tuple(bands) if any(bands) else ())


def _told(name: str, series: Sequence[Average | None], days: Sequence[date], zone: str, locale: str) -> str:
    """The first and the last that is known of a line."""
    known = [(day, each) for day, each in zip(days, series, strict=True) if each]
    (first_on, first), (last_on, last) = known[0], known[-1]
    about = {"first": score(first, locale), "first_on": first_on, "last": score(last, locale), "last_on": last_on}
    say: Sentences = sentences("pulse/chart", locale, zone, name=name, **about)
    return say["line" if len(known) > 1 else "line_once"]


def _counted(part: str, count: int, locale: str) -> str:
    return sentences("pulse/chart", locale, count=count)[part]


def _labels(days: Sequence[date], locale: str) -> tuple[str, ...]:
    """Short days, such as '3 Mar'; with the year where a day and month stand twice, and a number where all does."""
    language = babel_locale(locale)
    given = [format_date(day, "d MMM", locale=language) for day in days]
    if len(set(given)) < len(given):
        given = [format_date(day, "d MMM yy", locale=language) for day in days]
    turns = [given[:place].count(text) + 1 for place, text in enumerate(given)]
    return tuple(text if turn == 1 else f"{text} ({turn})" for text, turn in zip(given, turns, strict=True))
