"""Slack's rich text as a table: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block."""

from bot.sandbox.blockkit.shapes import ByType, Choice, Flag, Line, Many, Shape, Thing, Whole

WORD_STYLE = Thing({}, {name: Flag() for name in ("bold", "italic", "strike", "underline", "code")})
MENTION_STYLE = Thing(
    {},
    {name: Flag() for name in ("bold", "italic", "strike", "highlight", "client_highlight", "unlink", "underline")},
)
STYLED: dict[str, Shape] = {"style": WORD_STYLE}
MENTIONED: dict[str, Shape] = {"style": MENTION_STYLE}
BORDER: dict[str, Shape] = {"border": Choice((0, 1))}

WORDS = ByType(
    {
        "text": Thing({"text": Line()}, STYLED),
        "link": Thing({"url": Line()}, STYLED | {"text": Line(), "unsafe": Flag()}),
        "emoji": Thing({"name": Line()}, STYLED | {"unicode": Line(), "url": Line(), "skin_tone": Whole(1, 6)}),
        "user": Thing({"user_id": Line()}, MENTIONED),
        "usergroup": Thing({"usergroup_id": Line()}, MENTIONED),
        "channel": Thing({"channel_id": Line()}, MENTIONED),
        "team": Thing({"team_id": Line()}, MENTIONED),
        "broadcast": Thing({"range": Choice(("here", "channel", "everyone"))}, STYLED),
        "color": Thing({"value": Line()}, STYLED),
        "date": Thing({"timestamp": Whole(), "format": Line()}, STYLED | {"url": Line(), "fallback": Line()}),
    }
)
SECTION = Thing({"elements": Many(WORDS, least=0)})

PARAGRAPHS = ByType(
    {
        "rich_text_section": SECTION,
        "rich_text_list": Thing(
            {"style": Choice(("bullet", "ordered")), "elements": Many(ByType({"rich_text_section": SECTION}))},
            BORDER | {"indent": Whole(0, 8), "offset": Whole()},
        ),
        "rich_text_quote": Thing({"elements": Many(WORDS, least=0)}, BORDER),
        "rich_text_preformatted": Thing(
            {"elements": Many(WORDS.only("text", "link"), least=0)}, BORDER | {"language": Line()}
        ),
    }
)

RICH_TEXT = ByType({"rich_text": Thing({"elements": Many(PARAGRAPHS)}, {"block_id": Line(255)})})
