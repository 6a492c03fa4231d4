"""Every Block Kit block can be drawn, shows what was chosen, and escapes whatever stands in it."""

import re
from datetime import UTC, datetime
from typing import Any

import block_kit_samples as sample
import pytest

from bot.sandbox.page.conversation import Surface
from bot.sandbox.page.paint import ENVIRONMENT
from bot.sandbox.page.viewer import Viewer

VIEWER = Viewer(
    id="U1",
    zone=UTC,
    now=datetime(2026, 11, 24, 9, tzinfo=UTC),
    people={"U1": "Ann Lee", "U2": "Ben Okafor"},
    channels={"C1": "ward-7"},
)
EVERY = {**sample.BLOCKS_ANYWHERE, **sample.BLOCKS_IN_MESSAGES, **sample.BLOCKS_IN_MODALS}
LATER = {"video", "card", "carousel", "container", "task_card", "plan", "file", "context_actions"}
ATTACK = "<script>alert(1)</script>"
SPOKEN = {"text", "label", "title", "alt_text", "placeholder", "name", "caption", "initial_value"}


def draw(*blocks: dict[str, Any], values: Any = None, errors: Any = None) -> str:
    named = [{"block_id": f"b{number}", **block} for number, block in enumerate(blocks)]
    surface = Surface(VIEWER, "s", values or {}, errors or {})
    return str(ENVIRONMENT.get_template("blocks.html").module.draw_blocks(named, surface))  # type: ignore[attr-defined]


def poisoned(given: Any, key: str = "") -> Any:
    """The same block with an attack in every text that a person or an app could have written."""
    if isinstance(given, dict):
        return {name: poisoned(value, name) for name, value in given.items()}
    if isinstance(given, list):
        return [poisoned(value, key) for value in given]
    return ATTACK if isinstance(given, str) and key in SPOKEN else given


@pytest.mark.parametrize("name", sorted(EVERY))
def test_every_block_is_drawn(name):
    html = draw(EVERY[name])
    assert ("can't draw a block" in html) == (name in LATER)


@pytest.mark.parametrize("name", sorted(EVERY))
def test_whatever_stands_in_a_block_is_escaped(name):
    html = draw(poisoned(EVERY[name]))
    assert "<script" not in html
    assert "onerror=" not in html


def test_a_button_shows_its_style_and_asks_when_it_should():
    button = {**sample.BUTTONS["button"], "style": "danger", "confirm": sample.CONFIRM}
    html = draw(sample.actions(button))
    assert 'class="button danger"' in html
    assert '<template class="confirm"' in html


def test_a_link_of_a_button_cannot_run_code():
    button = {**sample.BUTTONS["button"], "url": "javascript:alert(1)"}
    assert "javascript:" not in draw(sample.actions(button))


def test_an_input_shows_what_the_app_proposed_until_the_person_chose():
    block = {**sample.asking(sample.PICKERS["datepicker"]), "block_id": "asked"}
    assert 'value="2026-02-28"' in draw(block)
    chosen = {"asked": {"e": {"type": "datepicker", "selected_date": "2026-03-01"}}}
    assert 'value="2026-03-01"' in draw(block, values=chosen)
    emptied = {"asked": {"e": {"type": "datepicker", "selected_date": None}}}
    assert 'value=""' in draw(block, values=emptied)


def test_selects_offer_people_and_channels_by_name():
    assert '<option value="U1" selected>Ann Lee</option>' in draw(sample.actions(sample.PICKERS["users_select"]))
    assert '<option value="C1" selected>#ward-7</option>' in draw(sample.actions(sample.PICKERS["channels_select"]))
    multi = draw(sample.actions(sample.PICKERS["multi_users_select"]))
    assert '<span class="chip">Ann Lee</span>' in multi
    assert multi.count("checked") == 1


def test_a_date_and_time_is_shown_in_the_persons_zone():
    assert 'value="2023-11-14T22:13"' in draw(sample.asking(sample.DATETIME))


def test_an_error_stands_next_to_its_field_and_is_tied_to_it():
    block = {**sample.asking(sample.WRITTEN["plain_text_input"], hint=sample.plain("A hint")), "block_id": "asked"}
    html = draw(block, errors={"asked": "Too <b>early</b>."})
    assert 'role="alert" id="s-asked-e-error">Too &lt;b&gt;early&lt;/b&gt;.' in html
    assert 'aria-describedby="s-asked-e-hint s-asked-e-error"' in html


def test_a_chart_is_an_svg_in_both_themes_with_its_numbers_beside_it():
    html = draw(sample.line_chart(2))
    light, dark = re.findall(r'<svg.*?<rect[^>]* fill="(#\w+)"', html, re.DOTALL)
    assert light != dark
    assert "style=" not in html
    assert '<th scope="row">' in html


def test_pictures_come_from_the_workspace_only():
    own = {"type": "image", "image_url": "http://127.0.0.1:1/files/T0AB-F0CD/a.png", "alt_text": "A"}
    assert 'src="/page/files/F0CD"' in draw(own)
    assert "<img" not in draw({"type": "image", **sample.PICTURE})
    assert 'src="/page/files/F0123ABCD"' in draw(sample.BLOCKS_ANYWHERE["slack_file image"])


def test_the_policy_would_allow_whatever_a_block_draws():
    for block in EVERY.values():
        html = draw(block)
        assert " style=" not in html
        assert "<style" not in html
        assert " onclick=" not in html
