"""Public holidays by region, from the holidays package, which is loaded when a region is first asked for."""

import re
import unicodedata
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any

from bot.domain.work_time import Region

_CLOSE = 0.8


class PublicHolidays:
    """Regions are countries and their parts, by the codes of ISO 3166: 'US', 'GB-ENG', 'DE-BY'."""

    def region(self, typed: str) -> Region | None:
        """The region that somebody means by its code or its name; None where we know none like that."""
        return _regions().get(_plain(typed))

    def nearest(self, typed: str) -> Region | None:
        """The region whose code or name looks most like what somebody typed."""
        near = get_close_matches(_plain(typed), _regions(), 1, _CLOSE)
        return _regions()[near[0]] if near else None

    def free_days(self, code: str, year: int) -> frozenset[date]:
        """The public holidays of a region in a year, substitute days included; none for a region we don't know."""
        return _free_days(code, year)


@cache
def _free_days(code: str, year: int) -> frozenset[date]:
    import holidays

    country, _, part = code.partition("-")
    try:
        return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))
    except NotImplementedError:
        return frozenset()


@cache
def _regions() -> dict[str, Region]:
    """Every region by its code and its names, as they compare; a name that two places share means neither."""
    import holidays
    from holidays.registry import COUNTRIES

    found: dict[str, Region] = {}
    parts: dict[str, set[Region]] = {}
    for module, (entity, code, *others) in COUNTRIES.items():
        name = module.replace("_", " ").title()
        country = Region(code, name)
        found |= {_plain(word): country for word in (code, name, *others)}
        for names, part in _parts(getattr(holidays, entity)).items():
            region = Region(f"{code}-{part}", f"{names}, {name}")
            for word in (names, part):
                found[_plain(f"{code} {word}")] = found[_plain(f"{name} {word}")] = region
            parts.setdefault(_plain(names), set()).add(region)
    alone = {name: next(iter(regions)) for name, regions in parts.items() if len({one.code for one in regions}) == 1}
    return alone | found


def _parts(country: Any) -> dict[str, str]:
    """The parts of a country: code by name, and by itself where it has no name."""
    named: dict[str, str] = dict(getattr(country, "subdivisions_aliases", {}))
    return named | {code: code for code in country.subdivisions if code not in named.values()}


def _plain(text: str) -> str:
    """Text without case, accents and punctuation."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", bare).strip().casefold()
