"""`rich_text` blocks -> safe HTML: sections, nested lists, quotes and preformatted text."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from bot.sandbox.page.dates import fill_date
from bot.sandbox.page.emoji import emoji
from bot.sandbox.page.mrkdwn import channel_mention, group_mention, link, person_mention
from bot.sandbox.page.viewer import Viewer

Element = Mapping[str, Any]
STYLE_TAGS = (("code", "code"), ("strike", "s"), ("italic", "em"), ("bold", "strong"), ("underline", "u"))


def lines(text: str) -> Markup:
    return Markup(str(escape(text)).replace("\n", "<br>"))


def date(element: Element, viewer: Viewer) -> Markup:
    try:
        text = fill_date(element["format"], float(element["timestamp"]), viewer)
    except (KeyError, ValueError, OverflowError, OSError):
        text = element.get("fallback", "")
    return link(element["url"], text) if "url" in element else escape(text)


INLINE: dict[str, Callable[[Element, Viewer], Markup]] = {
    "text": lambda element, _: lines(element.get("text", "")),
    "emoji": lambda element, _: emoji(element.get("name", "")),
    "link": lambda element, _: link(element.get("url", ""), element.get("text") or element.get("url", "")),
    "user": lambda element, viewer: person_mention(element.get("user_id", ""), viewer),
    "channel": lambda element, viewer: channel_mention(element.get("channel_id", ""), viewer),
    "usergroup": lambda element, viewer: group_mention(element.get("usergroup_id", ""), viewer),
    "broadcast": lambda element, _: Markup('<span class="mention mention-me">@{}</span>').format(element.get("range")),
    "color": lambda element, _: Markup("<code>{}</code>").format(element.get("value", "")),
    "date": date,
}


def inline(elements: Sequence[Element], viewer: Viewer) -> Markup:
    shown = Markup("")
    for element in elements:
        draw = INLINE.get(element.get("type", ""))
        html = draw(element, viewer) if draw else Markup("")
        style = element.get("style") or {}
        for name, tag in STYLE_TAGS:
            if style.get(name):
                html = Markup(f"<{tag}>{{}}</{tag}>").format(html)
        shown += html
    return shown


def list_run(lists: Sequence[Element], viewer: Viewer) -> Markup:
    """Consecutive lists, where a deeper `indent` hangs under the item before it."""
    depth = lists[0].get("indent", 0)
    tag = "ol" if lists[0].get("style") == "ordered" else "ul"
    start = Markup(' start="{}"').format(int(lists[0]["offset"]) + 1) if lists[0].get("offset") else Markup("")
    items: list[Markup] = []
    index = 0
    while index < len(lists):
        if lists[index].get("indent", 0) > depth:
            end = next((i for i in range(index, len(lists)) if lists[i].get("indent", 0) <= depth), len(lists))
            items.append((items.pop() if items else Markup("")) + list_run(lists[index:end], viewer))
            index = end
        else:
            items += [inline(item.get("elements", ()), viewer) for item in lists[index].get("elements", ())]
            index += 1
    inside = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup(f"<{tag}{{}}>{{}}</{tag}>").format(start, inside)


def part(element: Element, viewer: Viewer) -> Markup:
    inside = inline(element.get("elements", ()), viewer)
    tag = {"rich_text_quote": "blockquote", "rich_text_preformatted": "pre"}.get(element.get("type", ""))
    return Markup(f"<{tag}>{{}}</{tag}>").format(inside) if tag else Markup("<p>{}</p>").format(inside)


def rich_text(block: Element, viewer: Viewer) -> Markup:
    """Safe HTML for a `rich_text` block or cell."""
    shown = Markup("")
    run: list[Element] = []
    for element in (*block.get("elements", ()), {}):
        same = not run or (element.get("style"), element.get("border")) == (run[0].get("style"), run[0].get("border"))
        deeper = bool(run) and element.get("indent", 0) > run[0].get("indent", 0)
        if element.get("type") == "rich_text_list" and (same or deeper):
            run.append(element)
            continue
        if run:
            shown += list_run(run, viewer)
            run = []
        if element.get("type") == "rich_text_list":
            run.append(element)
        elif element:
            shown += part(element, viewer)
    return shown
