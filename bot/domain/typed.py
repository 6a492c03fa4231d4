"""What people type, and what Slack says of them, made fit to be kept: databases and encoders refuse some of it."""

import unicodedata
from typing import Any

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"


def fit_to_keep(text: str) -> str:
    """`text` as it was typed, but for what can't be kept: no NUL, no half of a surrogate pair, one kind of line end.

    PostgreSQL refuses NUL in text (postgresql.org/docs/current/datatype-character.html), UTF-8 has no lone surrogates,
    and both can stand in JSON. The halves of a pair that arrive apart are joined.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def all_fit_to_keep(value: Any) -> Any:
    """The same for each text in a value of a payload: a text, a list of them, or anything else, which passes."""
    if isinstance(value, str):
        return fit_to_keep(value)
    return [all_fit_to_keep(each) for each in value] if isinstance(value, list) else value


def is_blank(text: str) -> bool:
    """Whether nobody would see anything: nothing but spaces, and characters that have no shape of their own."""
    return all(unicodedata.category(letter) in _UNSEEN or letter in _BLANK_LETTERS for letter in text)


def shorten(text: str, most: int) -> str:
    """What to say beside a field whose text is longer than `most` characters."""
    return f"Shorten this to {most} characters. It has {len(text)}."
