"""Whatever somebody typed as a name, title or label of a chart is a text in it: nothing is drawn or run by it."""

import re
import xml.etree.ElementTree as ET

from typed_strings import typed_strings

from bot.drawing.bar import bar_chart
from bot.drawing.control import Lines, Words, control_chart
from bot.drawing.line import line_chart
from bot.drawing.pie import pie_chart

CHARTS = {
    "line": lambda x: line_chart({x: [1, 2], "b": [2, 1]}, [x, "b"], title=x, y_label=x, description=x),
    "bar": lambda x: bar_chart({x: [1, 2], "b": [2, 1]}, [x, "b"], title=x, y_label=x),
    "pie": lambda x: pie_chart({x: 1, "b": 2}, title=x),
    "control": lambda x: control_chart(
        [1, 2], [x, "b"], Lines([1, 1]), Words(x, x, x, x, x, x), target=2, notes=[(0, x)]
    ),
}
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def test_a_text_stays_a_text_in_every_chart() -> None:
    """The next string goes into the next chart."""
    kinds = list(CHARTS)
    plain = {kind: anatomy(draw("plain")) for kind, draw in CHARTS.items()}
    for number, text in enumerate(typed_strings()[::2]):
        kind = kinds[number % len(kinds)]
        typed = text[:80] or "x"
        svg = CHARTS[kind](typed)
        svg.encode()
        assert not UNFIT.search(svg), (kind, text)
        assert anatomy(svg) <= plain[kind], (kind, text)
        title = ET.fromstring(svg).findtext("{http://www.w3.org/2000/svg}title") or ""
        assert squeezed(title) == squeezed(UNFIT.sub("", typed)), (kind, text)


def anatomy(svg: str) -> set[tuple[str, frozenset[str]]]:
    """Every kind of element with its attributes."""
    return {(each.tag, frozenset(each.attrib)) for each in ET.fromstring(svg).iter()}


def squeezed(text: str) -> str:
    """A text as XML hands it on: each line end as one kind, controls between C0 and space left out."""
    return re.sub(r"[\s\x7f-\x9f]", "", text)
