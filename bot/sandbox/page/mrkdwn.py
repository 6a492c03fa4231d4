"""Slack's mrkdwn -> safe HTML, with Slack's own rules for where a mark opens and closes."""

import re
from functools import partial

from markupsafe import Markup, escape

from bot.sandbox.page.dates import fill_date
from bot.sandbox.page.emoji import emoji
from bot.sandbox.page.viewer import Viewer

FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
ANGLE = re.compile(r"<([^<>\n]+)>")
BARE_LINK = re.compile(r"(?<![\w/])https?://[^\s<>|]+[^\s<>|.,;:!?)\]}'\"*_~]")
EMOJI = re.compile(r":([a-z0-9_+'-]+):")
STYLES = tuple(
    (re.compile(rf"(?<![\w{mark}]){mark}(?=[^\s{mark}])([^\n]*?[^\s{mark}]){mark}(?![\w{mark}])"), tag)
    for mark, tag in ((r"\*", "strong"), ("_", "em"), ("~", "s"))
)
QUOTE = re.compile(r"^(?:&gt;|>)(?!(?:&gt;|>){2}) ?(.*)$")
LONG_QUOTE = re.compile(r"^(?:&gt;|>){3}\s?", re.MULTILINE)
SAFE_LINK = re.compile(r"^(https?|mailto|tel|slack):", re.IGNORECASE)
FIRST_ATOM = 0xF0000
ATOM = re.compile(r"[\U000F0000-\U000FFFFD]")


def unescape(text: str) -> str:
    """The three characters that Slack escapes, and only these."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def link(url: str, label: str | Markup) -> Markup:
    """A link that opens beside the page; an address that could run code stays text."""
    if not SAFE_LINK.match(url):
        return escape(label)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(url, label)


def person_mention(user: str, viewer: Viewer) -> Markup:
    kind = "mention mention-me" if user == viewer.id else "mention"
    return Markup('<span class="{}">@{}</span>').format(kind, viewer.people.get(user, user))


def channel_mention(channel: str, viewer: Viewer, label: str = "") -> Markup:
    name = viewer.channels.get(channel) or label or "private-channel"
    if channel not in viewer.channels:
        return Markup('<span class="mention">#{}</span>').format(name)
    return Markup('<a class="mention" href="?at={}" data-go="{}">#{}</a>').format(channel, channel, name)


def group_mention(group: str, viewer: Viewer, label: str = "") -> Markup:
    return Markup('<span class="mention">@{}</span>').format(viewer.groups.get(group) or label.lstrip("@") or group)


def date_mention(body: str, fallback: str, viewer: Viewer) -> Markup:
    """`!date^1392734382^{date} at {time}^link`, or its fallback where the parts make no date."""
    parts = body.split("^")
    try:
        text = fill_date(parts[2], float(parts[1]), viewer)
    except (IndexError, KeyError, ValueError, OverflowError, OSError):
        return escape(fallback)
    shown = Markup('<time title="{}">{}</time>').format(fallback, text)
    return link(parts[3], shown) if len(parts) > 3 else shown


def special_mention(body: str, label: str, viewer: Viewer) -> Markup:
    if body.startswith("!date^"):
        return date_mention(body, label, viewer)
    if body.startswith("!subteam^"):
        return group_mention(body.split("^")[1], viewer, label)
    if body in {"!here", "!channel", "!everyone"}:
        return Markup('<span class="mention mention-me">@{}</span>').format(body[1:])
    return Markup("&lt;{}&gt;").format(label or body)


def angle(inside: str, viewer: Viewer) -> Markup:
    """What stands between angle brackets: a person, channel, group, date or link."""
    body, _, label = inside.partition("|")
    body, label = unescape(body), unescape(label)
    if body.startswith("@"):
        return person_mention(body[1:], viewer)
    if body.startswith("#"):
        return channel_mention(body[1:], viewer, label)
    if body.startswith("!"):
        return special_mention(body, label, viewer)
    return link(body, label or body.removeprefix("mailto:"))


class Line:
    """One run of text. What must not be read again (code, mentions, links) waits in `atoms` as a single character."""

    def __init__(self, viewer: Viewer, *, verbatim: bool = False) -> None:
        self.viewer = viewer
        self.verbatim = verbatim
        self.atoms: list[Markup] = []

    def keep(self, html: Markup) -> str:
        self.atoms.append(html)
        return chr(FIRST_ATOM + len(self.atoms) - 1)

    def render(self, text: str) -> Markup:
        text = ATOM.sub("", text)
        text = CODE.sub(lambda found: self.keep(Markup("<code>{}</code>").format(unescape(found[1]))), text)
        text = ANGLE.sub(lambda found: self.keep(angle(found[1], self.viewer)), text)
        if not self.verbatim:
            text = BARE_LINK.sub(lambda found: self.keep(link(unescape(found[0]), unescape(found[0]))), text)
        text = EMOJI.sub(lambda found: self.keep(emoji(found[1])), text)
        return self.styled(text)

    def styled(self, text: str) -> Markup:
        for pattern, tag in STYLES:
            text = pattern.sub(partial(self.wrap, tag), text)
        return self.finish(text)

    def wrap(self, tag: str, found: re.Match[str]) -> str:
        return self.keep(Markup(f"<{tag}>{{}}</{tag}>").format(self.styled(found[1])))

    def finish(self, text: str) -> Markup:
        html = Markup("<br>").join(escape(unescape(line)) for line in text.split("\n"))
        return Markup(ATOM.sub(lambda found: str(self.atoms[ord(found[0]) - FIRST_ATOM]), str(html)))


def with_quotes(text: str, viewer: Viewer, verbatim: bool) -> Markup:
    """Lines, where those that start with `>` gather in a quotation."""
    runs: list[tuple[bool, list[str]]] = []
    for line in text.split("\n"):
        quoted = QUOTE.match(line)
        content = quoted[1] if quoted else line
        if runs and runs[-1][0] == bool(quoted):
            runs[-1][1].append(content)
        else:
            runs.append((bool(quoted), [content]))
    shown = []
    for is_quote, lines in runs:
        html = Line(viewer, verbatim=verbatim).render("\n".join(lines))
        shown.append(Markup("<blockquote>{}</blockquote>").format(html) if is_quote else html)
    return Markup("").join(shown)


def without_fences(text: str, viewer: Viewer, verbatim: bool) -> Markup:
    rest = LONG_QUOTE.split(text, maxsplit=1)
    html = with_quotes(rest[0], viewer, verbatim) if rest[0] else Markup("")
    if len(rest) == 1:
        return html
    return html + Markup("<blockquote>{}</blockquote>").format(Line(viewer, verbatim=verbatim).render(rest[1]))


def mrkdwn(text: str, viewer: Viewer, *, verbatim: bool = False) -> Markup:
    """Safe HTML for a mrkdwn text as it goes over the wire (`&`, `<` and `>` escaped by the sender)."""
    html = Markup("")
    for index, piece in enumerate(FENCE.split(text)):
        if index % 2:
            html += Markup("<pre>{}</pre>").format(unescape(piece))
        elif piece.strip("\n"):
            html += without_fences(piece.strip("\n") if index else piece.rstrip("\n"), viewer, verbatim)
    return html


def plain_text(text: str, *, emojis: bool = True) -> Markup:
    """Safe HTML for a `plain_text` object: line breaks and emoji names, nothing else."""
    shown = EMOJI.sub(lambda found: str(emoji(found[1])), str(escape(text))) if emojis else str(escape(text))
    return Markup(shown.replace("\n", "<br>"))
