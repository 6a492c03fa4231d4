"""A line chart says what the numbers say: gaps stay gaps, labels are readable, and the words reach screen readers."""

import timeit
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drawing.bar import bar_chart
from bot.drawing.frame import Series
from bot.drawing.lettering import text_width
from bot.drawing.line import Band, line_chart

SVG = "{http://www.w3.org/2000/svg}"
WEEKS = [f"Week {number}" for number in range(1, 13)]
CLIMATE = [3.1, 3.0, 3.2, 2.9, 3.1, 3.3, None, 3.4, 3.6, 3.5, 3.7, 3.8]
SUPPORT = [3.4, 3.3, 3.4, 3.2, 3.3, 3.35, 3.4, 3.5, 3.55, 3.6, 3.7, 3.75]
HOSTILE = """</svg><script>alert("1")</script>&'\x00\x0b"""


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]


def lines(svg: str) -> list[str]:
    return [path.get("d", "") for path in ET.fromstring(svg).iter(f"{SVG}path") if path.get("fill") == "none"]


def marks(svg: str) -> list[str]:
    return [title.text or "" for path in ET.fromstring(svg).iter(f"{SVG}path") for title in path.iter(f"{SVG}title")]


def test_it_is_named_and_described_for_screen_readers() -> None:
    root = ET.fromstring(line_chart({"Climate": CLIMATE}, WEEKS, title="Ward 4"))
    named = [root.find(f"{SVG}title"), root.find(f"{SVG}desc")]
    assert root.get("role") == "img"
    assert [element.get("id") for element in named if element is not None] == root.get("aria-labelledby", "").split()
    assert [element.text for element in named if element is not None] == [
        "Ward 4",
        "1 series from Week 1 to Week 12. Climate: 3.1 to 3.8, lowest 2.9, highest 3.8, 1 missing.",
    ]


def test_its_host_may_describe_it_in_other_words() -> None:
    svg = line_chart({"Climate": CLIMATE}, WEEKS, title="Ward 4", description="Klima steigt.")
    assert "<desc" in svg
    assert "Klima steigt." in svg
    assert "lowest" not in svg


def test_a_gap_breaks_the_line_and_has_no_mark() -> None:
    svg = line_chart({"Climate": CLIMATE}, WEEKS, title="Ward 4")
    (drawn,) = lines(svg)
    assert drawn.count("M") == 2
    assert drawn.count("L") == 9
    assert "Week 7: 3.4" not in marks(svg)
    assert len(marks(svg)) == 11


@pytest.mark.parametrize("gap", [None, float("nan"), float("inf")])
def test_what_is_no_number_is_a_gap(gap: float | None) -> None:
    assert line_chart({"A": [1, gap, 2]}, list("abc"), title="T") == line_chart(
        {"A": [1, None, 2]}, list("abc"), title="T"
    )


def test_a_higher_value_stands_higher() -> None:
    (drawn,) = lines(line_chart({"A": [1, 2, 3]}, list("abc"), title="T"))
    heights = [float(point.split()[1]) for point in drawn[1:].split("L")]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2], abs=0.2)


def test_a_value_between_gaps_is_a_mark_even_where_points_are_crowded() -> None:
    values = [1.0] * 100 + [None, 2.0, None] + [1.0] * 97
    assert marks(line_chart({"A": values}, [str(day) for day in range(200)], title="T")) == ["101: 2"]


def test_one_series_needs_no_label_and_several_are_labelled_at_their_ends() -> None:
    assert "Climate" not in texts(line_chart({"Climate": CLIMATE}, WEEKS, title="Ward 4"))
    shown = texts(line_chart({"Climate": CLIMATE, "Support": SUPPORT}, WEEKS, title="Ward 4"))
    assert {"Climate", "Support"} <= set(shown)


def test_labels_at_the_ends_do_not_overlap() -> None:
    series: Series = {f"Team {number}": [3.0, 3.0 + number / 1000] for number in range(6)}
    root = ET.fromstring(line_chart(series, ["a", "b"], title="T"))
    heights = [float(text.get("y", "")) for text in root.iter(f"{SVG}text") if (text.text or "").startswith("Team")]
    assert len(heights) == 6
    assert min(abs(one - other) for one in heights for other in heights if one != other) >= 14
    assert 0 < min(heights) < max(heights) < 240


def test_long_names_go_into_a_key_above() -> None:
    series: Series = {"x" * 60: [1.0, 2.0], "y" * 60: [2.0, 1.0]}
    root = ET.fromstring(line_chart(series, ["a", "b"], title="T"))
    named = [text for text in root.iter(f"{SVG}text") if (text.text or "")[0] in "xy"]
    assert len(named) == 2
    assert all(float(text.get("x", "")) < 40 for text in named)


def test_fixed_bounds_show_the_whole_range_of_answers() -> None:
    shown = texts(line_chart({"Climate": CLIMATE}, WEEKS, title="T", bounds=(1, 5)))
    assert [text for text in shown if text.isdigit()] == ["1", "2", "3", "4", "5"]


def test_a_band_lies_behind_and_widens_the_scale() -> None:
    svg = line_chart({"Falls": [4, 5, 6]}, list("abc"), title="T", band=Band([1, 1, None], [9, 9, 9]))
    assert {"0", "10"} <= set(texts(svg))
    assert svg.index("fill-opacity") < svg.index('stroke-width="2.25"')


def test_a_filled_chart_begins_at_zero() -> None:
    svg = line_chart({"Reached": [80, 90, 100]}, list("abc"), title="T", filled=True)
    assert "0" in texts(svg)
    assert "fill-opacity" in svg


def test_a_series_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"'A' has 2 values for 3 categories\."):
        line_chart({"A": [1, 2]}, list("abc"), title="T")


@pytest.mark.parametrize("draw", [line_chart, bar_chart])
def test_hostile_text_stays_text(draw: type[object]) -> None:
    svg = str(draw({HOSTILE: [1, 2], "B": [2, 1]}, [HOSTILE, "b"], title=HOSTILE, y_label=HOSTILE))  # type: ignore[call-arg]
    root = ET.fromstring(svg)
    assert not list(root.iter(f"{SVG}script"))
    assert "<script" not in svg


def test_no_values_still_make_a_chart() -> None:
    assert "no values" in line_chart({"A": [None, None]}, ["a", "b"], title="T")
    assert ET.fromstring(line_chart({}, [], title="T")).tag == f"{SVG}svg"


NAMES = st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=24)
NUMBERS = st.none() | st.floats(min_value=-1e9, max_value=1e9)


@given(st.data(), NAMES, st.integers(0, 6), st.booleans())
def test_everything_stays_on_the_paper_and_labels_keep_apart(
    data: st.DataObject, names: list[str], count: int, dark: bool
) -> None:
    one_each = st.lists(NUMBERS, min_size=len(names), max_size=len(names))
    series = {f"Series {number}": data.draw(one_each) for number in range(count)}
    root = ET.fromstring(line_chart(series, names, title="T", dark=dark))
    below = [text for text in root.iter(f"{SVG}text") if text.get("y") == "228"]
    reach = 0.0
    for text in below:
        half = text_width(text.text or "", 12) / 2
        assert float(text.get("x", "")) - half >= reach
        reach = float(text.get("x", "")) + half
    assert reach <= 640


def test_it_takes_a_fraction_of_a_millisecond() -> None:
    seconds = min(
        timeit.repeat(
            lambda: line_chart({"A": CLIMATE, "B": SUPPORT}, WEEKS, title="T", y_label="Mean"), number=50, repeat=5
        )
    )
    assert seconds / 50 < 0.002
