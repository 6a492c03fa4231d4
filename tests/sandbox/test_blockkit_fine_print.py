"""The limits that hardly anyone meets hold too, at their upper and at their lower end."""

from collections.abc import Callable
from typing import Any

import block_kit_samples as sample
import pytest
from block_kit_samples import actions, asking, modal, mrkdwn, option, options, plain, rich_text, section

from bot.sandbox.blockkit import check_input, check_message, check_view, initial_state, set_value

Json = dict[str, Any]
Make = Callable[[int], Json]


def boxes(**more: Any) -> Json:
    return actions({"type": "checkboxes", "options": options(1), **more})


def overflow(**more: Any) -> Json:
    return actions({"type": "overflow", "options": [{**option(), **more}]})


def button(**more: Any) -> Json:
    return actions({"type": "button", "text": plain(), **more})


def rated(**more: Any) -> Json:
    good = {**sample.RATINGS["positive_button"], **more}
    return {
        "type": "context_actions",
        "elements": [{"type": "feedback_buttons", **sample.RATINGS, "positive_button": good}],
    }


def icon(**more: Any) -> Json:
    return {"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash", "text": plain(), **more}]}


def workflow(**more: Any) -> Json:
    return actions({**sample.BUTTONS["workflow_button"], **more})


def picture(**more: Any) -> Json:
    return section(accessory={**sample.PICTURE, **more})


def of_type(kind: str, **more: Any) -> Json:
    return asking({"type": kind, **more})


def video(**more: Any) -> Json:
    return {**sample.BLOCKS_ANYWHERE["video"], **more}


def sourced(**more: Any) -> Json:
    return {**sample.TASK, "sources": [{"type": "url", "url": "https://example.com", "text": "A", **more}]}


def starting(count: int) -> list[Json]:
    return [option(str(number % 100), f"Option {number % 100}") for number in range(count)]


AT_MOST: dict[str, tuple[int, Make]] = {
    "checkbox text": (75, lambda n: boxes(options=[{"text": mrkdwn("x" * n), "value": "1"}])),
    "checkbox value": (150, lambda n: boxes(options=[option("x" * n)])),
    "checkbox description": (75, lambda n: boxes(options=[{**option(), "description": mrkdwn("x" * n)}])),
    "checkboxes at the start": (
        10,
        lambda n: boxes(options=options(10), initial_options=options(10)[:n] + options(n - 10)),
    ),
    "overflow text": (75, lambda n: overflow(text=plain("x" * n))),
    "overflow url": (3000, lambda n: overflow(url="x" * n)),
    "agent_prompt": (4000, lambda n: button(agent_prompt="x" * n)),
    "rating text": (75, lambda n: rated(text=plain("x" * n))),
    "rating value": (2000, lambda n: rated(value="x" * n)),
    "icon text": (75, lambda n: icon(text=plain("x" * n))),
    "icon value": (2000, lambda n: icon(value="x" * n)),
    "icon's readers": (10, lambda n: icon(visible_to_user_ids=["U1"] * n)),
    "workflow text": (75, lambda n: workflow(text=plain("x" * n))),
    "workflow url": (3000, lambda n: workflow(workflow={"trigger": {"url": "x" * n}})),
    "image element alt_text": (2000, lambda n: picture(alt_text="x" * n)),
    "image element url": (3000, lambda n: picture(image_url="x" * n)),
    "options at the start": (
        100,
        lambda n: actions({"type": "multi_static_select", "options": options(100), "initial_options": starting(n)}),
    ),
    "suggestions at the start": (
        100,
        lambda n: actions({"type": "multi_external_select", "initial_options": starting(n)}),
    ),
    "kinds of conversation": (
        4,
        lambda n: actions(
            {"type": "conversations_select", "filter": {"include": ["im", "mpim", "private", "public", "im"][:n]}}
        ),
    ),
    "task_id": (255, lambda n: {**sample.TASK, "task_id": "x" * n}),
    "source url": (3000, lambda n: sourced(url="x" * n)),
    "card subtext": (200, lambda n: {**sample.CARD, "subtext": mrkdwn("x" * n)}),
    "container subtitle": (150, lambda n: {**sample.BLOCKS_IN_MESSAGES["container"], "subtitle": mrkdwn("x" * n)}),
    "video url": (3000, lambda n: video(video_url="https://" + "x" * (n - 8))),
    "video thumbnail": (3000, lambda n: video(thumbnail_url="x" * n)),
    "video alt_text": (2000, lambda n: video(alt_text="x" * n)),
    "video title_url": (2000, lambda n: video(title_url="https://" + "x" * (n - 8))),
    "video provider": (50, lambda n: video(provider_name="x" * n)),
    "video provider icon": (2000, lambda n: video(provider_icon_url="x" * n)),
    "video description": (200, lambda n: video(description=plain("x" * n))),
    "remote file": (255, lambda n: {"type": "file", "source": "remote", "external_id": "x" * n}),
    "call": (255, lambda n: {"type": "call", "call_id": "x" * n}),
    "rich text block_id": (255, lambda n: {**rich_text(), "block_id": "x" * n}),
    "skin tone": (6, lambda n: rich_text({"type": "emoji", "name": "wave", "skin_tone": n})),
}
AT_MOST_IN_MODALS: dict[str, tuple[int, Make]] = {
    "ways to dispatch": (
        2,
        lambda n: of_type("plain_text_input", dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"] * n}),
    ),
    "initial text": (3000, lambda n: of_type("plain_text_input", initial_value="x" * n)),
    "initial address": (3000, lambda n: of_type("email_text_input", initial_value="x" * n)),
    "initial url": (3000, lambda n: of_type("url_text_input", initial_value="x" * n)),
    "file type": (50, lambda n: of_type("file_input", filetypes=["x" * n])),
}
AT_LEAST: dict[str, tuple[int, Make]] = {
    "lines": (1, lambda n: of_type("rich_text_input", min_lines=n)),
    "max_selected_items": (1, lambda n: of_type("multi_users_select", max_selected_items=n)),
    "date-time": (1_000_000_000, lambda n: of_type("datetimepicker", initial_date_time=n)),
    "min_length": (0, lambda n: of_type("plain_text_input", min_length=n)),
    "max_length": (1, lambda n: of_type("plain_text_input", max_length=n)),
    "min_query_length": (0, lambda n: of_type("external_select", min_query_length=n)),
    "max_files": (1, lambda n: of_type("file_input", max_files=n)),
}
MAY_BE_EMPTY: dict[str, Json] = {
    "people at the start": actions({"type": "multi_users_select", "initial_users": []}),
    "column settings": {**sample.table(), "column_settings": []},
    "a line of rich text": {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
    "a quote": {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": []}]},
    "code": {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": []}]},
    "one row a page": {**sample.BLOCKS_IN_MESSAGES["data_table"], "page_size": 1},
    "a list that isn't indented": {
        "type": "rich_text",
        "elements": [{"type": "rich_text_list", "style": "ordered", "indent": 0, "elements": rich_text()["elements"]}],
    },
    "the lightest skin": rich_text({"type": "emoji", "name": "wave", "skin_tone": 1}),
}


@pytest.mark.parametrize("name", AT_MOST)
def test_a_message_takes_at_most(name: str) -> None:
    most, make = AT_MOST[name]
    assert check_message([make(most)]) == []
    assert len(check_message([make(most + 1)])) == 1


@pytest.mark.parametrize("name", AT_MOST_IN_MODALS)
def test_a_modal_takes_at_most(name: str) -> None:
    most, make = AT_MOST_IN_MODALS[name]
    assert check_view(modal(make(most))) == []
    assert len(check_view(modal(make(most + 1)))) == 1


@pytest.mark.parametrize("name", AT_LEAST)
def test_a_modal_takes_at_least(name: str) -> None:
    least, make = AT_LEAST[name]
    assert check_view(modal(make(least))) == []
    assert len(check_view(modal(make(least - 1)))) == 1


@pytest.mark.parametrize("name", MAY_BE_EMPTY)
def test_a_message_takes(name: str) -> None:
    assert check_message([MAY_BE_EMPTY[name]]) == []


def test_some_texts_of_a_modal_may_be_empty() -> None:
    assert check_view(modal(of_type("plain_text_input", initial_value=""), private_metadata="")) == []


def test_equal_bounds_are_in_order() -> None:
    assert check_view(modal(of_type("plain_text_input", min_length=5, max_length=5))) == []


@pytest.mark.parametrize("value", [True, 2.5, "2"])
def test_a_whole_number_is_neither_a_boolean_nor_a_string(value: Any) -> None:
    assert check_view(modal(of_type("file_input", max_files=value))) == [
        "must provide an integer [json-pointer:/view/blocks/0/element/max_files]"
    ]


def test_attachments_are_counted_and_may_have_no_blocks() -> None:
    assert check_message([], []) == []
    assert check_message([], [{"text": "Old"}] * 100) == []
    assert check_message([], [{"text": "Old"}] * 101) == ["no more than 100 items allowed [json-pointer:/attachments]"]
    assert check_message([], ["Old"]) == ["must provide an object [json-pointer:/attachments/0]"]


def test_ten_files_are_taken_where_nothing_else_is_said() -> None:
    block = of_type("file_input", action_id="e")
    state = initial_state([block])
    set_value(state, block, block["element"], [{}] * 10)
    assert check_input(modal(block), state) == {}
    set_value(state, block, block["element"], [{}] * 11)
    assert check_input(modal(block), state) == {"asked": "Please choose no more than 10."}


def test_one_character_is_enough_where_nothing_else_is_said() -> None:
    block = of_type("plain_text_input", action_id="e", initial_value="x")
    assert check_input(modal(block), initial_state([block])) == {}
