"""One message posted in the best layout that the server takes, with its pictures once Slack can show them."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from slack_sdk import WebClient

from bot.domain.delivery import Fate, Outcome
from bot.services.pictures import SOON, Placed
from bot.services.ports import Rendered
from bot.slack.posting import NOT_SHOWN, post
from messages.pictures import needed, with_files

_REFUSED = frozenset({"invalid_blocks", NOT_SHOWN})
_WAITING = "a picture can't be shown yet"


class Shelf(Protocol):
    """Where the files of pictures are: `place` gets them into Slack, `doubt` hears that Slack wouldn't show them."""

    def place(self, pictures: Mapping[str, str]) -> Placed: ...

    def doubt(self, pictures: Mapping[str, str]) -> None: ...


class Layouts:
    """Posts messages to Slack; `may_send` says, after time has passed, whether the message may still go out.

    `has_tried` says afterwards whether any request to post left.
    """

    def __init__(self, client: WebClient, shelf: Shelf, may_send: Callable[[], bool], *, is_patient: bool) -> None:
        self._client, self._shelf, self._may_send, self._is_patient = client, shelf, may_send, is_patient
        self.has_tried = False

    def post(self, recipient: str, message: Rendered, token: str) -> Outcome:
        """Post a message once: a refusal posted nothing, so that another layout can follow it.

        A picture that Slack can't show yet puts the message off, and nothing waits here; without patience, it goes
        without.
        """
        outcome = self._in_turn(recipient, message, token, with_pictures=True)
        if outcome.reason in _REFUSED and message.pictures:
            if self._is_patient:
                self._shelf.doubt(message.pictures)
                return Outcome(Fate.NOT_NOW, _WAITING, retry_after=SOON)
            return self._in_turn(recipient, message, token, with_pictures=False)
        return outcome

    def _in_turn(self, recipient: str, message: Rendered, token: str, *, with_pictures: bool) -> Outcome:
        outcome = Outcome(Fate.NOT_NOW)
        for blocks in (message.blocks, message.simple) if message.simple else (message.blocks,):
            shown = (
                self._placed(blocks, message.pictures) if with_pictures else with_files(blocks, message.pictures, {})
            )
            if shown is None or not self._may_send():
                return Outcome(Fate.NOT_NOW, _WAITING if shown is None else "no time left", retry_after=SOON)
            self.has_tried = True
            outcome = post(self._client, recipient, message.text, shown, token)
            if outcome.reason != "invalid_blocks":
                return outcome
        return outcome

    def _placed(self, blocks: list[dict[str, Any]], pictures: Mapping[str, str]) -> list[dict[str, Any]] | None:
        """The blocks with their pictures; None where these have to be waited for."""
        wanted = needed(blocks, pictures)
        if not wanted:
            return blocks
        placed = self._shelf.place(wanted)
        return None if placed.wait and self._is_patient else with_files(blocks, pictures, placed.files)
