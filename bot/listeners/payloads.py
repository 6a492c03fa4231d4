"""What a person did, read from Slack's payload: a command, a press, a form; and the ways to reply."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.models.views import View
from slack_sdk.web import SlackResponse

from bot.domain.roles import check_takes_part
from bot.domain.typed import all_fit_to_keep
from bot.listeners.pictures import answer, fill_in
from bot.services.capability import LACKING, note_missing
from bot.services.people import know_person
from bot.services.ports import Uses
from messages.ids import action_of
from messages.message import Message, said
from messages.notice import as_page
from messages.privacy import was_erased, was_erased_view
from storage import people

log = logging.getLogger("uptake.listeners")

Respond = Callable[..., Any]
_CHANNEL = re.compile(r"[CG][A-Z0-9]+")


@dataclass(frozen=True)
class Reply:
    """What every listener may use: the use cases' world, Slack, and who acted where, in their language."""

    uses: Uses
    client: WebClient
    user_id: str
    channel_id: str
    trigger_id: str
    locale: str

    def open(self, view: View) -> str:
        """Open a modal for the person; gives its id. A trigger lives for three seconds only."""
        answer = self.client.views_open(trigger_id=self.trigger_id, view=view.to_dict())
        return str(answer["view"]["id"])

    def push(self, view: View) -> None:
        """Open a modal on top of the one in which the person pressed something: below it, what was typed stays."""
        self.client.views_push(trigger_id=self.trigger_id, view=view.to_dict())

    def open_with(self, view: View, pictures: Mapping[str, str]) -> None:
        """Open a modal that shows pictures: its words at once, for a trigger doesn't wait, and then the pictures."""
        opened: list[str] = []

        def change(drawn: dict[str, Any]) -> None:
            if opened:
                self.client.views_update(view_id=opened[0], view=drawn)
            else:
                answer = self.client.views_open(trigger_id=self.trigger_id, view=drawn)
                opened.append(str(answer["view"]["id"]))

        fill_in(self.uses, view, pictures, change)

    def change_view(self, view_id: str, view: View) -> None:
        """Put something else into a modal that is open."""
        self.client.views_update(view_id=view_id, view=view.to_dict())

    def edit(self, channel: str, ts: str, new: Message) -> None:
        """Change a message that the person just acted on, or open a page where it was none; the act counts anyway."""
        if not ts:
            self.open_with(as_page(new, self.locale, self.channel_id), new.pictures)
            return
        try:
            self.client.chat_update(
                channel=channel, ts=ts, text=new.text, blocks=new.blocks, parse="none", link_names=False
            )
        except (SlackClientError, OSError) as error:
            log.warning("A message could not be edited: %s", type(error).__name__)
            self.note_lacking(error)

    def send_file(self, name: str, text: str, title: str) -> bool:
        """Put a file into the person's direct messages with Uptake; False where that can't be done here."""
        try:
            place = self.client.conversations_open(users=self.user_id)["channel"]["id"]
            self.client.files_upload_v2(channel=place, filename=name, content=text, title=title)
        except (SlackClientError, OSError) as error:
            log.warning("A file could not be sent: %s", type(error).__name__)
            self.note_lacking(error)
            return False
        return True

    def note_lacking(self, error: Exception) -> None:
        """If the server or installation lacks what was asked for, tell the leads once."""
        method, name = refusal_of(error)
        if name in LACKING:
            note_missing(self.uses, method, name)


@dataclass(frozen=True)
class Command(Reply):
    """A slash command: `words` is what follows the word that chose the listener."""

    words: str
    respond: Respond

    def tell(self, what: str | Message) -> None:
        """Answer the person, visible to them alone."""
        _tell(self.uses, self.respond, what)

    def tell_erased(self, sentence: str) -> None:
        """Say to somebody who was erased why nothing happens, with a way back."""
        self.tell(was_erased(sentence, self.locale))


@dataclass(frozen=True)
class Press(Reply):
    """A button was pressed; `value` is the button's, `message` where it stands (None in a modal or on Home).

    `view_id` and `view_private` are of the modal or Home where it stands, and what we put there.
    """

    action_id: str
    value: str
    message_ts: str
    respond: Respond | None
    view_id: str = ""
    view_private: str = ""

    def tell(self, what: str | Message) -> None:
        """Answer the person, visible to them alone: a page opens where the button stands in a modal or on Home."""
        if self.respond is not None:
            _tell(self.uses, self.respond, what)
        else:
            new = what if isinstance(what, Message) else said(what)
            self.open_with(as_page(new, self.locale, self.channel_id), new.pictures)

    def tell_erased(self, sentence: str) -> None:
        """Say to somebody who was erased why nothing happens, with a way back."""
        if self.respond is not None:
            self.tell(was_erased(sentence, self.locale))
        else:
            self.open(was_erased_view(sentence, self.locale))

    def replace(self, what: str | Message) -> None:
        """Put something else in the place of an answer that only they could see."""
        if self.respond is not None:
            _tell(self.uses, self.respond, what, replace_original=True)
        else:
            self.tell(what)


@dataclass(frozen=True)
class Form(Reply):
    """A modal was sent: `values` holds what stands in each field, by block id; `private` is what we put there."""

    callback_id: str
    values: Mapping[str, Any]
    private: str


def _tell(uses: Uses, respond: Respond, what: str | Message, **options: Any) -> None:
    new = what if isinstance(what, Message) else said(what)
    options.setdefault("replace_original", False)

    def send(blocks: list[dict[str, Any]]) -> bool:
        told = respond(
            text=new.text,
            blocks=blocks,
            response_type="ephemeral",
            unfurl_links=False,
            unfurl_media=False,
            **options,
        )
        return getattr(told, "status_code", 200) == 200

    answer(uses, new, send)


def check_works_here(reply: Reply) -> None:
    """Raises NotForYou where the person is a guest, a bot, of another organisation, or has no open account."""
    check_takes_part(know_person(reply.uses, reply.user_id).profile)


def refusal_of(error: Exception) -> tuple[str, str]:
    """The method that Slack refused, and its name for why; both empty where that isn't what went wrong."""
    answer = getattr(error, "response", None)
    if not isinstance(answer, SlackResponse) or not isinstance(answer.data, dict):
        return "", ""
    name = str(answer.data.get("error") or "")
    return answer.api_url.rsplit("/", 1)[-1], name if name.replace("_", "").isalnum() else "no readable answer"


def locale_of(uses: Uses, user_id: str) -> str:
    """The person's language as far as we know it."""
    with uses.reading() as session:
        person = people.find_person(session, user_id)
    return person.profile.locale if person else "en-GB"


def pressed(action: Mapping[str, Any]) -> tuple[str, str]:
    """Id and value of what was pressed; each choice of a menu has its own."""
    if action.get("type") == "overflow":
        return action_of((action.get("selected_option") or {}).get("value") or "")
    return action.get("action_id") or "", action.get("value") or ""


def channel_meant(view: Mapping[str, Any], value: str) -> str:
    """The channel that a press in a view is about: a page says it for all its buttons, on Home each for itself."""
    meant = value if view.get("type") == "home" else view.get("private_metadata") or ""
    return meant if _CHANNEL.fullmatch(meant) else ""


def field_values(state: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in each field of a modal, by block id: a string, a list of strings, or None where it is empty."""
    values = {block_id: _value(next(iter(fields.values()))) for block_id, fields in state.items() if fields}
    return {block_id: all_fit_to_keep(value) for block_id, value in values.items()}


def _value(field: Mapping[str, Any]) -> Any:
    if "selected_option" in field:
        return (field["selected_option"] or {}).get("value")
    if "selected_options" in field:
        return [option.get("value") for option in field["selected_options"] or ()]
    for name in ("value", "selected_date", "selected_time", "selected_users", "selected_user", "selected_conversation"):
        if name in field:
            return field[name]
    return None
