"""Dates and numbers as people write them in different countries; what can be read two ways is never guessed."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from math import isfinite

EARLIEST, LATEST = 1970, 2100


class Order(StrEnum):
    """How a date such as 3/4/2026 is meant."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class Decimal(StrEnum):
    """How a number such as 1,234 is meant: which of both signs stands before the decimals."""

    COMMA = "comma"
    POINT = "point"


class Unclear(StrEnum):
    """What can be read two ways."""

    DATE = "date"
    NUMBER = "number"


_MISSING = frozenset({"na", "n/a", "nan", "null", "none", "-", "–", "—"})
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january", "januar", "jän", "jänner"), ("feb", "february", "februar"),
            ("mar", "march", "mär", "mrz", "märz"), ("apr", "april"), ("may", "mai"), ("jun", "june", "juni"),
            ("jul", "july", "juli"), ("aug", "august"), ("sep", "sept", "september"),
            ("oct", "okt", "october", "oktober"), ("nov", "november"), ("dec", "dez", "december", "dezember"),
        ),
        1,
    )
    for name in names
}  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})")
_SLASHED = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?[\s-]\s?([^\W\d_]+)\.?,?[\s-](\d{4}|\d{2})")
_NAMED_DAY = re.compile(r"([^\W\d_]+)\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})")
_WEEK = re.compile(r"(\d{4})-?[WwKk]+\s?(\d{1,2})")
_MONTH_ONLY = re.compile(r"(\d{4})-(\d{1,2})")
_MONTH_NUMBERED = re.compile(r"(\d{1,2})[./](\d{4})")
_MONTH_NAMED = re.compile(r"([^\W\d_]+)\.?[\s-](\d{4})")
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f'’](?=\d{3}(?!\d))")


def is_missing(text: str) -> bool:
    """Whether this says outright that there is no value."""
    return text.strip().lower() in _MISSING


def read_date(text: str, order: Order | None = None) -> date | Unclear | None:
    """The day that a text means; a week is its Monday, a month its first. None where it is no date.

    ISO, German (2.3.2026), British and American dates, months by name in English and German. 3/4/2026 is unclear
    without an `order`.
    """
    text = " ".join(text.split())
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(found[1], found[3], found[4])
    if found := _DOTTED.fullmatch(text):
        return _day(found[3], found[2], found[1])
    if found := _SLASHED.fullmatch(text):
        return _of_order(int(found[1]), int(found[3]), found[4], order)
    if found := _DAY_NAMED.fullmatch(text):
        return _day(found[3], _month(found[2]), found[1])
    if found := _NAMED_DAY.fullmatch(text):
        return _day(found[3], _month(found[1]), found[2])
    return _read_longer(text)


def order_of(text: str) -> Order | None:
    """The order that a date with slashes can only have; None where it can have both, or is none."""
    found = _SLASHED.fullmatch(" ".join(text.split()))
    if not found:
        return None
    first, second = int(found[1]), int(found[3])
    if first > 12 >= second:
        return Order.DAY_FIRST
    return Order.MONTH_FIRST if second > 12 >= first else None


def read_number(text: str, decimal: Decimal | None = None) -> float | Unclear | None:
    """The number that a text means, with or without a percent sign; None where it is none.

    12,5 and 12.5 are the same; 1.234,5 and 1,234.5 too. 1,234 is unclear without `decimal`: it may be a thousand and
    more, or one and a bit.
    """
    plain = _SPACES.sub("", text.strip().removesuffix("%").strip()).replace("−", "-")
    commas, points = plain.count(","), plain.count(".")
    if commas and points:
        sign = Decimal.COMMA if plain.rfind(",") > plain.rfind(".") else Decimal.POINT
        return _number(plain, sign) if plain.count("," if sign is Decimal.COMMA else ".") == 1 else None
    if commas > 1 or points > 1:
        return _number(plain, Decimal.POINT if commas else Decimal.COMMA)
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", plain):
        return _number(plain, decimal) if decimal else Unclear.NUMBER
    return _number(plain, Decimal.COMMA if commas else Decimal.POINT)


def decimal_of(text: str) -> Decimal | None:
    """Which sign a number can only have before its decimals; None where it has none, or may have either."""
    plain = _SPACES.sub("", text.strip().removesuffix("%").strip())
    if not re.search(r"\d[.,]\d", plain) or not isinstance(read_number(text), float):
        return None
    if "," in plain and "." in plain:
        return Decimal.COMMA if plain.rfind(",") > plain.rfind(".") else Decimal.POINT
    if plain.count(",") > 1 or plain.count(".") > 1:
        return Decimal.POINT if "," in plain else Decimal.COMMA
    return Decimal.COMMA if "," in plain else Decimal.POINT


def _read_longer(text: str) -> date | None:
    """A week or a month."""
    if found := _WEEK.fullmatch(text):
        try:
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            return None
    if found := _MONTH_ONLY.fullmatch(text):
        return _day(found[1], found[2], 1)
    if found := _MONTH_NUMBERED.fullmatch(text):
        return _day(found[2], found[1], 1)
    if found := _MONTH_NAMED.fullmatch(text):
        return _day(found[2], _month(found[1]), 1)
    return None


def _of_order(first: int, second: int, year: str, order: Order | None) -> date | Unclear | None:
    if max(first, second) <= 12 and first != second and order is None:
        return Unclear.DATE
    is_day_first = first > 12 or (second <= 12 and order is not Order.MONTH_FIRST)
    return _day(year, second, first) if is_day_first else _day(year, first, second)


def _month(name: str, months: Mapping[str, int] = _MONTHS) -> int:
    return months.get(name.lower(), 0)


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    whole = int(year) + (2000 if len(str(year)) == 2 else 0)
    try:
        return date(whole, int(month), int(day)) if EARLIEST <= whole <= LATEST else None
    except ValueError:
        return None


def _number(plain: str, sign: Decimal) -> float | None:
    """The number whose decimals stand behind `sign`; groups of thousands before it must be of three digits."""
    group, point = (".", ",") if sign is Decimal.COMMA else (",", ".")
    whole, _, rest = plain.partition(point)
    if group in rest or (group in whole and not re.fullmatch(rf"[+-]?\d{{1,3}}(?:{re.escape(group)}\d{{3}})+", whole)):
        return None
    tidy = f"{whole.replace(group, '')}.{rest}" if point in plain else whole.replace(group, "")
    if not tidy.isascii() or not _PLAIN.fullmatch(tidy):
        return None
    found = float(tidy)
    return found if isfinite(found) else None
