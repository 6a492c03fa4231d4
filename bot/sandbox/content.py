"""What a message may say: text, blocks and attachments, checked as Slack checks them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.blockkit import check_message, with_block_ids
from bot.sandbox.model import Json
from bot.sandbox.refusal import Refusal
from bot.sandbox.slack_files import missing_files
from bot.sandbox.state import State

LONGEST_TEXT = 40_000
LONGEST_UPDATE = 4_000


@dataclass
class Content:
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None


def read_content(state: State, args: Arguments, *, longest: int = LONGEST_TEXT) -> Content:
    """Raises no_text, msg_too_long, invalid_blocks_format, invalid_blocks, metadata_* as Slack would."""
    blocks = args.json("blocks", "invalid_blocks_format") or []
    attachments = args.json("attachments", "invalid_attachments") or []
    text = args.text("text")
    if len(text) > longest:
        raise Refusal("msg_too_long")
    if not text.strip() and not blocks and not attachments:
        raise Refusal("no_text")
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    if blocks or attachments:
        problems = check_message(blocks, attachments or None)
        refuse_bad_blocks(problems or list(missing_files(state, blocks, "/blocks")))
    return Content(text, with_block_ids(blocks), attachments_with_ids(attachments), _metadata(args))


def refuse_bad_blocks(problems: list[str]) -> None:
    if problems:
        raise Refusal("msg_blocks_too_long" if problems == ["msg_blocks_too_long"] else "invalid_blocks", problems)


def attachments_with_ids(attachments: list[Any]) -> list[Json]:
    return [
        {"id": number, **each, **({"blocks": with_block_ids(each["blocks"])} if each.get("blocks") else {})}
        for number, each in enumerate(attachments, 1)
    ]


def _metadata(args: Arguments) -> Json | None:
    given = args.json("metadata", "invalid_metadata_format")
    if given is None:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("event_type"), str):
        raise Refusal("invalid_metadata_schema", ["[ERROR] missing required field: event_type"])
    if not isinstance(given.get("event_payload", {}), dict):
        raise Refusal("invalid_metadata_schema", ["[ERROR] event_payload must be an object"])
    return {"event_type": given["event_type"], "event_payload": given.get("event_payload", {})}
