"""One row per feature: what it listens to, what falls due in it, and which messages it sends; a file for each."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from bot.domain.roles import Action
from bot.feature import Feature
from bot.features import (
    channels,
    delivery,
    duties,
    evaluation,
    home,
    initiative,
    leadership,
    lifecycle,
    measures,
    pdsa,
    people,
    privacy,
    pulse,
    settings,
    work_time,
)
from bot.services.ports import DutyKind, HappeningKind, MessageKind, Offer, Retention
from messages.way_out import with_way_out

_WITH_DUTIES: tuple[Feature, ...] = (
    initiative.FEATURE,
    people.FEATURE,
    pulse.FEATURE,
    measures.FEATURE,
    evaluation.FEATURE,
    pdsa.FEATURE,
    settings.FEATURE,
    lifecycle.FEATURE,
    leadership.FEATURE,
    channels.FEATURE,
    work_time.FEATURE,
    home.FEATURE,
    delivery.FEATURE,
    privacy.FEATURE,
)
FEATURES: tuple[Feature, ...] = (*_WITH_DUTIES, duties.gathering(_WITH_DUTIES))


def all_messages(features: Iterable[Feature] = FEATURES) -> dict[str, MessageKind]:
    """Every kind of message by name, each prepared with what it takes of other features, and with a way out."""
    offers = all_offers()
    kinds = [
        replace(kind, prepare=partial(kind.prepare, offers=offers)) if kind.takes_offers else kind
        for feature in features
        for kind in feature.messages
    ]
    return {
        kind.name: kind if kind.is_answer or kind.has_way_out else replace(kind, way_out=with_way_out) for kind in kinds
    }


def all_offers() -> tuple[Offer, ...]:
    """All ways to act on the result of a pulse."""
    return tuple(offer for feature in FEATURES for offer in feature.offers)


def all_happenings() -> tuple[HappeningKind, ...]:
    """All that belongs on the time axis of a measure."""
    return tuple(kind for feature in FEATURES for kind in feature.happenings)


def all_actions() -> list[Action]:
    """Everything that anybody can do, by name: the rows of the table of roles."""
    found = {action for feature in FEATURES for action in (*feature.actions, *feature.listeners.actions())}
    return sorted(found, key=lambda action: action.name)


def all_retention() -> tuple[Retention, ...]:
    """Everything that is held, in the order in which people read of it."""
    return tuple(kind for feature in FEATURES for kind in feature.retention)


def all_duties() -> tuple[DutyKind, ...]:
    """Everything that people can take on."""
    return tuple(kind for feature in FEATURES for kind in feature.duties)
