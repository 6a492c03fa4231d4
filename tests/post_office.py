"""Sends what waits in the outbox by the real counter, to nobody: a test reads what would have been posted."""

from dataclasses import dataclass
from datetime import timedelta
from time import time

from bot.domain.delivery import Fate, Outcome
from bot.domain.pacing import Pace
from bot.features import FEATURES
from bot.services.delivery import Attempt, Counter
from bot.services.ports import Uses


@dataclass(frozen=True)
class Letter:
    """A message that was sent, as the one who got it reads it."""

    kind: str
    recipient: str
    text: str
    blocks: str


def send_all(uses: Uses, outcome: Outcome | None = None) -> list[Letter]:
    """Send all that may go out by the clock: each is posted, or where `outcome` is given, tried once and ends so."""
    kinds = {kind.name: kind for feature in FEATURES for kind in feature.messages}
    real, sent = time(), list[Letter]()
    pace = Pace(start=1000, rate=1000)
    counter = Counter(uses, kinds, lease=timedelta(seconds=40), first=pace, real=lambda: real)
    ended = outcome or Outcome(Fate.POSTED, ts="1.0", channel="C1")
    while counter.has_waiting():
        ready, _ = counter.settle_and_take([], 500)
        counter.give_back([Attempt(each.row, ended, sent_at=real) for each in ready])
        sent += [
            Letter(each.row.kind, each.row.recipient, each.message.text, str(each.message.blocks)) for each in ready
        ]
        if ready and outcome is not None:
            break
        real += 2  # a recipient rests for a second after each message, and longer after one that failed
    return sent
