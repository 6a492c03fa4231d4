"""Charts: Slack's own where it can draw all of it, a picture else, and always a sentence."""

from dataclasses import replace
from typing import Any

import pytest
from block_kit_oracles import every_oracle_accepts
from typed_strings import typed_strings

from bot.domain.measures.shewhart import Kind
from bot.drawing.control import Lines
from bot.drawing.png import png
from bot.sandbox.blockkit import check_message, check_view
from messages import charts
from messages.charts import Chart, Control, Trace
from messages.form import page_view
from messages.measures import line_names
from messages.message import message
from messages.pictures import needed, with_files

EN = "en-GB"
WEEKS = tuple(f"{day} March" for day in range(1, 13))
VALUES = tuple(3.0 + place / 10 for place in range(12))
CLIMATE = Chart("Bedside handover", "It *rose* a little &amp; slowly.", WEEKS, (Trace("Supported", VALUES),))
CONTROL = Control(Lines([3.5] * 12, [2.9] * 12, [4.1] * 12), line_names(Kind.INDIVIDUALS), target=4.0)


def kinds(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["type"] for block in blocks]


@pytest.mark.parametrize("chart", [CLIMATE, replace(CLIMATE, control=CONTROL)], ids=["lines", "control chart"])
def test_what_slack_can_draw_is_its_own_chart_with_a_picture_for_older_servers(chart: Chart) -> None:
    shown = charts.in_message(chart, EN)
    assert kinds(shown.blocks) == ["section", "data_visualization"]
    assert kinds(shown.simple) == ["section", "image"]
    assert shown.simple[1]["alt_text"] == "It rose a little & slowly."
    assert needed(shown.blocks, shown.pictures) == {}
    assert needed(shown.simple, shown.pictures) == shown.pictures
    for blocks in (shown.blocks, shown.simple):
        assert check_message(blocks) == []
        assert every_oracle_accepts({"text": "x", "blocks": blocks}, "message") == []


def test_centre_limits_and_target_are_lines_of_slacks_chart() -> None:
    block = charts.native(replace(CLIMATE, control=CONTROL), EN)
    names = [series["name"] for series in block["chart"]["series"]]
    assert names == ["Supported", "mean", "lower limit", "upper limit", "target"]
    assert all(len(series["data"]) == 12 for series in block["chart"]["series"])


MANY = tuple(f"week {number}" for number in range(21))
NOT_NATIVE = {
    "a gap": replace(CLIMATE, traces=(Trace("Supported", (*VALUES[:-1], None)),)),
    "a value without end": replace(CLIMATE, traces=(Trace("Supported", (*VALUES[:-1], float("inf"))),)),
    "a range": replace(CLIMATE, traces=(Trace("Supported", VALUES, (*[None] * 11, (3.8, 5.0))),)),
    "more points": Chart("T", "It says so.", MANY, (Trace("Supported", tuple(map(float, range(21)))),)),
    "no point": Chart("T", "Nothing yet.", (), (Trace("Supported", ()),)),
    "two labels alike": replace(CLIMATE, labels=("1 March", *WEEKS[:-1])),
    "a long label": replace(CLIMATE, labels=("the first Sunday of March", *WEEKS[1:])),
    "more lines": replace(CLIMATE, traces=tuple(Trace(f"Line {number}", VALUES) for number in range(7))),
    "notes": replace(CLIMATE, control=replace(CONTROL, notes=((3, "shorter list"),))),
    "no limits yet": replace(CLIMATE, control=Control(Lines([None] * 12), line_names(Kind.RUN))),
}


@pytest.mark.parametrize("chart", NOT_NATIVE.values(), ids=NOT_NATIVE)
def test_what_slack_can_not_draw_is_a_picture_in_both_layouts(chart: Chart) -> None:
    shown = charts.in_message(chart, EN)
    assert kinds(shown.blocks) == kinds(shown.simple) == ["section", "image"]
    (svg,) = needed(shown.blocks, shown.pictures).values()
    assert png(svg).startswith(b"\x89PNG")
    assert check_message(shown.blocks) == []


def test_modals_and_home_get_pictures_only() -> None:
    shown = charts.in_page(CLIMATE)
    assert kinds(shown.blocks) == ["section", "image"]
    assert check_view(page_view("Chart", "Close", shown.blocks).to_dict()) == []


def test_a_picture_without_a_file_is_left_out_and_its_sentence_stays() -> None:
    shown = charts.in_page(CLIMATE)
    (key,) = shown.pictures
    placed = with_files(shown.blocks, shown.pictures, {key: "F0123456789"})
    assert placed[1]["slack_file"] == {"id": "F0123456789"}
    assert with_files(shown.blocks, shown.pictures, {}) == shown.blocks[:1]


def test_the_same_chart_has_the_same_key_and_another_another() -> None:
    assert charts.in_page(CLIMATE).pictures == charts.in_page(replace(CLIMATE)).pictures
    assert charts.in_page(CLIMATE).pictures.keys() != charts.in_page(replace(CLIMATE, title="Other")).pictures.keys()


def test_a_value_of_which_only_bounds_are_known_is_drawn_as_a_bar() -> None:
    bare = charts.drawn(NOT_NATIVE["a gap"])
    assert charts.drawn(NOT_NATIVE["a range"]).count("3.8 to 5") == 1
    assert "<rect x=" not in bare


def test_whatever_somebody_typed_both_charts_stay_valid() -> None:
    for text in typed_strings()[::40]:
        chart = replace(CLIMATE, title=text, y_label=text, traces=(Trace(text, VALUES),), control=CONTROL)
        for blocks in (charts.in_message(chart, EN).blocks, charts.in_message(chart, EN).simple):
            assert check_message(blocks) == [], text


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ((3, 5, None, 14), 1), ((120, 180, 95), 0), ((120.1, 121.6), 1), ((40.0, 95.0), 1), ((3.8, 4.1), 2),
        ((0.0033, 0.0041), 5), ((7, 7), 1), ((), 1),
    ],
)  # fmt: skip
def test_lines_are_written_with_as_many_decimals_as_tell_them_apart(values: tuple[float, ...], decimals: int) -> None:
    assert charts.decimals_for(values) == decimals


def test_no_line_says_more_decimals_than_its_values_carry() -> None:
    lines = Lines([6.818181] * 12, [0.123456] * 12, [13.5129] * 12)
    chart = replace(CLIMATE, control=replace(CONTROL, lines=lines, decimals=1))
    assert "6.8" in charts.drawn(chart)
    for found in (str(charts.native(chart, EN)), charts.drawn(chart).split("</defs>")[-1]):
        assert "6.81" not in found
        assert "13.51" not in found


def test_a_message_can_hold_two_of_slacks_charts() -> None:
    both = [charts.native(replace(CLIMATE, title=f"Chart {number}"), EN) for number in range(charts.MOST_NATIVE)]
    assert check_message([*message("x", []).blocks, *both]) == []
    assert check_message([*both, charts.native(CLIMATE, EN)]) != []
