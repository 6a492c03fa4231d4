"""The one place where sentences are made: Jinja2 templates of named parts, one folder per language."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError, dates
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context

from bot.domain.privacy import is_nobody
from messages.escaping import Finished, as_data

_HERE = Path(__file__).parent
_YEAR = re.compile(r",? y+")
FALLBACK = "en"


class Sentences:
    """The parts of one template, filled with values: `sentences["headline"]` is a finished sentence.

    Every string that is filled in is data: escaped, never formatting. Finished sentences may be filled in themselves.
    Raises KeyError for a part that isn't there.
    """

    def __init__(self, path: str, values: Mapping[str, Any]) -> None:
        self._path, self._values = path, values

    def __getitem__(self, part: str) -> str:
        return Finished(self._said(part, is_mrkdwn=True))

    def plain(self, part: str) -> str:
        """A part for where nothing is formatted, such as a button or a terminal: what is filled in stays as it is."""
        return self._said(part, is_mrkdwn=False)

    def _said(self, part: str, *, is_mrkdwn: bool) -> str:
        template = _template(self._path, is_mrkdwn)
        context = template.new_context(dict(self._values))
        return "".join(template.blocks[part](context)).strip()


def sentences(template: str, /, locale: str, zone: str = "UTC", **values: Any) -> Sentences:
    """`template` (such as 'pulse/invitation') in the language of a Slack locale such as 'en-GB'."""
    language = language_of(locale)
    return Sentences(f"{language}/{template}.j2", {**values, "locale": babel_locale(locale), "zone": zone})


def page(name: str, /, **values: Any) -> str:
    """A whole page of HTML from its layout in messages/pages; whatever is filled in is text, never markup."""
    return _pages().get_template(name).render(**values)


def language_of(locale: str) -> str:
    """The language folder for a locale; English where we have no other."""
    language = _language(locale)
    return language if language.isalpha() and (_HERE / language).is_dir() else FALLBACK


def babel_locale(locale: str) -> Locale:
    """How this locale writes dates and numbers, in the language that the sentences are in."""
    if language_of(locale) != _language(locale):
        return Locale.parse("en_GB")
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def _language(locale: str) -> str:
    return locale.replace("_", "-").split("-")[0].lower()


@cache
def _template(path: str, is_mrkdwn: bool) -> Template:
    return _environment(is_mrkdwn).get_template(path)


@cache
def _pages() -> Environment:
    loader = FileSystemLoader(_HERE / "pages")
    return Environment(loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)


@cache
def _environment(is_mrkdwn: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        undefined=StrictUndefined,
        finalize=as_data if is_mrkdwn else None,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": _day, "day_and_time": _day_and_time, "clock": _clock, "number": _number}
    environment.filters |= {"weekday": _weekday, "person": _person}
    return environment


@pass_context
def _person(context: Context, user_id: str, *, first: bool = False) -> Finished:
    """A mention; where only a mark is left of somebody, words in its place, for the `first` of a sentence or within."""
    if not is_nobody(user_id):
        return Finished(f"<@{as_data(user_id)}>")
    return Finished(sentences("shared/person", str(context["locale"]))["first" if first else "within"])


@pass_context
def _day(context: Context, value: date | datetime) -> Finished:
    """Such as 'Tuesday 3 March' or 'Tuesday, March 3'."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(context["zone"])).date()
    return Finished(dates.format_date(value, _day_pattern(context["locale"]), locale=context["locale"]))


def _day_pattern(locale: Locale) -> str:
    """Weekday, day and month in full; where CLDR has no pattern for that (as for the US), a date without its year."""
    given = locale.datetime_skeletons.get("MMMMEEEEd")
    return str(given) if given else _YEAR.sub("", locale.date_formats["full"].pattern)


@pass_context
def _weekday(context: Context, value: int) -> Finished:
    """Such as 'Monday' for 0."""
    return Finished(dates.get_day_names("wide", locale=context["locale"])[value])


@pass_context
def _day_and_time(context: Context, value: datetime) -> Finished:
    """Such as 'Tuesday 3 March, 18:00'."""
    local = value.astimezone(ZoneInfo(context["zone"]))
    return Finished(f"{_day(context, local.date())}, {_clock(context, local.time())}")


@pass_context
def _clock(context: Context, value: time) -> Finished:
    """Such as '18:00' or '6:00 PM'."""
    return Finished(dates.format_time(value, format="short", locale=context["locale"]))


def _number(value: float) -> str:
    """One decimal, such as '3.8'."""
    return f"{value:.1f}"
