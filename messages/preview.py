"""A pulse shown to its lead: the very message and form that staff get, in which no button sends or counts anything."""

from typing import Any

from slack_sdk.models.blocks import ButtonElement
from slack_sdk.models.views import View

from bot.domain.preview import Asked, Preview, Source
from messages import ids, pulse
from messages.form import page_view
from messages.message import Message, button, buttons, line, paragraph, small
from messages.sentences import sentences

_INSTEAD = {
    ids.OPEN_CHECKIN: ids.PREVIEW_FORM,
    ids.SKIP_CHECKIN: ids.PREVIEW_SKIP,
    ids.TAKE_BREAK: ids.PREVIEW_BREAK,
}


def preview(value: Preview, locale: str) -> Message:
    """The invitation as staff get it, between a line that says what this is and what else there is to see."""
    say = sentences("pulse/preview", locale, day=value.invitation.wave.opens_on)
    shown = pulse.invitation(value.invitation, locale)
    head = say[f"head_{value.asked.source}"]
    further = [_other(each, locale, is_planned=each.source is not value.asked.source) for each in value.others]
    others = {each.action_id: each for each in further}.values()
    is_own, of = value.is_own and value.asked.source is Source.TODAY, str(value.invitation.wave.initiative_id)
    back = [button(ids.USE_BUILT_IN, say["built_in"], of)] if is_own else []
    foot = [line(), buttons(*others, *back), small(say["foot"])]
    blocks = [paragraph(head).to_dict(), line().to_dict(), *_inert(shown.blocks, value.asked)]
    return Message(head, [*blocks, *(block.to_dict() for block in foot)])


def form(value: Preview, locale: str) -> View:
    """The form as staff see it; sent, it says that it was a preview."""
    view = pulse.checkin(value.invitation, locale, str(value.asked))
    view.callback_id = ids.SUBMIT_PREVIEW
    return view


def sent(locale: str) -> View:
    """What the form turns into."""
    say = sentences("pulse/preview", locale)
    return page_view(say["title"], say["close"], [paragraph(say["sent"]), small(say["sent_more"])])


def nothing_happens(locale: str) -> str:
    """What a button in a preview says."""
    return sentences("pulse/preview", locale)["nothing_happens"]


def _other(asked: Asked, locale: str, *, is_planned: bool) -> ButtonElement:
    say = sentences("pulse/preview", locale)
    if is_planned:
        return button(ids.PREVIEW_PLANNED, say["planned"], str(asked))
    return button(ids.PREVIEW_OTHER, say["after" if asked.later else "next"], str(asked))


def _inert(blocks: list[dict[str, Any]], asked: Asked) -> list[dict[str, Any]]:
    """The same blocks, in which Answer opens the form of the preview and all else does nothing."""
    return [
        {**block, "elements": [_still(each, asked) for each in block["elements"]]}
        if block["type"] == "actions"
        else block
        for block in blocks
    ]


def _still(element: dict[str, Any], asked: Asked) -> dict[str, Any]:
    if element["type"] == "overflow":
        options = [
            {**option, "value": ids.chosen(ids.PREVIEW_SKIP, str(number))}
            for number, option in enumerate(element["options"])
        ]
        return {**element, "options": options}
    return {**element, "action_id": _INSTEAD[element["action_id"]], "value": str(asked)}
