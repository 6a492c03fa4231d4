"""What our own checks, slack_sdk, blockkit and slackblocks say against a payload: each catches what another misses.

The last two only build payloads from their own objects, so raw JSON is first turned into those objects. A library has
no say about a block in which something is newer than the library.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Literal

import blockkit.core as blockkit
import slackblocks
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.sandbox.blockkit import check_message, check_view

Json = dict[str, Any]
Surface = Literal["message", "modal", "home"]


class UnknownHere(Exception):
    """A library doesn't know this type or field, so it can't judge the block."""


def every_oracle_accepts(payload: Json, surface: Surface) -> list[str]:
    """The complaints of every oracle, each with its name; empty if all accept.

    `payload` is the arguments of a message (`blocks`, maybe `attachments`), or a modal's or App Home's view.
    """
    ours = check_view(payload) if surface != "message" else check_message(payload["blocks"], payload.get("attachments"))
    blocks = [*payload["blocks"], *(b for a in payload.get("attachments") or [] for b in a.get("blocks", []))]
    complaints = [f"ours: {sentence}" for sentence in ours]
    complaints += [f"slack_sdk: {sentence}" for sentence in _slack_sdk(payload, blocks, surface)]
    complaints += [f"blockkit: {sentence}" for sentence in _built(blocks, _blockkit_object)]
    complaints += [f"slackblocks: {sentence}" for sentence in _built(blocks, _slackblocks_object)]
    return complaints


def _slack_sdk(payload: Json, blocks: Iterable[Json], surface: Surface) -> Iterable[str]:
    models: list[JsonObject | None] = [Block.parse(dict(block)) for block in blocks if block["type"] in SDK_BLOCKS]
    if surface != "message":
        models.append(View(**{**payload, "blocks": [b for b in payload["blocks"] if b["type"] in SDK_BLOCKS] or None}))
    for model in models:
        try:
            if model is not None:
                model.validate_json()
        except SlackObjectFormationError as refusal:
            yield str(refusal)


def _subclasses(base: type[Any]) -> set[type[Any]]:
    return {base}.union(*(_subclasses(below) for below in base.__subclasses__()))


SDK_BLOCKS = {getattr(model, "type", None) for model in _subclasses(Block)}


def _built(blocks: Iterable[Json], make: Callable[[Json, str], Any]) -> Iterable[str]:
    for block in blocks:
        try:
            made = _converted(block, "blocks", make)
            made.build() if hasattr(made, "build") else made._resolve()
        except UnknownHere:
            continue
        except (
            blockkit.FieldValidationError,
            blockkit.ComponentValidationError,
            slackblocks.InvalidUsageError,
        ) as refusal:
            yield f"{block['type']}: {refusal}"


def _converted(value: Any, role: str, make: Callable[[Json, str], Any]) -> Any:
    if isinstance(value, list):
        return [_converted(item, role, make) for item in value]
    if isinstance(value, dict):
        inner = {name: _converted(item, name, make) for name, item in value.items()}
        return make(inner, role)
    return value


UNTYPED_IN_BLOCKKIT: dict[str, type[blockkit.Component]] = {
    "confirm": blockkit.Confirm,
    "options": blockkit.Option,
    "initial_option": blockkit.Option,
    "initial_options": blockkit.Option,
    "option_groups": blockkit.OptionGroup,
    "filter": blockkit.ConversationFilter,
    "dispatch_action_config": blockkit.DispatchActionConfig,
    "slack_file": blockkit.SlackFile,
    "workflow": blockkit.Workflow,
    "trigger": blockkit.Trigger,
    "customizable_input_parameters": blockkit.InputParameter,
    "style": blockkit.RichStyle,
    "column_settings": blockkit.ColumnSettings,
}


def _typed_in_blockkit() -> dict[str, type[blockkit.Component]]:
    made = [kind() for kind in _subclasses(blockkit.Component) if kind is not blockkit.Component]
    typed = {thing._get_field_value("type"): type(thing) for thing in made}
    return {**typed, "mrkdwn": blockkit.Text, "plain_text": blockkit.Text, "image": blockkit.Image}


TYPED_IN_BLOCKKIT = _typed_in_blockkit()
BOUNDS = ("min_value", "max_value", "initial_value")


def _blockkit_object(fields: Json, role: str) -> blockkit.Component:
    kind = fields.get("type")
    component = TYPED_IN_BLOCKKIT.get(kind) if kind is not None else UNTYPED_IN_BLOCKKIT.get(role)
    if kind == "image" and role != "blocks":
        component = blockkit.ImageEl
    if component is None:
        raise UnknownHere(kind or role)
    made = component()
    for name, value in fields.items():
        if name == "type" and kind not in ("mrkdwn", "plain_text"):
            continue
        if name not in made._fields and name != "type":
            raise UnknownHere(f"{kind}.{name}")
        given = _as_blockkit_likes(kind, name, value)
        setter = getattr(made, name)
        setter(*given) if isinstance(given, list) else setter(given)
    return made


def _as_blockkit_likes(kind: str | None, name: str, value: Any) -> Any:
    """blockkit wants numbers where Slack wants strings of digits, and a datetime where Slack wants seconds."""
    if kind == "number_input" and name in BOUNDS:
        return float(value) if "." in value else int(value)
    if name == "initial_date_time":
        return datetime.fromtimestamp(value).astimezone()
    if name == "column_settings" and None in value:
        raise UnknownHere("column_settings of null")
    return value


IN_SLACKBLOCKS: dict[str, type[Any]] = {
    "section": slackblocks.SectionBlock,
    "divider": slackblocks.DividerBlock,
    "header": slackblocks.HeaderBlock,
    "context": slackblocks.ContextBlock,
    "context_actions": slackblocks.ContextActionsBlock,
    "actions": slackblocks.ActionsBlock,
    "input": slackblocks.InputBlock,
    "rich_text": slackblocks.RichTextBlock,
    "markdown": slackblocks.MarkdownBlock,
    "video": slackblocks.VideoBlock,
    "file": slackblocks.FileBlock,
    "table": slackblocks.TableBlock,
    "data_table": slackblocks.DataTableBlock,
    "data_visualization": slackblocks.DataVisualizationBlock,
    "alert": slackblocks.AlertBlock,
    "card": slackblocks.CardBlock,
    "carousel": slackblocks.CarouselBlock,
    "container": slackblocks.ContainerBlock,
    "task_card": slackblocks.TaskCardBlock,
    "plan": slackblocks.PlanBlock,
    "button": slackblocks.Button,
    "workflow_button": slackblocks.WorkflowButton,
    "feedback_buttons": slackblocks.FeedbackButtons,
    "icon_button": slackblocks.IconButton,
    "overflow": slackblocks.OverflowMenu,
    "checkboxes": slackblocks.CheckboxGroup,
    "radio_buttons": slackblocks.RadioButtonGroup,
    "datepicker": slackblocks.DatePicker,
    "timepicker": slackblocks.TimePicker,
    "datetimepicker": slackblocks.DateTimePicker,
    "static_select": slackblocks.StaticSelectMenu,
    "external_select": slackblocks.ExternalSelectMenu,
    "users_select": slackblocks.UserSelectMenu,
    "conversations_select": slackblocks.ConversationSelectMenu,
    "channels_select": slackblocks.ChannelSelectMenu,
    "multi_static_select": slackblocks.StaticMultiSelectMenu,
    "multi_external_select": slackblocks.ExternalMultiSelectMenu,
    "multi_users_select": slackblocks.UserMultiSelectMenu,
    "multi_conversations_select": slackblocks.ConversationMultiSelectMenu,
    "multi_channels_select": slackblocks.ChannelMultiSelectMenu,
    "plain_text_input": slackblocks.PlainTextInput,
    "number_input": slackblocks.NumberInput,
    "email_text_input": slackblocks.EmailInput,
    "url_text_input": slackblocks.URLInput,
    "rich_text_input": slackblocks.RichTextInput,
    "file_input": slackblocks.FileInput,
    "rich_text_section": slackblocks.RichTextSection,
    "rich_text_list": slackblocks.RichTextList,
    "rich_text_quote": slackblocks.RichTextQuote,
    "rich_text_preformatted": slackblocks.RichTextCodeBlock,
    "text": slackblocks.RichText,
    "link": slackblocks.RichTextLink,
    "user": slackblocks.RichTextUser,
    "usergroup": slackblocks.RichTextUserGroup,
    "channel": slackblocks.RichTextChannel,
    "emoji": slackblocks.RichTextEmoji,
    "raw_text": slackblocks.RawText,
    "raw_number": slackblocks.RawNumber,
    "line": slackblocks.LineChart,
    "bar": slackblocks.BarChart,
    "area": slackblocks.AreaChart,
    "pie": slackblocks.PieChart,
    "url": slackblocks.URLSource,
}
UNTYPED_IN_SLACKBLOCKS: dict[str, type[Any]] = {
    "confirm": slackblocks.ConfirmationDialogue,
    "options": slackblocks.Option,
    "initial_option": slackblocks.Option,
    "initial_options": slackblocks.Option,
    "option_groups": slackblocks.OptionGroup,
    "filter": slackblocks.ConversationFilter,
    "dispatch_action_config": slackblocks.DispatchActionConfiguration,
    "slack_file": slackblocks.SlackFile,
    "workflow": slackblocks.Workflow,
    "trigger": slackblocks.Trigger,
    "customizable_input_parameters": slackblocks.InputParameter,
    "column_settings": slackblocks.ColumnSettings,
    "positive_button": slackblocks.FeedbackButton,
    "negative_button": slackblocks.FeedbackButton,
    "series": slackblocks.DataSeries,
    "data": slackblocks.DataPoint,
    "segments": slackblocks.ChartSegment,
    "axis_config": slackblocks.AxisConfig,
}
RENAMED = {"initial_date_time": "initial_datetime", "usergroup_id": "user_group_id"}


def _slackblocks_object(fields: Json, role: str) -> Any:
    kind = fields.get("type")
    given = {RENAMED.get(name, name): value for name, value in fields.items() if name != "type"}
    if kind in ("plain_text", "mrkdwn"):
        return slackblocks.Text(**given, type_=slackblocks.TextType(kind))
    if role == "style":
        return fields
    if isinstance(given.get("style"), dict):
        given |= given.pop("style")
    maker = IN_SLACKBLOCKS.get(kind) if kind is not None else UNTYPED_IN_SLACKBLOCKS.get(role)
    if kind == "image":
        maker = slackblocks.ImageBlock if role == "blocks" else slackblocks.Image
    if maker is None or not given.keys() <= _parameters(maker).keys():
        raise UnknownHere(kind or role)
    if kind == "table" and not _cells_known(given["rows"]):
        raise UnknownHere("cells")
    return maker(**(dict.fromkeys(_demanded(maker)) | given))


@cache
def _parameters(maker: type[Any]) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(maker).parameters


@cache
def _demanded(maker: type[Any]) -> list[str]:
    """slackblocks wants some arguments named even where Slack takes another in their place (`options`, `image_url`)."""
    return [each.name for each in _parameters(maker).values() if each.default is inspect.Parameter.empty]


def _cells_known(rows: list[list[Any]]) -> bool:
    return all(isinstance(cell, slackblocks.RawText) for row in rows for cell in row)
