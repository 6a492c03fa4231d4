"""Every block and element that Slack documents is accepted where it belongs, and by every other library too."""

import copy
from typing import Any

import block_kit_samples as sample
import pytest
from block_kit_oracles import every_oracle_accepts

from bot.sandbox.blockkit import check_message, check_view

Json = dict[str, Any]
ELEMENTS = {**sample.BUTTONS, **sample.PICKERS}


@pytest.mark.parametrize("name", [*sample.BLOCKS_ANYWHERE, *sample.BLOCKS_IN_MESSAGES])
def test_a_message_takes(name: str) -> None:
    block = {**sample.BLOCKS_ANYWHERE, **sample.BLOCKS_IN_MESSAGES}[name]
    assert every_oracle_accepts({"blocks": [block]}, "message") == []


@pytest.mark.parametrize("name", [*sample.BLOCKS_ANYWHERE, *sample.BLOCKS_IN_MODALS])
def test_a_modal_takes(name: str) -> None:
    block = {**sample.BLOCKS_ANYWHERE, **sample.BLOCKS_IN_MODALS}[name]
    assert every_oracle_accepts(sample.modal(block), "modal") == []


@pytest.mark.parametrize("name", sample.BLOCKS_ANYWHERE)
def test_app_home_takes(name: str) -> None:
    assert every_oracle_accepts(sample.home(sample.BLOCKS_ANYWHERE[name]), "home") == []


@pytest.mark.parametrize("name", ELEMENTS)
def test_a_section_and_an_actions_block_take(name: str) -> None:
    blocks = [sample.section(accessory=ELEMENTS[name]), sample.actions(ELEMENTS[name])]
    assert every_oracle_accepts({"blocks": blocks}, "message") == []


@pytest.mark.parametrize("name", sample.BLOCKS_IN_MESSAGES)
def test_a_modal_refuses_what_belongs_in_messages(name: str) -> None:
    block = sample.BLOCKS_IN_MESSAGES[name]
    assert check_view(sample.modal(block)) == [f"unsupported type: {block['type']} [json-pointer:/view/blocks/0/type]"]


@pytest.mark.parametrize("name", sample.BLOCKS_IN_MODALS)
def test_a_message_refuses_what_belongs_in_modals(name: str) -> None:
    block = sample.BLOCKS_IN_MODALS[name]
    assert f"unsupported type: {block['type']} [json-pointer:/blocks/0/type]" in check_message([block])


@pytest.mark.parametrize("name", ["table", "line chart", "markdown", "context_actions"])
def test_app_home_refuses_what_belongs_in_messages(name: str) -> None:
    block = sample.BLOCKS_IN_MESSAGES[name]
    assert check_view(sample.home(block)) == [f"unsupported type: {block['type']} [json-pointer:/view/blocks/0/type]"]


@pytest.mark.parametrize("name", [*sample.BLOCKS_ANYWHERE, *sample.BLOCKS_IN_MESSAGES, *sample.BLOCKS_IN_MODALS])
def test_a_field_that_slack_does_not_know_is_refused(name: str) -> None:
    block = {**sample.BLOCKS_ANYWHERE, **sample.BLOCKS_IN_MESSAGES, **sample.BLOCKS_IN_MODALS}[name]
    wrong = copy.deepcopy(block) | {"colour": "red"}
    inside = sample.modal(wrong) if name in sample.BLOCKS_IN_MODALS else None
    found = check_view(inside) if inside is not None else check_message([wrong])
    assert [sentence.split(" [")[0] for sentence in found] == ["invalid additional property: colour"]


@pytest.mark.parametrize("name", [*ELEMENTS, *sample.WRITTEN, "datetimepicker"])
def test_a_field_that_slack_does_not_know_is_refused_in_an_element(name: str) -> None:
    element = {**ELEMENTS, **sample.WRITTEN, "datetimepicker": sample.DATETIME}[name] | {"colour": "red"}
    block = sample.actions(element) if name in ELEMENTS else sample.asking(element)
    where = "elements/0" if name in ELEMENTS else "element"
    assert check_view(sample.modal(block)) == [
        f"invalid additional property: colour [json-pointer:/view/blocks/0/{where}]"
    ]
