"""What one row of `bot/features/` holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.roles import Action
from bot.listeners.dispatch import Listeners
from bot.services.ports import DutyKind, Handler, HappeningKind, MessageKind, Offer, Retention


@dataclass(frozen=True)
class Feature:
    """What a feature brings: `due` maps kinds of due work to what does them, `actions` adds what no listener names.

    `retention` says what it holds on people or else, and for how long: every table stands in one of them. `duties` are
    the kinds of things that people take on in it. `offers` are its ways to act on the result of a pulse: a button for
    each stands beside what is suggested. `happenings` are what of it belongs on the time axis of a measure.
    """

    word: str
    listeners: Listeners = field(default_factory=Listeners)
    due: Mapping[str, Handler] = field(default_factory=dict)
    messages: tuple[MessageKind, ...] = ()
    actions: tuple[Action, ...] = ()
    retention: tuple[Retention, ...] = ()
    duties: tuple[DutyKind, ...] = ()
    offers: tuple[Offer, ...] = ()
    happenings: tuple[HappeningKind, ...] = ()
