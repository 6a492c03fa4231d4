"""What every act in the workspace needs: its memory, and the ways to and from the app."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.deliveries import Deliveries
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.grants import Grants
from bot.sandbox.limits import Limits
from bot.sandbox.posting import Posting
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.socket_mode import Sockets
from bot.sandbox.state import State
from bot.sandbox.timing import Timing
from bot.sandbox.triggers import Triggers
from bot.sandbox.wire import Wire


@dataclass
class Desk:
    state: State
    timing: Timing
    wire: Wire
    grants: Grants
    faults: Faults
    limits: Limits
    sockets: Sockets
    deliveries: Deliveries
    events: Events
    posting: Posting
    triggers: Triggers
    response_urls: ResponseUrls


def set_up(state: State, grants: Grants, timing: Timing) -> Desk:
    wire, faults = Wire(), Faults()
    sockets = Sockets(state, timing, wire)
    deliveries = Deliveries(state, timing, faults, sockets)
    events = Events(state, grants, deliveries)
    posting = Posting(state, events)
    return Desk(
        state=state,
        timing=timing,
        wire=wire,
        grants=grants,
        faults=faults,
        limits=Limits.off(),
        sockets=sockets,
        deliveries=deliveries,
        events=events,
        posting=posting,
        triggers=Triggers(timing),
        response_urls=ResponseUrls(state, timing, posting),
    )
