"""What Slack refuses in a modal or App Home as a whole, and in the inputs that only these have."""

import json
from collections.abc import Callable
from typing import Any

import block_kit_samples as sample
import pytest
from block_kit_samples import actions, asking, home, modal, mrkdwn, plain, section

from bot.sandbox.blockkit import check_view

Json = dict[str, Any]
Make = Callable[[int], Json]


def without(block: Json, name: str) -> Json:
    return {key: value for key, value in block.items() if key != name}


NUMBER = {"type": "number_input", "is_decimal_allowed": False}
REFUSED_IN_MODALS: dict[str, tuple[Json, str]] = {
    "button in an input": (
        asking(sample.BUTTONS["button"]),
        "unsupported type: button [json-pointer:/view/blocks/0/element/type]",
    ),
    "input without label": (
        without(asking(NUMBER), "label"),
        "missing required field: label [json-pointer:/view/blocks/0]",
    ),
    "mrkdwn label": (
        {**asking(NUMBER), "label": mrkdwn()},
        "unsupported type: mrkdwn [json-pointer:/view/blocks/0/label/type]",
    ),
    "decimals unsaid": (
        asking({"type": "number_input"}),
        "missing required field: is_decimal_allowed [json-pointer:/view/blocks/0/element]",
    ),
    "bound as a number": (
        asking({**NUMBER, "min_value": 1}),
        "must provide a string [json-pointer:/view/blocks/0/element/min_value]",
    ),
    "bounds crossed": (
        asking({**NUMBER, "min_value": "10", "max_value": "9"}),
        "min_value must be less than or equal to max_value [json-pointer:/view/blocks/0/element]",
    ),
    "initial out of bounds": (
        asking({**NUMBER, "min_value": "1", "initial_value": "0"}),
        "min_value must be less than or equal to initial_value [json-pointer:/view/blocks/0/element]",
    ),
    "decimal where none is allowed": (
        asking({**NUMBER, "initial_value": "1.5"}),
        "must be an integer when is_decimal_allowed is false [json-pointer:/view/blocks/0/element/initial_value]",
    ),
    "lengths crossed": (
        asking({"type": "plain_text_input", "min_length": 9, "max_length": 8}),
        "min_length must be less than or equal to max_length [json-pointer:/view/blocks/0/element]",
    ),
}


@pytest.mark.parametrize("name", REFUSED_IN_MODALS)
def test_a_modal_is_refused_for(name: str) -> None:
    block, sentence = REFUSED_IN_MODALS[name]
    assert check_view(modal(block)) == [sentence]


VIEW_LIMITS: list[tuple[str, int, Make, str]] = [
    ("title", 24, lambda n: modal(section(), title=plain("x" * n)), "/view/title/text"),
    ("submit", 24, lambda n: modal(section(), submit=plain("x" * n)), "/view/submit/text"),
    ("close", 24, lambda n: modal(section(), close=plain("x" * n)), "/view/close/text"),
    ("callback_id", 255, lambda n: modal(section(), callback_id="x" * n), "/view/callback_id"),
    ("external_id", 255, lambda n: modal(section(), external_id="x" * n), "/view/external_id"),
    ("private_metadata", 3000, lambda n: home(section(), private_metadata="x" * n), "/view/private_metadata"),
    ("modal blocks", 100, lambda n: modal(*[section()] * n), "/view/blocks"),
    ("home blocks", 100, lambda n: home(*[section()] * n), "/view/blocks"),
]


@pytest.mark.parametrize(("name", "most", "make", "where"), VIEW_LIMITS, ids=[case[0] for case in VIEW_LIMITS])
def test_of_a_view(name: str, most: int, make: Make, where: str) -> None:
    assert check_view(make(most)) == []
    (sentence,) = check_view(make(most + 1))
    assert sentence.endswith(f"[json-pointer:{where}]"), name


def test_only_one_element_has_the_focus() -> None:
    first = asking({"type": "plain_text_input", "focus_on_load": True})
    second = {**first, "block_id": "other"}
    assert check_view(modal(first)) == []
    assert check_view(modal(first, second)) == [
        "only one element can have focus_on_load [json-pointer:/view/blocks/1/element/focus_on_load]"
    ]


def test_files_are_asked_for_in_modals_only() -> None:
    assert check_view(home(asking(sample.FILES))) == [
        "unsupported type: file_input [json-pointer:/view/blocks/0/element/type]"
    ]


def test_a_response_url_is_for_inputs_of_modals() -> None:
    element = {"type": "channels_select", "response_url_enabled": True}
    assert check_view(modal(asking(element))) == []
    assert len(check_view(modal(actions(element)))) == 1
    assert len(check_view(home(asking(element)))) == 1


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        (without(modal(section()), "title"), "missing required field: title [json-pointer:/view]"),
        (without(modal(section()), "blocks"), "missing required field: blocks [json-pointer:/view]"),
        (without(modal(section()), "type"), "missing required field: type [json-pointer:/view]"),
        (modal(), "no fewer than 1 items allowed [json-pointer:/view/blocks]"),
        (modal(section(), id="V1"), "invalid additional property: id [json-pointer:/view]"),
        (modal(section(), notify_on_close="yes"), "must provide a boolean [json-pointer:/view/notify_on_close]"),
        (modal(section(), title=mrkdwn()), "unsupported type: mrkdwn [json-pointer:/view/title/type]"),
        (home(section(), title=plain()), "invalid additional property: title [json-pointer:/view]"),
        ({"type": "page", "blocks": [section()]}, "unsupported type: page [json-pointer:/view/type]"),
        (without(modal(asking(NUMBER)), "submit"), "missing required field: submit [json-pointer:/view]"),
    ],
)
def test_a_view_is_refused(view: Json, sentence: str) -> None:
    assert check_view(view) == [sentence]


def test_a_modal_without_inputs_needs_no_submit() -> None:
    assert check_view(without(modal(section()), "submit")) == []


def test_app_home_takes_inputs_without_submit() -> None:
    assert check_view(home(asking(NUMBER))) == []


def test_a_view_has_at_most_250_kilobytes() -> None:
    words = section(text=mrkdwn("é" * 1500))
    most = modal(*[words] * 80, private_metadata="")
    most["blocks"] += [section(text=mrkdwn("")) for _ in range(2)]
    spare = 250_000 - len(json.dumps(most, ensure_ascii=False, separators=(",", ":")).encode())
    for block in most["blocks"][80:]:
        filled = min(spare, 3000)
        block["text"]["text"] = "x" * filled
        spare -= filled
    assert check_view(most) == []
    assert check_view(most | {"private_metadata": "x"}) == ["must be less than 250001 bytes [json-pointer:/view]"]
