"""A sender that Slack always obeys: takes what the real counter hands out, in the real words, and notes who got it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from time import time

from bot.domain.delivery import Fate, Outcome
from bot.domain.pacing import Pace
from bot.feature import Feature
from bot.features import FEATURES, all_messages
from bot.services.attempts import Attempt
from bot.services.delivery import Counter, Ready
from bot.services.ports import Uses


@dataclass(frozen=True)
class Letter:
    """What somebody got."""

    to: str
    kind: str
    text: str
    blocks: str


class Postman:
    """Delivers all that may go out by the product's clock; real time goes on by two seconds from turn to turn."""

    def __init__(self, uses: Uses, features: Iterable[Feature] = FEATURES) -> None:
        self.now = time()
        self.letters: list[Letter] = []
        self.outcomes: list[Outcome] = []
        kinds = all_messages(features)
        lease = timedelta(seconds=40)
        self.counter = Counter(uses, kinds, lease=lease, first=Pace(rate=1000), real=lambda: self.now)

    def take(self) -> list[Ready]:
        """Messages in hand, not sent yet."""
        self.now += 2
        return self.counter.settle_and_take([], 50)[0]

    def send(self, ready: list[Ready], outcome: Outcome | None = None) -> None:
        """Send what is in hand, unless it is held back at the last moment; that is noted in `outcomes`.

        With `outcome`, Slack answers so.
        """
        attempts = []
        for one in ready:
            held = self.counter.hold_back(one)
            if held is None:
                self.letters.append(Letter(one.row.recipient, one.row.kind, one.message.text, str(one.message.blocks)))
            else:
                self.outcomes.append(held)
            attempts.append(Attempt(one.row, held or outcome or self._posted(), self.now, is_post=held is None))
        self.counter.give_back(attempts)

    def deliver(self) -> list[Letter]:
        """Send everything that may go out now; gives what that was."""
        before = len(self.letters)
        while self.counter.has_waiting():
            self.send(self.take())
        return self.letters[before:]

    def _posted(self) -> Outcome:
        return Outcome(Fate.POSTED, ts=f"{self.now:.6f}", channel="D1")


def send_all(uses: Uses, outcome: Outcome | None = None) -> list[Letter]:
    """Send all that may go out by the clock, and give what that was; with `outcome`, each is tried once and ends so."""
    postman = Postman(uses)
    if outcome is None:
        return postman.deliver()
    while postman.counter.has_waiting() and not postman.letters:  # who was just written to rests for a second
        postman.send(postman.take(), outcome)
    return postman.letters
