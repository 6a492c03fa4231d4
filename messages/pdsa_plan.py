"""The form of a test's plan, and the one that says who does what for it."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputInteractiveElement,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.pdsa.cycle import MOST_TASKS, TASK_LENGTH, Compare, Step
from bot.domain.pdsa.scale import is_small
from bot.domain.pdsa.shown import Measured, PartOpened, PlanOpened
from bot.domain.privacy import is_nobody
from messages import ids
from messages.form import as_standing, field, form_view
from messages.message import button, buttons, heading, label, paragraph
from messages.pdsa_meanwhile import meanwhile
from messages.pdsa_words import expected
from messages.sentences import Sentences, sentences

_MOST_MEASURES = 100


def plan_form(value: PlanOpened, locale: str) -> View:
    """The form of a plan, new or to be changed; of a test that has begun, without what is frozen."""
    previous = value.previous.number if value.previous else None
    say = sentences("pdsa/plan", locale, value.zone, practice=value.practice, previous=previous)
    blocks: list[Block] = [] if value.cycle else [paragraph(say["follows" if value.previous else "intro"])]
    blocks += meanwhile(value.meanwhile, locale)
    blocks += [
        heading(say["part_why"]),
        _text(value, say, "aim"),
        _text(value, say, "answers", hint=True, optional=True),
        _text(value, say, "change"),
        _text(value, say, "question", optional=True),
        heading(say["part_expect"]),
        *_prediction(value, say, locale),
        heading(say["part_scale"]),
        _choice(value, say, "step", [step.value for step in Step], hint="step_hint"),
        _text(value, say, "who", optional=True, multiline=False),
        _number(value, say, "how_many", optional=True),
        heading(say["part_when"]),
        *[_day(value, say, name) for name in ("do_on", "study_on", "act_on")],
        field("lead_user_id", say["lead_user_id"], _person(value.texts.get("lead_user_id", ""))),
    ]
    cycle = value.cycle
    of = (value.initiative_id, cycle.id if cycle else 0, cycle.version if cycle else 0)
    before, origin = value.previous, value.origin
    called = (origin.wave_id, origin.item) if origin else (0, "")
    private = ":".join(map(str, (*of, before.id if before else 0, *called)))
    return form_view(ids.SUBMIT_PLAN, say, blocks, private, title="title_again" if cycle else "title")


def tasks_form(value: PartOpened, locale: str, *, is_new: bool) -> View:
    """Who does what for a test until when; for one that `is_new`, also whether it could be smaller."""
    cycle = value.shown.cycle
    say = sentences("pdsa/tasks", locale, test=cycle.number)
    blocks: list[Block] = [paragraph(say["planned" if is_new else "intro"])]
    if is_new and cycle.previous is None and not is_small(cycle.plan):
        blocks.append(paragraph(say["large"]))
    blocks += meanwhile(value.meanwhile, locale)
    rows = max([task.number for task in cycle.tasks], default=0)
    for row in range(1, min(max(rows + 2, 3), MOST_TASKS) + 1):
        blocks += _task(value, row, locale)
    return form_view(ids.SUBMIT_TASKS, say, blocks, f"{cycle.id}:{cycle.version}")


def _prediction(value: PlanOpened, say: Sentences, locale: str) -> list[Block]:
    cycle = value.cycle
    of = value.measures[:_MOST_MEASURES]
    measure = [_measure(value, of, say)] if of else []
    if cycle is not None and cycle.is_frozen:
        plan = cycle.plan
        told = sentences("pdsa/plan", locale, measure=plan.measure, expected=expected(plan, locale))
        return [paragraph(told["frozen"]), *(measure if plan.measure_id is None else [])]
    other = _text(value, say, "measure", label_part="measure_other" if of else "measure", hint=True, optional=bool(of))
    new = [buttons(button(ids.MEASURE_FOR_PLAN, say["new_measure"], str(value.initiative_id)))]
    return [
        *measure,
        other,
        *(new if value.may_define and not value.meanwhile else []),
        _choice(value, say, "compare", [compare.value for compare in (Compare.AT_MOST, Compare.AT_LEAST)]),
        _number(value, say, "number", hint=True),
        _day(value, say, "by"),
    ]


def _measure(value: PlanOpened, of: Sequence[Measured], say: Sentences) -> Block:
    options = {str(measure.id): Option(value=str(measure.id), text=label(measure.name)) for measure in of}
    chosen = options.get(value.texts.get("measure_id", ""))
    action_id = _action(value) if value.defined is None else f"{ids.CHOICE}_{value.defined}"
    element = StaticSelectElement(action_id=action_id, options=list(options.values()), initial_option=chosen)
    return field("measure_id", say["measure_id"], element, optional=True)


def _text(
    value: PlanOpened,
    say: Sentences,
    name: str,
    *,
    label_part: str = "",
    hint: bool = False,
    optional: bool = False,
    multiline: bool = True,
) -> Block:
    text = value.texts.get(name, "") or None
    element = PlainTextInputElement(action_id=_action(value), multiline=multiline, initial_value=as_standing(text))
    return field(name, say[label_part or name], element, hint=say[f"{name}_hint"] if hint else "", optional=optional)


def _number(value: PlanOpened, say: Sentences, name: str, *, hint: bool = False, optional: bool = False) -> Block:
    element = NumberInputElement(
        action_id=_action(value), is_decimal_allowed=not optional, initial_value=as_standing(value.texts.get(name))
    )
    return field(name, say[name], element, hint=say[f"{name}_hint"] if hint else "", optional=optional)


def _day(value: PlanOpened, say: Sentences, name: str) -> Block:
    return field(name, say[name], DatePickerElement(action_id=_action(value), initial_date=value.texts.get(name)))


def _choice(value: PlanOpened, say: Sentences, name: str, choices: Sequence[str], *, hint: str = "") -> Block:
    options = {choice: Option(value=choice, label=say[choice]) for choice in choices}
    chosen = options.get(value.texts.get(name, ""))
    kind = RadioButtonsElement if len(choices) < 3 else StaticSelectElement
    element: InputInteractiveElement = kind(
        action_id=_action(value), options=list(options.values()), initial_option=chosen
    )
    return field(name, say[name], element, hint=say[hint] if hint else "")


def _action(value: PlanOpened) -> str:
    """Slack keeps what stands in a field whose ids stay: a form that opens again has others, to say what it says."""
    return f"{ids.CHOICE}{value.cycle.version}" if value.meanwhile and value.cycle else ids.CHOICE


def _person(user_id: str) -> UserSelectElement:
    known = user_id if user_id and not is_nobody(user_id) else None
    return UserSelectElement(action_id=ids.CHOICE, initial_user=known)


def _task(value: PartOpened, row: int, locale: str) -> list[Block]:
    say = sentences("pdsa/tasks", locale, row=row)
    texts = {name: value.texts.get(f"{name}_{row}", "") for name in ("what", "owner", "due", "is_done")}
    what = PlainTextInputElement(action_id=ids.CHOICE, initial_value=as_standing(texts["what"]), max_length=TASK_LENGTH)
    due = DatePickerElement(action_id=ids.CHOICE, initial_date=texts["due"] or None)
    rows: list[Block] = [
        field(f"what_{row}", say["what"], what, optional=True),
        field(f"owner_{row}", say["owner"], _person(texts["owner"]), optional=True),
        field(f"due_{row}", say["due"], due, optional=True),
    ]
    return [*rows, paragraph(say["is_done"])] if texts["is_done"] == "yes" else rows
