"""A team's own questions in a file: what each must have, and what is wrong with it, line by line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.delimited import BadFile, Problem
from bot.domain.past_rounds import COMMENT, DATE, GROUP
from bot.domain.typed import is_blank

MOST_ITEMS = 50
TEXT_LENGTH, CONSTRUCT_LENGTH, SOURCE_LENGTH = 200, 80, 300
_ID = re.compile(r"[^\W_](?:[\w .-]{0,58}[\w.-])?")
_LENGTHS = {"text": TEXT_LENGTH, "construct": CONSTRUCT_LENGTH, "source": SOURCE_LENGTH}
_NEEDED, _ALLOWED = ("id", "construct", "text"), ("id", "construct", "text", "reverse", "source")


@dataclass(frozen=True, slots=True)
class Written:
    """An item as it stands in the file: texts, or yes and no, by the field's name; `line` is where it begins."""

    line: int
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class OwnItem:
    """One question of a team's own. `reverse` means that a low answer is the good one; `line` is where it stands."""

    id: str
    construct: str
    text: str
    reverse: bool = False
    source: str = ""
    line: int = field(default=0, compare=False)


def check_items(written: Sequence[Written]) -> tuple[OwnItem, ...]:
    """The items of a file. Raises BadFile with every line that needs a change."""
    problems = [Problem(each.line, sentence) for each in written for sentence in _wrong(each)]
    first: dict[str, int] = {}
    for each in written:
        name = str(each.fields.get("id", "")).casefold()
        if name and name in first:
            problems.append(Problem(each.line, f"id: line {first[name]} has the same. Give each item its own."))
        first.setdefault(name, each.line)
    if len(written) > MOST_ITEMS:
        problems.append(Problem(written[MOST_ITEMS].line, f"there are more than {MOST_ITEMS} items. Ask fewer."))
    if problems:
        raise BadFile(sorted(problems, key=lambda each: each.line))
    return tuple(_item(each.fields, each.line) for each in written)


def _item(fields: Mapping[str, object], line: int) -> OwnItem:
    texts = {name: str(fields.get(name, "")).strip() for name in ("id", "construct", "text", "source")}
    return OwnItem(texts["id"], texts["construct"], texts["text"], fields.get("reverse") is True, texts["source"], line)


def _wrong(written: Written) -> list[str]:
    """What is wrong with one item, a sentence each."""
    fields = written.fields
    sentences = [
        f"there is no field “{name[:40]}”. An item has {', '.join(_ALLOWED)}."
        for name in fields
        if name not in _ALLOWED
    ]
    for name in _NEEDED:
        if not isinstance(fields.get(name), str) or is_blank(str(fields[name])):
            sentences.append(f"{name}: this is missing. Write it as text.")
    for name, most in _LENGTHS.items():
        text = fields.get(name)
        if name not in _NEEDED and text is not None and not isinstance(text, str):
            sentences.append(f"{name}: write it as text.")
        elif isinstance(text, str) and len(text) > most:
            sentences.append(f"{name}: shorten this to {most} characters. It has {len(text)}.")
    given = fields.get("id")
    if isinstance(given, str) and given and not _ID.fullmatch(given):
        sentences.append("id: use letters and digits, with - . _ or blanks between them, at most 60.")
    if isinstance(given, str) and given.casefold() in (DATE, GROUP, COMMENT):
        sentences.append(f"id: “{given}” is the name of another column. Pick another id.")
    if not isinstance(fields.get("reverse", False), bool):
        sentences.append("reverse: write true or false.")
    return sentences
