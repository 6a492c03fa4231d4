"""Which questions an initiative's pulse asks: a team's own where there are some, else the built-in ones."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from bot.domain.initiative import Initiative
from bot.domain.instrument_file import OwnItem
from bot.domain.pulse import Instrument, Item, Wave
from bot.domain.questions import as_instrument, as_item
from storage import pulse as waves
from storage import questions as stored


def instrument_of(session: Session, built_in: Instrument, initiative_id: int) -> Instrument:
    """What the next wave of an initiative asks from."""
    return as_instrument(stored.in_use(session, initiative_id), built_in)


def own_items(session: Session, wave: Wave) -> tuple[Item, ...]:
    """Those items of a wave that are a team's own, with their words."""
    return own_among(session, wave.initiative_id, wave.items)


def own_among(session: Session, initiative_id: int, items: tuple[str, ...]) -> tuple[Item, ...]:
    """Those of these items that are an initiative's own, asked today or before, with their words."""
    known = stored.known(session, initiative_id)
    return tuple(as_item(known[item]) for item in items if item in known)


def asked_on(session: Session, initiative_id: int, wave_id: int, item: str) -> date | None:
    """The local date on which this wave of an initiative opened and asked this item; None where it did not."""
    wave = waves.find_wave(session, wave_id)
    return wave.opens_on if wave and wave.initiative_id == initiative_id and item in wave.items else None


def has_begun(session: Session, initiative: Initiative) -> bool:
    """Whether Uptake ever asked anybody in this initiative."""
    return waves.latest_wave(session, initiative.id) is not None


def asked_before(
    session: Session, built_in: Instrument, initiative: Initiative, wanted: tuple[OwnItem, ...]
) -> dict[str, OwnItem]:
    """The questions that were asked, or may be any day, by id: their words must stay.

    Of the built-in ones any language will do, so those with the words of `wanted` are as they were.
    """
    known = stored.known(session, initiative.id)
    ids = waves.asked_items(session, initiative.id)
    if has_begun(session, initiative):
        ids |= {each.id for each in stored.in_use(session, initiative.id)}
    found = {item: known[item] for item in ids if item in known}
    spelt = {each.id.casefold(): each.text for each in wanted}
    for item in built_in.items:
        if item.id in ids and item.id not in known:
            before = OwnItem(item.id, item.construct, spelt.get(item.id.casefold(), ""), item.reverse)
            is_same = before.text in built_in.words.get(item.id, ())
            found[item.id] = before if is_same else replace(before, text="")
    return found
