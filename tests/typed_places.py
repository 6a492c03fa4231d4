"""What a maker of messages shows, text by text, and whether anything in it is alive or not as Slack wants it."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from block_kit_oracles import every_oracle_accepts
from mrkdwn_judge import alive, texts, unruly
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.sandbox.blockkit import check_message, check_view
from bot.sandbox.page.mrkdwn import mrkdwn
from bot.sandbox.page.viewer import Viewer
from messages.message import Message

MARK = re.compile(r"qzf(\d+)q")
TAG = re.compile(r"<\w+")
VIEWER = Viewer("U0123456789", UTC, datetime(2026, 3, 10, tzinfo=UTC), {"U0123456789": "Ann"}, {}, {})


@dataclass(frozen=True)
class Shown:
    """One text that people see: its kind, and what stands there."""

    kind: str
    text: str

    def with_typed(self, typed: str) -> str:
        return MARK.sub(lambda _: typed, self.text)


def shown(made: Any) -> list[Shown]:
    """Every text of what a maker made; a message's own text, and each sentence, are read as mrkdwn."""
    if isinstance(made, str) or (made and isinstance(made, list) and isinstance(made[0], str)):
        return [Shown("mrkdwn", text) for text in ([made] if isinstance(made, str) else made)]
    head = [Shown("mrkdwn", made.text)] if isinstance(made, Message) else []
    return head + [Shown(kind, node["text"]) for kind, node in texts(payload(made))]


def payload(made: Any) -> Any:
    if isinstance(made, Message):
        return [made.blocks, made.simple]
    return made.to_dict() if isinstance(made, View) else [each.to_dict() for each in made if isinstance(each, Block)]


def life(made: Any) -> Counter[str]:
    """All that is alive in what a maker made, as the strict reader and as the stand-in's page see it."""
    found: Counter[str] = Counter()
    for each in shown(made):
        if each.kind == "mrkdwn":
            found += alive(each.text)
            found.update(TAG.findall(mrkdwn(each.text, VIEWER, verbatim=True)))
        else:
            found += unruly(each.text)
    return found


def check(made: Any, *, thoroughly: bool) -> None:
    """It is valid Block Kit, and every text in it says how it is to be read."""
    for kind, node in texts(payload(made)):
        assert kind != "mrkdwn" or node.get("verbatim") is True, node
    if isinstance(made, Message):
        for blocks in filter(None, (made.blocks, made.simple)):
            assert check_message(blocks, None) == []
            assert not thoroughly or every_oracle_accepts({"text": made.text, "blocks": blocks}, "message") == []
    elif isinstance(made, View):
        view = made.to_dict()
        assert check_view(view) == []
        assert not thoroughly or every_oracle_accepts(view, "home" if view["type"] == "home" else "modal") == []
