"""The file that people get of everything that is held on them: JSON in which each kind says what it is."""

import json
import re
from datetime import date, datetime, time
from typing import Any

from bot.domain.privacy import AboutMe, Kept
from messages.privacy import what_is_kept
from messages.sentences import sentences

FILE_NAME = "uptake-about-me.json"
_UNSEEN = re.compile(r"[\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")


def file_title(locale: str) -> str:
    """What the file is called where people see it."""
    return sentences("privacy/export", locale)["file"]


def as_json(value: AboutMe, locale: str) -> str:
    """Everything that is held on somebody, each kind with what it is and until when; what isn't held is said too.

    Characters that can't be seen, or turn the direction of the text round, stand there as JSON's escapes.
    """
    kinds = {
        held.kind: {"what": what_is_kept(Kept(held.kind, held.days), locale).replace("*", ""), "rows": held.rows}
        for held in value.held
    }
    never = sentences("privacy/export", locale)["never"]
    document = {"person": value.user_id, "made_at": value.at, "held": kinds, "not_held": never}
    text = json.dumps(document, default=_plain, ensure_ascii=False, indent=1) + "\n"
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise TypeError(type(value).__name__)
