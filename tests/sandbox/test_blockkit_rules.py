"""What Slack refuses besides limits: missing fields, wrong types, fields that contradict each other, ids used twice."""

from typing import Any

import block_kit_samples as sample
import pytest
from block_kit_samples import actions, line_chart, mrkdwn, option, options, plain, section

from bot.sandbox.blockkit import check_message, check_view

Json = dict[str, Any]


def without(block: Json, name: str) -> Json:
    return {key: value for key, value in block.items() if key != name}


def charted(**more: Any) -> Json:
    block = line_chart(2)
    return {**block, "chart": {**block["chart"], **more}}


def two_series(first: str, second: str, labels: list[str]) -> Json:
    data = [{"label": label, "value": 1} for label in labels]
    return charted(series=[{"name": first, "data": data}, {"name": second, "data": data}])


WEEKS = ["Week 0", "Week 1", "Week 2"]
REFUSED_IN_MESSAGES: dict[str, tuple[Any, str]] = {
    "no type": ({}, "missing required field: type [json-pointer:/blocks/0]"),
    "not an object": ("divider", "must provide an object [json-pointer:/blocks/0]"),
    "unknown block": ({"type": "chart"}, "unsupported type: chart [json-pointer:/blocks/0/type]"),
    "neither text nor fields": ({"type": "section"}, "missing required field: text [json-pointer:/blocks/0]"),
    "text as a string": (section(text="Hi"), "must provide an object [json-pointer:/blocks/0/text]"),
    "text not a string": (
        section(text={"type": "mrkdwn", "text": 3}),
        "must provide a string [json-pointer:/blocks/0/text/text]",
    ),
    "emoji with mrkdwn": (
        section(text={**mrkdwn(), "emoji": True}),
        "invalid additional property: emoji [json-pointer:/blocks/0/text]",
    ),
    "verbatim with plain_text": (
        section(text={**plain(), "verbatim": True}),
        "invalid additional property: verbatim [json-pointer:/blocks/0/text]",
    ),
    "mrkdwn in a header": (
        {"type": "header", "text": mrkdwn()},
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    "mrkdwn in a button": (
        actions({"type": "button", "text": mrkdwn()}),
        "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/text/type]",
    ),
    "mrkdwn in a menu": (
        actions({"type": "static_select", "options": [{"text": mrkdwn(), "value": "1"}]}),
        "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/options/0/text/type]",
    ),
    "null for absent": (section(accessory=None), "must provide an object [json-pointer:/blocks/0/accessory]"),
    "style": (
        actions({"type": "button", "text": plain(), "style": "default"}),
        "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
    ),
    "text input in actions": (
        actions({"type": "plain_text_input"}),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
    "text input in a section": (
        section(accessory={"type": "plain_text_input"}),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/accessory/type]",
    ),
    "datetimepicker in a section": (
        section(accessory=sample.DATETIME),
        "unsupported type: datetimepicker [json-pointer:/blocks/0/accessory/type]",
    ),
    "image in actions": (actions(sample.PICTURE), "unsupported type: image [json-pointer:/blocks/0/elements/0/type]"),
    "button in context": (
        {"type": "context", "elements": [sample.BUTTONS["button"]]},
        "unsupported type: button [json-pointer:/blocks/0/elements/0/type]",
    ),
    "image without alt_text": (
        without(sample.PICTURE, "alt_text"),
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    "image without source": (
        without(sample.PICTURE, "image_url"),
        "missing required field: image_url [json-pointer:/blocks/0]",
    ),
    "image with two sources": (
        {**sample.PICTURE, "slack_file": {"id": "F0123ABCD"}},
        "failed to match exactly one allowed schema [json-pointer:/blocks/0]",
    ),
    "options and groups": (
        actions(
            {
                "type": "static_select",
                "options": options(1),
                "option_groups": [{"label": plain(), "options": options(1)}],
            }
        ),
        "failed to match exactly one allowed schema [json-pointer:/blocks/0/elements/0]",
    ),
    "initial option not offered": (
        actions({"type": "static_select", "options": options(2), "initial_option": option("9")}),
        "must match one of the options [json-pointer:/blocks/0/elements/0/initial_option]",
    ),
    "initial options not offered": (
        actions({"type": "checkboxes", "options": options(2), "initial_options": [*options(1), option("9")]}),
        "must match one of the options [json-pointer:/blocks/0/elements/0/initial_options/1]",
    ),
    "url in a menu": (
        actions({"type": "static_select", "options": [{**option(), "url": "https://example.com"}]}),
        "invalid additional property: url [json-pointer:/blocks/0/elements/0/options/0]",
    ),
    "date": (
        actions({"type": "datepicker", "initial_date": "28-02-2026"}),
        "does not match the expected format [json-pointer:/blocks/0/elements/0/initial_date]",
    ),
    "time": (
        actions({"type": "timepicker", "initial_time": "8:30"}),
        "does not match the expected format [json-pointer:/blocks/0/elements/0/initial_time]",
    ),
    "date-time in milliseconds": (
        actions({"type": "datetimepicker", "initial_date_time": 1_700_000_000_000}),
        "must be less than or equal to 9999999999 [json-pointer:/blocks/0/elements/0/initial_date_time]",
    ),
    "empty filter": (
        actions({"type": "conversations_select", "filter": {}}),
        "missing required field: include [json-pointer:/blocks/0/elements/0/filter]",
    ),
    "response_url in a message": (
        actions({"type": "channels_select", "response_url_enabled": True}),
        "response_url_enabled is only for input blocks in modals [json-pointer:/blocks/0/elements/0]",
    ),
    "ragged table": (
        {"type": "table", "rows": [*sample.table()["rows"], sample.table(columns=3)["rows"][0]]},
        "all rows must have the same number of cells [json-pointer:/blocks/0/rows/2]",
    ),
    "rich text in a header row": (
        {"type": "data_table", "caption": "C", "rows": [[sample.rich_text()], [sample.rich_text()]]},
        "unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]",
    ),
    "no such column": (
        {**sample.BLOCKS_IN_MESSAGES["data_table"], "row_header_column_index": 1},
        "must be the index of a column [json-pointer:/blocks/0/row_header_column_index]",
    ),
    "two series of a name": (
        two_series("A", "A", WEEKS),
        "series names must be unique [json-pointer:/blocks/0/chart/series/1/name]",
    ),
    "a point missing": (
        two_series("A", "B", WEEKS[:2]),
        "labels must match axis_config categories [json-pointer:/blocks/0/chart/series/0/data]",
    ),
    "points out of order": (
        two_series("A", "B", WEEKS[::-1]),
        "labels must match axis_config categories [json-pointer:/blocks/0/chart/series/1/data]",
    ),
    "categories twice": (
        charted(axis_config={"categories": ["Week 0"] * 2}),
        "categories must be unique [json-pointer:/blocks/0/chart/axis_config/categories]",
    ),
    "a gap": (
        charted(series=[{"name": "A", "data": [{"label": "Week 0", "value": None}]}]),
        "must provide a finite number [json-pointer:/blocks/0/chart/series/0/data/0/value]",
    ),
    "not a number": (
        charted(series=[{"name": "A", "data": [{"label": "Week 0", "value": float("nan")}]}]),
        "must provide a finite number [json-pointer:/blocks/0/chart/series/0/data/0/value]",
    ),
    "pie of nothing": (
        {
            "type": "data_visualization",
            "title": "T",
            "chart": {"type": "pie", "segments": [{"label": "A", "value": 0}]},
        },
        "must be greater than 0 [json-pointer:/blocks/0/chart/segments/0/value]",
    ),
    "empty card": (
        {"type": "card", "subtitle": mrkdwn()},
        "missing required field: hero_image [json-pointer:/blocks/0]",
    ),
    "collapsed for ever": (
        {**sample.BLOCKS_IN_MESSAGES["container"], "default_collapsed": True},
        "default_collapsed requires is_collapsible [json-pointer:/blocks/0/default_collapsed]",
    ),
    "http video": (
        {**sample.BLOCKS_ANYWHERE["video"], "video_url": "http://example.com"},
        "does not match the expected format [json-pointer:/blocks/0/video_url]",
    ),
    "action_id twice": (
        actions(*[{"type": "button", "text": plain(), "action_id": "go"}] * 2),
        "action_id go already exists for this block [json-pointer:/blocks/0/elements/1/action_id]",
    ),
}


@pytest.mark.parametrize("name", REFUSED_IN_MESSAGES)
def test_a_message_is_refused_for(name: str) -> None:
    block, sentence = REFUSED_IN_MESSAGES[name]
    assert sentence in check_message([block])


def test_a_block_id_may_not_be_used_twice() -> None:
    twice = [section(block_id="a"), section(block_id="b"), section(block_id="a")]
    assert check_message(twice) == ["block_id a already exists [json-pointer:/blocks/2/block_id]"]


def test_a_block_id_inside_a_container_counts_too() -> None:
    inside = {**sample.BLOCKS_IN_MESSAGES["container"], "child_blocks": [section(block_id="a")]}
    assert check_message([section(block_id="a"), inside]) == [
        "block_id a already exists [json-pointer:/blocks/1/child_blocks/0/block_id]"
    ]


def test_blocks_in_attachments_are_checked() -> None:
    assert check_message([], [{"color": "#fff", "blocks": [{"type": "section"}]}]) == [
        "missing required field: text [json-pointer:/attachments/0/blocks/0]"
    ]


def test_an_action_id_may_be_used_in_two_blocks() -> None:
    assert check_message([actions(sample.BUTTONS["button"])] * 2) == []


def test_checkbox_and_radio_options_take_mrkdwn() -> None:
    marked = {"text": mrkdwn(), "value": "1", "description": mrkdwn()}
    assert check_message([actions({"type": "checkboxes", "options": [marked]})]) == []


@pytest.mark.parametrize(
    "nonsense", [None, 3, "x", {}, [None], [[]], [{"type": []}], [{"type": "section", "block_id": []}]]
)
def test_nonsense_is_refused_and_breaks_nothing(nonsense: Any) -> None:
    assert check_message(nonsense) != []
    assert check_view({"type": "modal", "title": plain(), "blocks": nonsense}) != []
    assert check_view(nonsense) != []
