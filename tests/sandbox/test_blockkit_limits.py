"""Slack's limits hold exactly: the documented number passes, one more (or one less) is refused where it is exceeded."""

from collections.abc import Callable
from typing import Any

import block_kit_samples as sample
import pytest
from block_kit_samples import actions, asking, line_chart, modal, mrkdwn, option, options, plain, section, table

from bot.sandbox.blockkit import check_message, check_view

Json = dict[str, Any]
Make = Callable[[int], Json]


def raw(count: int) -> Json:
    return {"type": "raw_text", "text": "x" * count}


def button(**more: Any) -> Json:
    return actions({"type": "button", "text": plain(), **more})


def select(**more: Any) -> Json:
    return actions({"type": "static_select", "options": options(1), **more})


def of_type(kind: str, **more: Any) -> Json:
    return asking({"type": kind, **more})


def confirm(**more: Any) -> Json:
    return button(confirm={**sample.CONFIRM, **more})


def video(**more: Any) -> Json:
    return {**sample.BLOCKS_ANYWHERE["video"], **more}


def chart(**more: Any) -> Json:
    block = line_chart()
    return {**block, "chart": {**block["chart"], **more}}


def axes(**more: Any) -> Json:
    return chart(axis_config={"categories": ["Week 0", "Week 1", "Week 2"], **more})


def pie(count: int, label: int = 1) -> Json:
    segments = [{"label": "x" * label, "value": 1}] * count
    return {"type": "data_visualization", "title": "T", "chart": {"type": "pie", "segments": segments}}


def named(length: int) -> Json:
    block = line_chart()
    block["chart"]["series"][0]["name"] = "x" * length
    return block


def labelled(length: int) -> Json:
    points = [{"label": "x" * length, "value": 1}]
    return chart(series=[{"name": "A", "data": points}], axis_config={"categories": ["x" * length]})


def data_table(rows: int, columns: int = 1, length: int = 1, **more: Any) -> Json:
    return {"type": "data_table", "caption": "C", "rows": [[raw(length)] * columns for _ in range(rows)], **more}


def card(**more: Any) -> Json:
    return {**sample.CARD, **more}


def container(**more: Any) -> Json:
    return {**sample.BLOCKS_IN_MESSAGES["container"], **more}


MESSAGE_LIMITS: list[tuple[str, int, Make, str]] = [
    ("block_id", 255, lambda n: section(block_id="x" * n), "block_id"),
    ("section text", 3000, lambda n: section(text=mrkdwn("x" * n)), "text/text"),
    ("section fields", 10, lambda n: section(fields=[mrkdwn()] * n), "fields"),
    ("section field", 2000, lambda n: section(fields=[plain("x" * n)]), "fields/0/text"),
    ("header", 150, lambda n: {"type": "header", "text": plain("x" * n)}, "text/text"),
    ("image alt_text", 2000, lambda n: {**sample.PICTURE, "alt_text": "x" * n}, "alt_text"),
    ("image title", 2000, lambda n: {**sample.PICTURE, "title": plain("x" * n)}, "title/text"),
    ("image url", 3000, lambda n: {**sample.PICTURE, "image_url": "x" * n}, "image_url"),
    ("context elements", 10, lambda n: {"type": "context", "elements": [plain()] * n}, "elements"),
    ("context text", 3000, lambda n: {"type": "context", "elements": [plain("x" * n)]}, "elements/0/text"),
    ("actions elements", 25, lambda n: actions(*[{"type": "button", "text": plain()}] * n), "elements"),
    ("button text", 75, lambda n: button(text=plain("x" * n)), "elements/0/text/text"),
    ("button value", 2000, lambda n: button(value="x" * n), "elements/0/value"),
    ("button url", 3000, lambda n: button(url="x" * n), "elements/0/url"),
    ("button accessibility_label", 75, lambda n: button(accessibility_label="x" * n), "elements/0/accessibility_label"),
    ("action_id", 255, lambda n: button(action_id="x" * n), "elements/0/action_id"),
    ("confirm title", 100, lambda n: confirm(title=plain("x" * n)), "elements/0/confirm/title/text"),
    ("confirm text", 300, lambda n: confirm(text=plain("x" * n)), "elements/0/confirm/text/text"),
    ("confirm confirm", 30, lambda n: confirm(confirm=plain("x" * n)), "elements/0/confirm/confirm/text"),
    ("confirm deny", 30, lambda n: confirm(deny=plain("x" * n)), "elements/0/confirm/deny/text"),
    ("select options", 100, lambda n: select(options=options(n)), "elements/0/options"),
    ("select placeholder", 150, lambda n: select(placeholder=plain("x" * n)), "elements/0/placeholder/text"),
    ("option text", 75, lambda n: select(options=[option(text="x" * n)]), "elements/0/options/0/text/text"),
    ("option value", 150, lambda n: select(options=[option("x" * n)]), "elements/0/options/0/value"),
    (
        "option description",
        75,
        lambda n: select(options=[{**option(), "description": plain("x" * n)}]),
        "elements/0/options/0/description/text",
    ),
    (
        "option_groups",
        100,
        lambda n: actions({"type": "static_select", "option_groups": [{"label": plain(), "options": options(1)}] * n}),
        "elements/0/option_groups",
    ),
    (
        "option group label",
        75,
        lambda n: actions(
            {"type": "static_select", "option_groups": [{"label": plain("x" * n), "options": options(1)}]}
        ),
        "elements/0/option_groups/0/label/text",
    ),
    (
        "option group options",
        100,
        lambda n: actions({"type": "static_select", "option_groups": [{"label": plain(), "options": options(n)}]}),
        "elements/0/option_groups/0/options",
    ),
    ("overflow options", 5, lambda n: actions({"type": "overflow", "options": options(n)}), "elements/0/options"),
    ("radio options", 10, lambda n: actions({"type": "radio_buttons", "options": options(n)}), "elements/0/options"),
    ("checkbox options", 10, lambda n: actions({"type": "checkboxes", "options": options(n)}), "elements/0/options"),
    ("markdown", 12_000, lambda n: {"type": "markdown", "text": "x" * n}, "text"),
    ("video title", 199, lambda n: video(title=plain("x" * n)), "title/text"),
    ("video author", 49, lambda n: video(author_name="x" * n), "author_name"),
    ("table rows", 100, lambda n: table(rows=n), "rows"),
    ("table cells", 20, lambda n: table(rows=1, columns=n), "rows/0"),
    ("table characters", 10_000, lambda n: {"type": "table", "rows": [[raw(n)]]}, "rows"),
    ("table columns", 20, lambda n: {**table(), "column_settings": [{"align": "left"}] * n}, "column_settings"),
    ("data table rows", 101, lambda n: data_table(n), "rows"),
    ("data table characters", 5_000, lambda n: data_table(2, length=n), "rows"),
    ("data table page", 100, lambda n: data_table(2, page_size=n), "page_size"),
    ("chart title", 50, lambda n: {**line_chart(), "title": "x" * n}, "title"),
    ("chart series", 6, lambda n: line_chart(series=n), "chart/series"),
    ("chart series name", 20, named, "chart/series/0/name"),
    ("chart x_label", 50, lambda n: axes(x_label="x" * n), "chart/axis_config/x_label"),
    ("chart y_label", 50, lambda n: axes(y_label="x" * n), "chart/axis_config/y_label"),
    ("pie segments", 6, pie, "chart/segments"),
    ("pie label", 20, lambda n: pie(1, n), "chart/segments/0/label"),
    ("card title", 150, lambda n: card(title=mrkdwn("x" * n)), "title/text"),
    ("card subtitle", 150, lambda n: card(subtitle=mrkdwn("x" * n)), "subtitle/text"),
    ("card body", 200, lambda n: card(body=mrkdwn("x" * n)), "body/text"),
    ("card actions", 3, lambda n: card(actions=[{"type": "button", "text": plain()}] * n), "actions"),
    ("carousel", 10, lambda n: {"type": "carousel", "elements": [sample.CARD] * n}, "elements"),
    ("container blocks", 10, lambda n: container(child_blocks=[{"type": "divider"}] * n), "child_blocks"),
    ("container title", 150, lambda n: container(title=plain("x" * n)), "title/text"),
    ("plan tasks", 50, lambda n: {"type": "plan", "title": "T", "tasks": [sample.TASK] * n}, "tasks"),
    (
        "context_actions",
        5,
        lambda n: {"type": "context_actions", "elements": [{"type": "feedback_buttons", **sample.RATINGS}] * n},
        "elements",
    ),
    (
        "list indent",
        8,
        lambda n: {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_list", "style": "bullet", "indent": n, "elements": sample.rich_text()["elements"]}
            ],
        },
        "elements/0/indent",
    ),
]
MODAL_LIMITS: list[tuple[str, int, Make, str]] = [
    ("input label", 2000, lambda n: {**of_type("datepicker"), "label": plain("x" * n)}, "label/text"),
    ("input hint", 2000, lambda n: {**of_type("datepicker"), "hint": plain("x" * n)}, "hint/text"),
    ("text max_length", 3000, lambda n: of_type("plain_text_input", max_length=n), "element/max_length"),
    ("text min_length", 3000, lambda n: of_type("plain_text_input", min_length=n), "element/min_length"),
    (
        "text placeholder",
        150,
        lambda n: of_type("plain_text_input", placeholder=plain("x" * n)),
        "element/placeholder/text",
    ),
    (
        "text initial_value",
        20,
        lambda n: of_type("plain_text_input", max_length=20, initial_value="x" * n),
        "element/initial_value",
    ),
    ("rich text lines", 100, lambda n: of_type("rich_text_input", max_lines=n), "element/max_lines"),
    ("files", 10, lambda n: of_type("file_input", max_files=n), "element/max_files"),
    (
        "selected at the start",
        2,
        lambda n: of_type("multi_users_select", max_selected_items=2, initial_users=["U1"] * n),
        "element/initial_users",
    ),
    ("alert", 200, lambda n: {"type": "alert", "text": plain("x" * n)}, "text/text"),
]


def at(pointer: str, found: list[str]) -> bool:
    return [sentence.split(" [")[1] for sentence in found] == [f"json-pointer:{pointer}]"]


@pytest.mark.parametrize(("name", "most", "make", "where"), MESSAGE_LIMITS, ids=[case[0] for case in MESSAGE_LIMITS])
def test_in_a_message(name: str, most: int, make: Make, where: str) -> None:
    assert check_message([make(most)]) == []
    assert at(f"/blocks/0/{where}", check_message([make(most + 1)])), name


@pytest.mark.parametrize(("name", "most", "make", "where"), MODAL_LIMITS, ids=[case[0] for case in MODAL_LIMITS])
def test_in_a_modal(name: str, most: int, make: Make, where: str) -> None:
    assert check_view(modal(make(most))) == []
    assert at(f"/view/blocks/0/{where}", check_view(modal(make(most + 1)))), name


@pytest.mark.parametrize("most", [20])
def test_a_chart_has_at_most_twenty_points_with_labels_of_twenty(most: int) -> None:
    assert check_message([line_chart(points=most)]) == []
    assert [sentence.split(" [")[1] for sentence in check_message([line_chart(points=most + 1)])] == [
        "json-pointer:/blocks/0/chart/series/0/data]",
        "json-pointer:/blocks/0/chart/axis_config/categories]",
    ]
    assert check_message([labelled(most)]) == []
    assert check_message([labelled(most + 1)]) != []


LEAST: list[tuple[str, Json]] = [
    ("section text", section(text=mrkdwn(""))),
    ("section fields", section(fields=[])),
    ("header", {"type": "header", "text": plain("")}),
    ("button text", button(text=plain(""))),
    ("option value", select(options=[option("")])),
    ("options", select(options=[])),
    ("actions", actions()),
    ("context", {"type": "context", "elements": []}),
    ("markdown", {"type": "markdown", "text": ""}),
    ("table rows", table(rows=0)),
    ("table cells", table(columns=0)),
    ("table cell", {"type": "table", "rows": [[raw(0)]]}),
    ("data table rows", data_table(1)),
    ("chart title", {**line_chart(), "title": ""}),
    ("chart series", line_chart(series=0)),
    ("chart points", line_chart(points=0)),
    ("carousel", {"type": "carousel", "elements": []}),
    ("rich text words", sample.rich_text({"type": "text", "text": ""})),
]


@pytest.mark.parametrize("block", [case[1] for case in LEAST], ids=[case[0] for case in LEAST])
def test_nothing_may_be_empty(block: Json) -> None:
    assert check_message([block]) != []


def test_a_message_has_at_most_fifty_blocks() -> None:
    assert check_message([{"type": "divider"}] * 50) == []
    assert check_message([{"type": "divider"}] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]


def test_a_message_has_at_most_one_table_and_two_charts() -> None:
    assert check_message([table(), line_chart(), line_chart()]) == []
    assert check_message([table(), table()]) == ["no more than 1 table blocks allowed [json-pointer:/blocks]"]
    assert check_message([line_chart()] * 3) == [
        "no more than 2 data_visualization blocks allowed [json-pointer:/blocks]"
    ]


def test_tables_in_attachments_count_too() -> None:
    assert check_message([section()], [{"blocks": [table()]}]) == []
    assert check_message([table()], [{"blocks": [table()]}]) != []


def test_markdown_counts_over_the_whole_message() -> None:
    half = {"type": "markdown", "text": "x" * 6000}
    assert check_message([half, half]) == []
    assert check_message([half, half, {"type": "markdown", "text": "x"}]) != []


def test_text_counts_over_the_whole_message() -> None:
    full = section(text=mrkdwn("x" * 3000))
    assert check_message([full] * 4) == []
    over = [full] * 4 + [section(text=mrkdwn("x"))]
    assert check_message(over) == ["msg_blocks_too_long [json-pointer:/blocks]"]
