"""Slack's block elements as a table: https://docs.slack.dev/reference/block-kit/block-elements."""

from bot.sandbox.blockkit.composition import (
    CHECK_OPTION,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_CONFIG,
    IDENTIFIER,
    LINES_SHOWN,
    MENU_OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    PLACEHOLDER,
    SLACK_FILE,
    STYLE,
    WORKFLOW,
    plain,
    text,
)
from bot.sandbox.blockkit.element_rules import (
    decimals_as_allowed,
    initial_within_length,
    initially_offered,
    no_more_than_selectable,
)
from bot.sandbox.blockkit.rich_text import RICH_TEXT
from bot.sandbox.blockkit.shapes import ByType, Choice, Flag, Line, Many, Rule, Shape, Thing, Whole, in_order, one_of

ACTION: dict[str, Shape] = {"action_id": IDENTIFIER}
ASKED = ACTION | {"confirm": CONFIRM}
FOCUSED = ASKED | {"focus_on_load": Flag()}
PICKED = FOCUSED | {"placeholder": PLACEHOLDER}
MULTI = PICKED | {"max_selected_items": Whole(1)}
TYPED = ACTION | {"placeholder": PLACEHOLDER, "focus_on_load": Flag(), "dispatch_action_config": DISPATCH_CONFIG}
MENU: dict[str, Shape] = {"options": Many(MENU_OPTION, most=100), "option_groups": Many(OPTION_GROUP, most=100)}
CONVERSATIONS: dict[str, Shape] = {"default_to_current_conversation": Flag(), "filter": CONVERSATION_FILTER}
ANSWERED: dict[str, Shape] = {"response_url_enabled": Flag()}
LABELLED: dict[str, Shape] = {"accessibility_label": Line(75)}
IDS = Many(IDENTIFIER, most=None, least=0)

DATE = Line(like=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
CLOCK = Line(like=r"([01]\d|2[0-3]):[0-5]\d")
TEN_DIGITS = Whole(1_000_000_000, 9_999_999_999)
NUMERAL = Line(like=r"-?(\d+(\.\d*)?|\.\d+)")
RATING = Thing({"text": plain(75), "value": Line(2000)}, LABELLED)
AT_MOST: tuple[Rule, ...] = (no_more_than_selectable,)

ELEMENTS = ByType(
    {
        "button": Thing(
            {"text": plain(75)},
            ASKED | LABELLED | {"value": Line(2000), "url": Line(3000), "style": STYLE, "agent_prompt": Line(4000)},
        ),
        "workflow_button": Thing(
            {"text": plain(75), "workflow": WORKFLOW, "action_id": IDENTIFIER},
            LABELLED | {"style": STYLE, "confirm": CONFIRM},
        ),
        "feedback_buttons": Thing({"positive_button": RATING, "negative_button": RATING}, ACTION),
        "icon_button": Thing(
            {"icon": Choice(("trash",)), "text": plain(75)},
            ASKED | LABELLED | {"value": Line(2000), "visible_to_user_ids": Many(IDENTIFIER, most=10)},
        ),
        "image": Thing(
            {"alt_text": Line(2000)},
            {"image_url": Line(3000), "slack_file": SLACK_FILE},
            (one_of("image_url", "slack_file"),),
        ),
        "overflow": Thing({"options": Many(OVERFLOW_OPTION, most=5)}, ASKED),
        "checkboxes": Thing(
            {"options": Many(CHECK_OPTION, most=10)},
            FOCUSED | {"initial_options": Many(CHECK_OPTION, most=10)},
            (initially_offered,),
        ),
        "radio_buttons": Thing(
            {"options": Many(CHECK_OPTION, most=10)},
            FOCUSED | {"initial_option": CHECK_OPTION},
            (initially_offered,),
        ),
        "datepicker": Thing({}, PICKED | {"initial_date": DATE}),
        "timepicker": Thing({}, PICKED | {"initial_time": CLOCK, "timezone": Line(255)}),
        "datetimepicker": Thing({}, FOCUSED | {"initial_date_time": TEN_DIGITS}),
        "static_select": Thing(
            {},
            PICKED | MENU | {"initial_option": MENU_OPTION},
            (one_of("options", "option_groups"), initially_offered),
        ),
        "multi_static_select": Thing(
            {},
            MULTI | MENU | {"initial_options": Many(MENU_OPTION, most=100)},
            (one_of("options", "option_groups"), initially_offered, *AT_MOST),
        ),
        "external_select": Thing({}, PICKED | {"initial_option": MENU_OPTION, "min_query_length": Whole()}),
        "multi_external_select": Thing(
            {},
            MULTI | {"initial_options": Many(MENU_OPTION, most=100), "min_query_length": Whole()},
            AT_MOST,
        ),
        "users_select": Thing({}, PICKED | {"initial_user": IDENTIFIER}),
        "multi_users_select": Thing({}, MULTI | {"initial_users": IDS}, AT_MOST),
        "conversations_select": Thing({}, PICKED | CONVERSATIONS | ANSWERED | {"initial_conversation": IDENTIFIER}),
        "multi_conversations_select": Thing({}, MULTI | CONVERSATIONS | {"initial_conversations": IDS}, AT_MOST),
        "channels_select": Thing({}, PICKED | ANSWERED | {"initial_channel": IDENTIFIER}),
        "multi_channels_select": Thing({}, MULTI | {"initial_channels": IDS}, AT_MOST),
        "plain_text_input": Thing(
            {},
            TYPED
            | {
                "initial_value": Line(3000, least=0),
                "multiline": Flag(),
                "min_length": Whole(0, 3000),
                "max_length": Whole(1, 3000),
            },
            (in_order("min_length", "max_length"), initial_within_length),
        ),
        "number_input": Thing(
            {"is_decimal_allowed": Flag()},
            TYPED | {"initial_value": NUMERAL, "min_value": NUMERAL, "max_value": NUMERAL},
            (
                in_order("min_value", "max_value"),
                in_order("min_value", "initial_value"),
                in_order("initial_value", "max_value"),
                decimals_as_allowed,
            ),
        ),
        "email_text_input": Thing({}, TYPED | {"initial_value": Line(3000)}),
        "url_text_input": Thing({}, TYPED | {"initial_value": Line(3000)}),
        "file_input": Thing({}, ACTION | {"filetypes": Many(Line(50)), "max_files": Whole(1, 10)}),
        "rich_text_input": Thing(
            {},
            TYPED | {"initial_value": RICH_TEXT, "min_lines": LINES_SHOWN, "max_lines": LINES_SHOWN},
            (in_order("min_lines", "max_lines"),),
        ),
    }
)

MENUS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
CHOICES = (*MENUS, *(f"multi_{name}" for name in MENUS), "checkboxes", "radio_buttons", "datepicker", "timepicker")
WRITTEN = ("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input")

IN_SECTION = ELEMENTS.only(*CHOICES, "button", "workflow_button", "overflow", "image")
IN_ACTIONS = ELEMENTS.only(*CHOICES, "datetimepicker", "button", "workflow_button", "overflow", "rich_text_input")
IN_INPUT = ELEMENTS.only(*CHOICES, *WRITTEN, "datetimepicker", "file_input")
IN_CONTEXT = ByType({**ELEMENTS.only("image").kinds, **text().kinds})
IN_CONTEXT_ACTIONS = ELEMENTS.only("feedback_buttons", "icon_button")
