"""How easy a text is to read: the Flesch-Kincaid grade, the school year in which people read it with ease.

Kincaid, Fishburne, Rogers & Chissom 1975: 0.39 words a sentence + 11.8 syllables a word - 15.59. Syllables are those of
a dictionary (syllapy); words that it lacks are counted by
their vowels.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import syllapy

_MENTION = re.compile(r"<[@#!][^>]*>")
_CODE = re.compile(r"`([^`]*)`")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+(?:[.:,]\d+)*")
_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")


def syllables(word: str) -> int:
    """How many syllables one says; a number counts as two, a short form as its first half, and "n't" as one more."""
    plain = word.lower().replace("’", "'")
    if plain[0].isdigit():
        return 2
    stem, _, rest = plain.partition("'")
    extra = rest == "t" and stem in ("didn", "doesn", "isn", "wasn", "couldn", "wouldn", "shouldn", "hasn", "haven")
    return int(syllapy.count(stem)) + int(extra)


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; a line ends one too, and who is mentioned is a name like any other."""
    plain = _CODE.sub(r"\1", _MENTION.sub("Robin", text)).replace("*", "").replace("_", " ")
    return [words for part in _END.split(plain) if (words := _WORD.findall(part))]


def texts(node: Any) -> Iterator[str]:
    """Every text of a payload."""
    if isinstance(node, list):
        for each in node:
            yield from texts(each)
    elif isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        for each in node.values():
            yield from texts(each)


def grade(texts: Iterable[str]) -> float:
    """The grade of all of a message; 0 where it has no words."""
    found = [sentence for text in texts for sentence in sentences(text)]
    words = [word for sentence in found for word in sentence]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(found) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
