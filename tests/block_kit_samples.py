"""One good sample of each block and element that Slack documents, and short ways to make more."""

from typing import Any

Json = dict[str, Any]


def plain(text: str = "Plain") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "*Marked*") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "a", text: str = "Option") -> Json:
    return {"text": plain(text), "value": value}


def options(count: int) -> list[Json]:
    return [option(str(number), f"Option {number}") for number in range(count)]


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def asking(element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": "asked", "label": plain("Label"), "element": element, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def rich_text(*words: Json) -> Json:
    spoken = list(words) or [{"type": "text", "text": "Said"}]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": spoken}]}


def line_chart(series: int = 1, points: int = 3, kind: str = "line") -> Json:
    labels = [f"Week {number}" for number in range(points)]
    data = [{"label": label, "value": 3.5} for label in labels]
    plotted = [{"name": f"Series {number}", "data": data} for number in range(series)]
    chart = {"type": kind, "series": plotted, "axis_config": {"categories": labels, "y_label": "Mean"}}
    return {"type": "data_visualization", "title": "Climate", "chart": chart}


def table(rows: int = 2, columns: int = 2) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * columns for _ in range(rows)]}


CONFIRM = {
    "title": plain("Sure?"),
    "text": plain("It can't be undone."),
    "confirm": plain("Do it"),
    "deny": plain("No"),
}
PICTURE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A picture"}
CARD = {"type": "card", "title": mrkdwn("A card"), "body": mrkdwn("Its body")}
TASK = {"type": "task_card", "task_id": "1", "title": "Look", "status": "complete"}
FILTER = {"include": ["public", "private"], "exclude_bot_users": True}
RATINGS = {
    "positive_button": {"text": plain("Good"), "value": "1"},
    "negative_button": {"text": plain("Bad"), "value": "0"},
}

BUTTONS: dict[str, Json] = {
    "button": {
        "type": "button",
        "action_id": "e",
        "text": plain("Go"),
        "style": "primary",
        "value": "1",
        "confirm": CONFIRM,
    },
    "overflow": {"type": "overflow", "action_id": "e", "options": options(5)},
    "workflow_button": {
        "type": "workflow_button",
        "action_id": "e",
        "text": plain("Run"),
        "workflow": {"trigger": {"url": "https://slack.com/shortcuts/Ft0123/abc"}},
    },
}
PICKERS: dict[str, Json] = {
    "checkboxes": {"type": "checkboxes", "action_id": "e", "options": options(3), "initial_options": options(1)},
    "radio_buttons": {
        "type": "radio_buttons",
        "action_id": "e",
        "options": options(3),
        "initial_option": option("0", "Option 0"),
    },
    "static_select": {"type": "static_select", "action_id": "e", "placeholder": plain(), "options": options(3)},
    "external_select": {"type": "external_select", "action_id": "e", "placeholder": plain(), "min_query_length": 1},
    "users_select": {"type": "users_select", "action_id": "e", "placeholder": plain(), "initial_user": "U1"},
    "conversations_select": {
        "type": "conversations_select",
        "action_id": "e",
        "placeholder": plain(),
        "filter": FILTER,
    },
    "channels_select": {"type": "channels_select", "action_id": "e", "placeholder": plain(), "initial_channel": "C1"},
    "multi_static_select": {
        "type": "multi_static_select",
        "action_id": "e",
        "placeholder": plain(),
        "option_groups": [{"label": plain("Group"), "options": options(2)}],
        "max_selected_items": 2,
    },
    "multi_external_select": {"type": "multi_external_select", "action_id": "e", "placeholder": plain()},
    "multi_users_select": {
        "type": "multi_users_select",
        "action_id": "e",
        "placeholder": plain(),
        "initial_users": ["U1"],
    },
    "multi_conversations_select": {"type": "multi_conversations_select", "action_id": "e", "placeholder": plain()},
    "multi_channels_select": {"type": "multi_channels_select", "action_id": "e", "placeholder": plain()},
    "datepicker": {"type": "datepicker", "action_id": "e", "placeholder": plain(), "initial_date": "2026-02-28"},
    "timepicker": {"type": "timepicker", "action_id": "e", "placeholder": plain(), "initial_time": "08:30"},
}
DATETIME: Json = {"type": "datetimepicker", "action_id": "e", "initial_date_time": 1_700_000_000}
WRITTEN: dict[str, Json] = {
    "plain_text_input": {
        "type": "plain_text_input",
        "action_id": "e",
        "multiline": True,
        "min_length": 1,
        "max_length": 3000,
        "placeholder": plain(),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    },
    "number_input": {
        "type": "number_input",
        "action_id": "e",
        "is_decimal_allowed": False,
        "min_value": "0",
        "max_value": "9",
    },
    "email_text_input": {"type": "email_text_input", "action_id": "e", "initial_value": "a@example.com"},
    "url_text_input": {"type": "url_text_input", "action_id": "e", "initial_value": "https://example.com"},
    "rich_text_input": {"type": "rich_text_input", "action_id": "e", "initial_value": rich_text()},
}
FILES: Json = {"type": "file_input", "action_id": "e", "filetypes": ["csv"], "max_files": 1}

BLOCKS_ANYWHERE: dict[str, Json] = {
    "section": section(fields=[mrkdwn("A"), plain("B")], accessory=BUTTONS["button"]),
    "divider": {"type": "divider"},
    "header": {"type": "header", "text": plain("Heading")},
    "image": {**PICTURE, "title": plain("Title")},
    "slack_file image": {"type": "image", "slack_file": {"id": "F0123ABCD"}, "alt_text": "A chart"},
    "context": {"type": "context", "elements": [mrkdwn("Small"), PICTURE, plain("print")]},
    "actions": actions(BUTTONS["button"]),
    "rich_text": rich_text(
        {"type": "text", "text": "Hello ", "style": {"bold": True}},
        {"type": "user", "user_id": "U1"},
        {"type": "link", "url": "https://example.com", "text": "link"},
        {"type": "emoji", "name": "wave"},
        {"type": "channel", "channel_id": "C1"},
    ),
    "rich_text lists": {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": rich_text()["elements"]},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "Quoted"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "code"}]},
        ],
    },
    "video": {
        "type": "video",
        "title": plain("Film"),
        "video_url": "https://example.com/v",
        "thumbnail_url": "https://example.com/t.png",
        "alt_text": "A film",
    },
    "card": CARD,
}
BLOCKS_IN_MESSAGES: dict[str, Json] = {
    "markdown": {"type": "markdown", "text": "# Title"},
    "file": {"type": "file", "external_id": "ABC", "source": "remote"},
    "table": {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": "Item"}, rich_text()], [{"type": "raw_text", "text": "x"}, rich_text()]],
        "column_settings": [{"is_wrapped": True}, {"align": "right"}],
    },
    "table of numbers": {
        "type": "table",
        "rows": [[{"type": "raw_number", "value": 3, "text": "3"}]],
        "column_settings": [None],
    },
    "data_table": {
        "type": "data_table",
        "caption": "Numbers",
        "rows": [[{"type": "raw_text", "text": "Mean"}], [{"type": "raw_number", "value": 3.5, "text": "3.5"}]],
    },
    "line chart": line_chart(2),
    "bar chart": line_chart(kind="bar"),
    "area chart": line_chart(kind="area"),
    "pie chart": {
        "type": "data_visualization",
        "title": "Shares",
        "chart": {"type": "pie", "segments": [{"label": "A", "value": 2}, {"label": "B", "value": 0.5}]},
    },
    "context_actions": {
        "type": "context_actions",
        "elements": [
            {"type": "feedback_buttons", "action_id": "f", **RATINGS},
            {"type": "icon_button", "action_id": "i", "icon": "trash", "text": plain("Delete"), "value": "1"},
        ],
    },
    "carousel": {"type": "carousel", "elements": [CARD, CARD]},
    "container": {"type": "container", "title": plain("Group"), "child_blocks": [{"type": "divider"}], "width": "wide"},
    "task_card": TASK,
    "plan": {"type": "plan", "title": "Steps", "tasks": [TASK]},
}
BLOCKS_IN_MODALS: dict[str, Json] = {
    "alert": {"type": "alert", "text": plain("Mind this"), "level": "warning"},
    **{f"input {name}": asking(element) for name, element in {**PICKERS, **WRITTEN}.items()},
    "input datetimepicker": asking(DATETIME),
    "input file_input": asking(FILES),
}
