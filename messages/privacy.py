"""What is held on people, as they read it: all of it, their own, and what becomes of it when they want it gone."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale, UnknownLocaleError
from slack_sdk.models.blocks import Block, RichTextBlock, RichTextPreformattedElement
from slack_sdk.models.views import View

from bot.domain.privacy import AboutMe, Held, Kept, Promises
from messages import ids
from messages.escaping import as_typed
from messages.fitting import cut, size
from messages.form import form_view, page_view
from messages.message import Message, button, buttons, line, message, paragraph, small
from messages.sentences import babel_locale, sentences

_MOST, _MOST_LINES, _LONGEST_NAME = 5, 8, 80
_EACH = ("membership", "open_pulse", "measures")
_LISTED = (*_EACH, "opt_out")
_LONGEST, _MOST_TEXTS = 3000, 4
_SECTIONS = {
    "pulse": ("open_pulse", "results", "comments"),
    "people": ("profile", "hours", "membership", "opt_out", "breaks", "mark"),
    "reaching": ("messages", "message_days", "due_work", "pictures", "payloads"),
    "rest": (
        "initiative",
        "measures",
        "value_files",
        "evaluation",
        "tests",
        "changes",
        "questions",
        "uploads",
        "question_files",
        "log",
    ),
}


def about_me(value: AboutMe, locale: str) -> Message:
    """What is held on the one who asks, and what they can do about it."""
    say = sentences("privacy/me", locale)
    lines = [text for held in value.held if held.rows for text in _about(held, value.zone, locale)]
    file = button(ids.EXPORT_ME, say["export"])
    erase = button(ids.ERASE_ME, say["erase"], style="danger")
    kept = button(ids.SHOW_PRIVACY, say["kept"])
    blocks: list[Block] = [paragraph(f"*{say['headline']}*"), *_lines(lines), small(say["never"])]
    return message(say["headline"], [*blocks, buttons(file, erase, kept)])


def promises(value: Promises, locale: str) -> Message:
    """Everything that is kept, made from the same rows that decide what is deleted when."""
    say = sentences("privacy/kept", locale, leads=value.leads[:_MOST])
    blocks: list[Block] = [paragraph(f"*{say['headline']}*\n{say['intro']}")]
    said = {each.kind: what_is_kept(each, locale) for each in value.kept}
    for title, kinds in _SECTIONS.items():
        blocks += [line(), paragraph(say[title]), *_lines([said[kind] for kind in kinds if kind in said])]
        if title == "pulse":
            blocks.append(small(say["files"]))
    mine = buttons(button(ids.SHOW_ME, say["see_mine"]))
    return message(say["headline"], [*blocks, line(), paragraph(say["ask"]), mine])


def about_me_view(value: AboutMe, locale: str) -> View:
    """The same as `about_me` in a modal, for who comes from Home."""
    return _view(sentences("privacy/export", locale)["title"], about_me(value, locale), locale)


def promises_view(value: Promises, locale: str) -> View:
    """The same as `promises` in a modal, for who comes from Home."""
    return _view(sentences("privacy/kept", locale)["title"], promises(value, locale), locale)


def erase_form(agrees_to: Sequence[str], locale: str) -> View:
    """What happens to somebody who asks to be erased, before they do; `agrees_to` questions of these practices."""
    say = sentences("privacy/erase", locale, practices=[cut(each, _LONGEST_NAME) for each in agrees_to[:_MOST]])
    parts = ("goes", *(["agrees"] if agrees_to else []), "stays", "mark", "back")
    return form_view(
        ids.SUBMIT_ERASE,
        say,
        blocks=[paragraph(say[part]) for part in parts],
    )


def erased(locale: str) -> str:
    """The last word to somebody who is erased."""
    return sentences("privacy/erase", locale)["done"]


def was_erased(sentence: str, locale: str) -> Message:
    """What somebody who was erased gets for anything they do: why nothing happens, and a way back."""
    return message(sentence, _way_back(sentence, locale))


def was_erased_view(sentence: str, locale: str) -> View:
    """The same in a modal."""
    say = sentences("shared/notice", locale)
    return page_view(say["title"], say["close"], _way_back(sentence, locale))


def was_erased_page(sentence: str, locale: str) -> View:
    """The same as their Home page."""
    return View(type="home", blocks=_way_back(sentence, locale))


def welcome_back(locale: str) -> str:
    """Somebody is known anew."""
    return sentences("privacy/erase", locale)["welcome"]


def export_wait(locale: str) -> View:
    """What stands there until the file has been sent, or can't be."""
    return _export_view(locale, [paragraph(sentences("privacy/export", locale)["loading"])])


def export_sent(locale: str) -> View:
    """Where the file is."""
    return _export_view(locale, [paragraph(sentences("privacy/export", locale)["sent"])])


def export_shown(text: str, locale: str) -> View:
    """The file's text, to be copied; what is too long is cut, and it says so."""
    say = sentences("privacy/export", locale)
    parts = _parts(text)
    blocks: list[Block] = [paragraph(say["shown"])]
    blocks += [
        RichTextBlock(
            elements=[RichTextPreformattedElement(elements=[{"type": "text", "text": as_typed(part, _LONGEST)}])]
        )
        for part in parts[:_MOST_TEXTS]
    ]
    return _export_view(locale, [*blocks, paragraph(say["cut"])] if len(parts) > _MOST_TEXTS else blocks)


def what_is_kept(kind: Kept, locale: str) -> str:
    """What a kind of thing is, why it is kept, and until when."""
    return sentences("privacy/kept", locale, until=_span(kind.days, locale))[kind.kind]


def _about(held: Held, zone: str, locale: str) -> list[str]:
    """A line for the whole kind, or one for each row and a last one for those that don't fit."""
    more = len(held.rows) - _MOST
    filled: dict[str, Any] = {
        "rows": [_short(row) for row in held.rows],
        "most": _MOST,
        "until": _span(held.days, locale),
        "count": more,
        "language": _language(held.rows[0].get("locale", ""), locale),
    }
    shown = [_short(row) for row in (held.rows[:_MOST] if held.kind in _EACH else held.rows[:1])]
    lines = [sentences("privacy/me", locale, zone, row=row, **filled)[held.kind] for row in shown]
    return [*lines, sentences("privacy/me", locale, **filled)["more"]] if held.kind in _LISTED and more > 0 else lines


def _short(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row in which names aren't so long that a message can't hold them."""
    return {name: cut(value, _LONGEST_NAME) if isinstance(value, str) else value for name, value in row.items()}


def _language(spoken: str, locale: str) -> str:
    """The name of a language, such as 'English', for somebody who reads another."""
    try:
        return Locale.parse(spoken.replace("-", "_")).get_language_name(babel_locale(locale)) or spoken
    except (UnknownLocaleError, ValueError):
        return spoken


def _span(days: int | None, locale: str) -> str:
    return sentences("privacy/kept", locale, days=days)["span"] if days is not None else ""


def _way_back(sentence: str, locale: str) -> list[Block]:
    back = button(ids.COME_BACK, sentences("privacy/erase", locale)["come_back"])
    return [paragraph(sentence), buttons(back)]


def _view(title: str, what: Message, locale: str) -> View:
    return page_view(title, sentences("privacy/export", locale)["close"], what.blocks)


def _export_view(locale: str, blocks: list[Block]) -> View:
    say = sentences("privacy/export", locale)
    return page_view(say["title"], say["close"], blocks)


def _lines(lines: Sequence[str]) -> list[Block]:
    """Paragraphs of some lines each, and of no more than one can hold."""
    blocks: list[Block] = []
    taken = ""
    for each in (f"• {one}" for one in lines):
        if taken and (taken.count("\n") + 1 == _MOST_LINES or size(taken) + size(each) >= _LONGEST):
            blocks.append(paragraph(taken))
            taken = ""
        taken = f"{taken}\n{each}" if taken else each
    return [*blocks, paragraph(taken)] if taken else blocks


def _parts(text: str) -> list[str]:
    """The text in pieces that Slack shows, each of whole lines where they aren't longer than a piece."""
    parts = [""]
    for each in text.splitlines(keepends=True):
        for piece in (each[start : start + _LONGEST] for start in range(0, len(each), _LONGEST)):
            if len(parts[-1]) + len(piece) > _LONGEST:
                parts.append("")
            parts[-1] += piece
    return parts
