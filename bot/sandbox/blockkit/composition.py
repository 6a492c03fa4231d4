"""Slack's composition objects as a table: https://docs.slack.dev/reference/block-kit/composition-objects."""

from bot.sandbox.blockkit.shapes import ByType, Choice, Flag, Line, Many, Shape, Thing, Whole, any_of, one_of


def plain(most: int) -> ByType:
    """A text object that has to be plain_text."""
    return ByType({"plain_text": Thing({"text": Line(most)}, {"emoji": Flag()})})


def text(most: int = 3000) -> ByType:
    """A text object of either type: `emoji` goes with plain_text alone, `verbatim` with mrkdwn alone."""
    mrkdwn = Thing({"text": Line(most)}, {"verbatim": Flag()})
    return ByType({**plain(most).kinds, "mrkdwn": mrkdwn})


def option(label: Shape, **more: Shape) -> Thing:
    """An option of a menu, a checkbox group or a radio group."""
    return Thing({"text": label, "value": Line(150)}, {"description": plain(75), **more})


IDENTIFIER = Line(255)
PLACEHOLDER = plain(150)
STYLE = Choice(("primary", "danger"))
HTTPS = r"https://\S+"

MENU_OPTION = option(plain(75))
CHECK_OPTION = Thing({"text": text(75), "value": Line(150)}, {"description": text(75)})
OVERFLOW_OPTION = option(plain(75), url=Line(3000))
OPTION_GROUP = Thing({"label": plain(75), "options": Many(MENU_OPTION, most=100)})

CONFIRM = Thing(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": STYLE},
)
DISPATCH_CONFIG = Thing(
    {"trigger_actions_on": Many(Choice(("on_enter_pressed", "on_character_entered")), most=2)},
)
CONVERSATION_FILTER = Thing(
    {},
    {
        "include": Many(Choice(("im", "mpim", "private", "public")), most=4),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    },
    (any_of("include", "exclude_bot_users", "exclude_external_shared_channels"),),
)
SLACK_FILE = Thing({}, {"id": Line(like=r"F[A-Z0-9]{8,}"), "url": Line(3000)}, (one_of("id", "url"),))
WORKFLOW = Thing(
    {
        "trigger": Thing(
            {"url": Line(3000)},
            {"customizable_input_parameters": Many(Thing({"name": Line(), "value": Line()}))},
        )
    }
)
SLACK_ICON = Thing({"type": Choice(("icon",)), "name": Line()})
LINES_SHOWN = Whole(1, 100)
