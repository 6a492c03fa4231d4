"""Answers and pages with pictures: their words at once where somebody waits, the pictures once Slack can show them."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from bot.services.pictures import doubt, known, place
from bot.services.ports import Uses
from messages.message import Message
from messages.pictures import needed, with_files

Blocks = list[dict[str, Any]]
_PAUSES = (1.0, 2.5)
"""Seconds between the tries to show what was just uploaded; a response_url takes five answers, refused ones too."""

_NOT_SHOWN = frozenset({"invalid_arguments", "invalid_blocks"})


def answer(uses: Uses, new: Message, send: Callable[[Blocks], bool]) -> None:
    """Answer in the best layout that is taken; `send` says whether it was. Takes some seconds at most."""
    for blocks in (new.blocks, new.simple) if new.simple else (new.blocks,):
        if send(blocks) if not needed(blocks, new.pictures) else _with_pictures(uses, blocks, new.pictures, send):
            return
    if new.pictures:
        for blocks in (new.blocks, new.simple) if new.simple else (new.blocks,):
            if send(with_files(blocks, new.pictures, {})):
                return


def fill_in(uses: Uses, view: View, pictures: Mapping[str, str], change: Callable[[dict[str, Any]], Any]) -> None:
    """Show a view that has pictures: its words by the first `change` (open or publish), its pictures by another.

    Where Slack has every picture already, one is enough. A view whose pictures can't be had keeps its words.
    """
    drawn = view.to_dict()
    blocks = drawn["blocks"]
    files = known(uses, pictures)
    if len(files) == len(pictures) and _taken(change, {**drawn, "blocks": with_files(blocks, pictures, files)}):
        return
    doubt(uses, files)
    change({**drawn, "blocks": with_files(blocks, pictures, {})})
    _with_pictures(uses, blocks, pictures, lambda shown: _taken(change, {**drawn, "blocks": shown}))


def _with_pictures(uses: Uses, blocks: Blocks, pictures: Mapping[str, str], show: Callable[[Blocks], bool]) -> bool:
    wanted = needed(blocks, pictures)
    placed, is_new = place(uses, wanted), True
    for pause in _PAUSES:
        if not (placed.files or placed.wait):
            return False
        if placed.wait or not is_new:
            time.sleep(pause)
        placed, is_new = (placed if placed.files.keys() == wanted.keys() else place(uses, wanted)), False
        if placed.files.keys() == wanted.keys() and show(with_files(blocks, pictures, placed.files)):
            return True
    doubt(uses, wanted)
    return False


def _taken(change: Callable[[dict[str, Any]], Any], drawn: dict[str, Any]) -> bool:
    try:
        change(drawn)
    except SlackApiError as error:
        if error.response.get("error") in _NOT_SHOWN:
            return False
        raise
    return True
