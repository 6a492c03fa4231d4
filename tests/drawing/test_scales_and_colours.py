"""Axes are round and hold the data, colours stand out from the paper, bars and slices have their numbers' size."""

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drawing.bar import bar_chart
from bot.drawing.lettering import safe, shortened, text_width
from bot.drawing.palette import MARKS, Palette, palette
from bot.drawing.pie import pie_chart
from bot.drawing.scale import fixed_scale, round_scale

SVG = "{http://www.w3.org/2000/svg}"

ROUND: list[tuple[list[float], bool, list[str]]] = [
    ([2.9, 3.8], False, ["2.8", "3.0", "3.2", "3.4", "3.6", "3.8"]),
    ([0, 100], False, ["0", "20", "40", "60", "80", "100"]),
    ([3, 97], False, ["0", "20", "40", "60", "80", "100"]),
    ([-2, 12], True, ["-5", "0", "5", "10", "15"]),
    ([7, 12], True, ["0.0", "2.5", "5.0", "7.5", "10.0", "12.5"]),
    ([1500], True, ["0", "500", "1,000", "1,500"]),
    ([5], False, ["4.50", "4.75", "5.00", "5.25", "5.50"]),
    ([0], True, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    ([], False, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
]


@pytest.mark.parametrize(("values", "from_zero", "ticks"), ROUND)
def test_ticks_are_round(values: list[float], from_zero: bool, ticks: list[str]) -> None:
    scale = round_scale(values, from_zero=from_zero)
    assert [scale.written(tick) for tick in scale.ticks()] == ticks


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(1, 5, [1, 2, 3, 4, 5]), (0, 100, [0, 20, 40, 60, 80, 100]), (0, 10, [0, 2, 4, 6, 8, 10]), (0, 7, [0, 7])],
)
def test_fixed_ends_are_ticked_evenly(low: float, high: float, ticks: list[float]) -> None:
    assert fixed_scale(low, high).ticks() == ticks


@given(st.lists(st.floats(min_value=-1e12, max_value=1e12), min_size=1), st.booleans())
def test_a_scale_holds_every_value(values: list[float], from_zero: bool) -> None:
    scale = round_scale(values, from_zero=from_zero)
    slack = scale.step * 1e-6
    assert scale.low - slack <= min(values) <= max(values) <= scale.high + slack
    assert 2 <= len(scale.ticks()) <= 6
    assert all(one < other for one, other in pairwise(scale.ticks()))


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [palette(dark=False), palette(dark=True)], ids=["light", "dark"])
def test_colours_stand_out_from_the_paper(colours: Palette) -> None:
    assert all(contrast(colour, colours.paper) >= 3 for colour in colours.series)
    assert contrast(colours.ink, colours.paper) >= 4.5
    assert contrast(colours.muted, colours.paper) >= 4.5


def test_six_series_differ_in_colour_and_in_mark() -> None:
    assert len(set(MARKS)) == 6
    assert all(len(set(palette(dark=dark).series)) == 6 for dark in (True, False))


def test_text_is_cut_with_an_ellipsis_only_where_it_must_be() -> None:
    assert shortened("Climate", 12, 200) == "Climate"
    cut = shortened("Climate on all the wards", 12, 60)
    assert cut.endswith("…")
    assert text_width(cut, 12) <= 60


def test_characters_that_xml_forbids_are_left_out() -> None:
    assert safe('a\x00<b>&"') == "a&lt;b&gt;&amp;&quot;"


def bars(svg: str) -> dict[str, tuple[float, float]]:
    found = {}
    for rect in ET.fromstring(svg).iter(f"{SVG}rect"):
        for title in rect.iter(f"{SVG}title"):
            found[title.text or ""] = (float(rect.get("y", "")), float(rect.get("height", "")))
    return found


def test_bars_have_the_height_of_their_numbers_and_hang_below_zero() -> None:
    drawn = bars(bar_chart({"A": [10, 5, -5, None]}, list("abcd"), title="T"))
    assert list(drawn) == ["a: 10", "b: 5", "c: -5"]
    assert drawn["a: 10"][1] == pytest.approx(2 * drawn["b: 5"][1], abs=0.3)
    assert drawn["b: 5"][1] == pytest.approx(drawn["c: -5"][1], abs=0.3)
    assert drawn["c: -5"][0] == pytest.approx(drawn["a: 10"][0] + drawn["a: 10"][1], abs=0.3)


def test_bars_of_several_series_have_a_key() -> None:
    svg = bar_chart({"Ward 4": [1], "Ward 5": [2]}, ["a"], title="T")
    assert {"Ward 4", "Ward 5"} <= {text.text for text in ET.fromstring(svg).iter(f"{SVG}text")}


def test_a_pie_says_its_shares() -> None:
    svg = pie_chart({"Yes": 6, "No": 3, "Unsure": 1}, title="T")
    assert "Shares: Yes 60%, No 30%, Unsure 10%." in svg
    assert sum(1 for path in ET.fromstring(svg).iter(f"{SVG}path") if "A" in path.get("d", "")) == 3


def test_a_pie_of_one_is_whole() -> None:
    assert "<circle" in pie_chart({"All": 1}, title="T")
