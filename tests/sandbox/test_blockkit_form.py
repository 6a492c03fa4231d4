"""Inputs become `state.values` as Slack's client makes them, and it refuses on submit what Slack's client refuses."""

import copy
from typing import Any

import block_kit_samples as sample
import pytest
from block_kit_samples import asking, modal, option, options, plain, rich_text, section
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.blockkit import check_input, check_message, initial_state, set_value, with_block_ids

Json = dict[str, Any]

UNTOUCHED: dict[str, tuple[str, Any]] = {
    "plain_text_input": ("value", None),
    "number_input": ("value", None),
    "email_text_input": ("value", None),
    "url_text_input": ("value", None),
    "rich_text_input": ("rich_text_value", None),
    "file_input": ("files", []),
    "static_select": ("selected_option", None),
    "radio_buttons": ("selected_option", None),
    "external_select": ("selected_option", None),
    "users_select": ("selected_user", None),
    "conversations_select": ("selected_conversation", None),
    "channels_select": ("selected_channel", None),
    "checkboxes": ("selected_options", []),
    "multi_static_select": ("selected_options", []),
    "multi_external_select": ("selected_options", []),
    "multi_users_select": ("selected_users", []),
    "multi_conversations_select": ("selected_conversations", []),
    "multi_channels_select": ("selected_channels", []),
    "datepicker": ("selected_date", None),
    "timepicker": ("selected_time", None),
    "datetimepicker": ("selected_date_time", None),
}
INITIAL: dict[str, tuple[str, Any]] = {
    "plain_text_input": ("initial_value", "Words"),
    "number_input": ("initial_value", "3"),
    "email_text_input": ("initial_value", "a@example.com"),
    "url_text_input": ("initial_value", "https://example.com"),
    "rich_text_input": ("initial_value", rich_text()),
    "static_select": ("initial_option", option("0", "Option 0")),
    "radio_buttons": ("initial_option", option("0", "Option 0")),
    "external_select": ("initial_option", option()),
    "users_select": ("initial_user", "U1"),
    "conversations_select": ("initial_conversation", "C1"),
    "channels_select": ("initial_channel", "C1"),
    "checkboxes": ("initial_options", options(2)),
    "multi_static_select": ("initial_options", options(2)),
    "multi_external_select": ("initial_options", [option()]),
    "multi_users_select": ("initial_users", ["U1", "U2"]),
    "multi_conversations_select": ("initial_conversations", ["C1"]),
    "multi_channels_select": ("initial_channels", ["C1"]),
    "datepicker": ("initial_date", "2026-02-28"),
    "timepicker": ("initial_time", "08:30"),
    "datetimepicker": ("initial_date_time", 1_700_000_000),
}
PUT: dict[str, tuple[Any, Any]] = {
    "plain_text_input": ("Words", "Words"),
    "number_input": (7, "7"),
    "rich_text_input": ("Said", rich_text()),
    "file_input": ([{"id": "F0123ABCD"}], [{"id": "F0123ABCD"}]),
    "static_select": ("1", option("1", "Option 1")),
    "radio_buttons": (option("1", "Option 1"), option("1", "Option 1")),
    "external_select": (option(), option()),
    "users_select": ("U9", "U9"),
    "checkboxes": (["2", "0"], [option("0", "Option 0"), option("2", "Option 2")]),
    "multi_static_select": (["1"], [option("1", "Option 1")]),
    "multi_users_select": (["U9"], ["U9"]),
    "datepicker": ("2026-03-01", "2026-03-01"),
    "datetimepicker": (1_700_000_000, 1_700_000_000),
}


def element(kind: str, **more: Any) -> Json:
    made: Json = {"type": kind, "action_id": "e", **more}
    if kind in ("static_select", "radio_buttons", "checkboxes", "multi_static_select"):
        made.setdefault("options", options(3))
    if kind == "number_input":
        made.setdefault("is_decimal_allowed", False)
    return made


@pytest.mark.parametrize("kind", UNTOUCHED)
def test_an_untouched_input_stands_in_the_state_empty(kind: str) -> None:
    key, empty = UNTOUCHED[kind]
    assert initial_state([asking(element(kind))]) == {"asked": {"e": {"type": kind, key: empty}}}


@pytest.mark.parametrize("kind", INITIAL)
def test_an_input_starts_from_its_initial_value(kind: str) -> None:
    name, value = INITIAL[kind]
    assert initial_state([asking(element(kind, **{name: value}))]) == {
        "asked": {"e": {"type": kind, UNTOUCHED[kind][0]: value}}
    }


@pytest.mark.parametrize("kind", PUT)
def test_what_a_person_enters_stands_in_the_state(kind: str) -> None:
    entered, kept = PUT[kind]
    block = asking(element(kind))
    state = initial_state([block])
    set_value(state, block, block["element"], entered)
    assert state["asked"]["e"] == {"type": kind, UNTOUCHED[kind][0]: kept}
    set_value(state, block, block["element"], None)
    assert state == initial_state([block])


def test_pickers_outside_input_blocks_count_and_buttons_do_not() -> None:
    elements = [sample.BUTTONS["button"] | {"action_id": "b"}, sample.BUTTONS["overflow"] | {"action_id": "o"}]
    blocks = [
        section(block_id="s", accessory=element("users_select")),
        {**sample.actions(*elements, element("datepicker")), "block_id": "a"},
        section(block_id="plain"),
    ]
    assert initial_state(blocks) == {
        "s": {"e": {"type": "users_select", "selected_user": None}},
        "a": {"e": {"type": "datepicker", "selected_date": None}},
    }


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("static_select", "9", """static_select "e" has no option '9'."""),
        ("checkboxes", ["0", "9"], """checkboxes "e" has no option '9'."""),
        ("checkboxes", "0", """checkboxes "e" takes a list."""),
        ("plain_text_input", 3, """plain_text_input "e" takes a string."""),
        ("number_input", [1], """number_input "e" takes a number."""),
        ("datetimepicker", "noon", """datetimepicker "e" takes seconds since 1970."""),
        ("external_select", "a", """external_select "e" takes an option that the app suggested, as an object."""),
        ("button", "a", "A button holds no value."),
    ],
)
def test_a_value_that_the_element_cannot_hold_is_an_error(kind: str, value: Any, sentence: str) -> None:
    block = asking(element(kind))
    with pytest.raises(ValueError, match=r".+") as error:
        set_value({}, block, block["element"], value)
    assert str(error.value) == sentence


def test_an_option_may_be_named_by_what_it_shows_unless_another_has_that_value() -> None:
    shown = asking(element("static_select", options=[option("1", "One"), option("2", "1")]))
    state = initial_state([shown])
    set_value(state, shown, shown["element"], "One")
    assert state["asked"]["e"]["selected_option"]["value"] == "1"
    set_value(state, shown, shown["element"], "1")
    assert state["asked"]["e"]["selected_option"]["value"] == "1"


def test_the_state_does_not_share_what_the_view_holds() -> None:
    block = asking(element("static_select", initial_option=options(1)[0]))
    before = copy.deepcopy(block)
    initial_state([block])["asked"]["e"]["selected_option"]["text"]["text"] = "Changed"
    assert block == before


SUBMITTED: list[tuple[str, Json, Any, str | None]] = [
    ("plain_text_input", {}, "Words", None),
    ("plain_text_input", {}, None, "Please complete this required field."),
    ("plain_text_input", {}, "", "Please complete this required field."),
    ("plain_text_input", {"min_length": 3}, "abc", None),
    ("plain_text_input", {"min_length": 3}, "ab", "Please enter at least 3 characters."),
    ("plain_text_input", {"max_length": 3}, "abc", None),
    ("plain_text_input", {"max_length": 3}, "abcd", "Please enter no more than 3 characters."),
    ("plain_text_input", {}, "x" * 3001, "Please enter no more than 3000 characters."),
    ("number_input", {"min_value": "2", "max_value": "4"}, 2, None),
    ("number_input", {"min_value": "2", "max_value": "4"}, 4, None),
    ("number_input", {"min_value": "2"}, 1, "Please enter a number that is at least 2."),
    ("number_input", {"max_value": "4"}, 5, "Please enter a number that is no more than 4."),
    ("number_input", {}, 2.5, "Please enter a whole number."),
    ("number_input", {"is_decimal_allowed": True}, 2.5, None),
    ("number_input", {}, "many", "Please enter a valid number."),
    ("number_input", {}, "nan", "Please enter a valid number."),
    ("email_text_input", {}, "a@example.com", None),
    ("email_text_input", {}, "a@example", "Please enter a valid email address."),
    ("email_text_input", {}, "a b@example.com", "Please enter a valid email address."),
    ("url_text_input", {}, "https://example.com/a?b#c", None),
    ("url_text_input", {}, "example.com", "Please enter a valid URL."),
    ("url_text_input", {}, "ftp://example.com", "Please enter a valid URL."),
    ("datepicker", {}, "2026-02-28", None),
    ("datepicker", {}, "2026-02-29", "Please enter a valid date."),
    ("timepicker", {}, "23:59", None),
    ("timepicker", {}, "24:00", "Please enter a valid time."),
    ("checkboxes", {}, [], "Please complete this required field."),
    ("multi_users_select", {"max_selected_items": 2}, ["U1", "U2"], None),
    ("multi_users_select", {"max_selected_items": 2}, ["U1", "U2", "U3"], "Please choose no more than 2."),
    ("file_input", {"max_files": 1}, [{}, {}], "Please choose no more than 1."),
    ("static_select", {}, None, "Please complete this required field."),
    ("static_select", {}, "1", None),
]


@pytest.mark.parametrize(("kind", "more", "value", "sentence"), SUBMITTED)
def test_the_client_on_submit(kind: str, more: Json, value: Any, sentence: str | None) -> None:
    block = asking(element(kind, **more))
    state = initial_state([block])
    set_value(state, block, block["element"], value)
    assert check_input(modal(block), state) == ({} if sentence is None else {"asked": sentence})


@pytest.mark.parametrize("kind", UNTOUCHED)
def test_an_optional_input_may_stay_empty(kind: str) -> None:
    block = asking(element(kind, **({"min_length": 5} if kind == "plain_text_input" else {})), optional=True)
    assert check_input(modal(block), initial_state([block])) == {}


def test_what_is_not_in_an_input_block_is_never_required() -> None:
    blocks = [section(block_id="s", accessory=element("users_select"))]
    assert check_input(modal(*blocks), initial_state(blocks)) == {}


def test_blocks_and_elements_without_ids_get_some() -> None:
    bare = [section(), sample.actions({"type": "button", "text": plain()}, {"type": "button", "text": plain()})]
    before = copy.deepcopy(bare)
    filled = with_block_ids(bare, iter(["a", "b", "a", "c"]).__next__)
    assert [block["block_id"] for block in filled] == ["a", "b"]
    assert [element["action_id"] for element in filled[1]["elements"]] == ["a", "c"]
    assert bare == before


def test_made_up_ids_never_meet_those_that_are_there() -> None:
    filled = with_block_ids([section(), section(block_id="a")], iter(["a", "b"]).__next__)
    assert [block["block_id"] for block in filled] == ["b", "a"]


def test_images_get_no_action_id() -> None:
    assert "action_id" not in with_block_ids([section(accessory=sample.PICTURE)])[0]["accessory"]


@given(st.integers(min_value=0, max_value=50))
def test_filled_ids_always_pass_the_checks(count: int) -> None:
    assert check_message(with_block_ids([section()] * count)) == []
