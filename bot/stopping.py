"""Waiting until somebody asks a command to end."""

import signal
from threading import Event

_LOOKS_AGAIN_AFTER = 0.5
"""Seconds. A signal that comes in the instant before a wait begins, or to another thread, wakes nobody who waits."""


def asked_to_stop() -> Event:
    """Set once SIGTERM (a service manager, a container) or SIGINT (Ctrl-C) comes; for the main thread only."""
    asked = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    return asked


def wait_for(asked: Event) -> None:
    """Return within a second of its being set, or raise what the handler of a signal raises."""
    while not asked.wait(_LOOKS_AGAIN_AFTER):
        pass
