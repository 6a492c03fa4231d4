"""What people do with tests of change: plan them, carry them through their phases, look at them, take them along."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_sdk.models.views import View

from bot.domain.acting import Prompt
from bot.domain.pdsa.cycle import Phase
from bot.domain.pdsa.editing import ChangedMeanwhile
from bot.domain.pdsa.phases import ORDER
from bot.domain.pdsa.shown import PartOpened
from bot.domain.pdsa.writing import REASON
from bot.listeners.happening import with_happenings
from bot.listeners.payloads import Command, Form, Press
from bot.services.measures import defining
from bot.services.pdsa import data, looking, planning, working
from messages import ids, measure_forms, pdsa_file, pdsa_parts, pdsa_plan, pdsa_record, pdsa_study, strategies
from messages import pdsa as messages


def usage(command: Command) -> None:
    """Somebody typed /pdsa, or /pdsa help."""
    command.tell(messages.usage(command.locale))


def plan(command: Command) -> None:
    """Somebody typed /pdsa plan, for a new test or for the one whose number follows."""
    opened = planning.to_plan(command.uses, command.channel_id, command.user_id, command.words)
    command.open(pdsa_plan.plan_form(opened, command.locale))


def do(command: Command) -> None:
    """Somebody typed /pdsa do: begin the test, or say what happened in it."""
    opened = working.to_work(command.uses, command.channel_id, command.user_id, command.words, (Phase.DO, Phase.PLAN))
    is_planned = opened.shown.cycle.phase is Phase.PLAN
    command.open((pdsa_parts.begin_form if is_planned else pdsa_parts.do_form)(opened, command.locale))


def study(command: Command) -> None:
    """Somebody typed /pdsa study."""
    opened = working.to_work(command.uses, command.channel_id, command.user_id, command.words, (Phase.STUDY,))
    _open_study(command, opened)


def act(command: Command) -> None:
    """Somebody typed /pdsa act."""
    opened = working.to_work(command.uses, command.channel_id, command.user_id, command.words, (Phase.ACT,))
    command.open(pdsa_parts.act_form(opened, command.locale))


def board(command: Command) -> None:
    """Somebody typed /pdsa list."""
    shown = looking.board(command.uses, command.channel_id, command.user_id)
    command.tell(messages.board(shown, command.locale))


def show(command: Command) -> None:
    """Somebody typed /pdsa show with a number."""
    if not command.words:
        return board(command)
    shown = looking.numbered(command.uses, command.channel_id, command.user_id, command.words)
    command.tell(pdsa_record.record(shown, command.locale))
    return None


def plan_new(press: Press) -> None:
    """Somebody pressed Plan a test, or Test a change."""
    opened = planning.to_plan_in(press.uses, int(press.value), press.user_id)
    press.open(pdsa_plan.plan_form(opened, press.locale))


def plan_strategy(press: Press) -> None:
    """The lead pressed Test a change beside what could help: the plan begins with it, and with what people said."""
    prompt = Prompt.read(press.value)
    opened = planning.to_plan_in(press.uses, prompt.initiative_id, press.user_id, (prompt.wave_id, prompt.item))
    texts = {**opened.texts, **strategies.as_texts(prompt, opened.own, press.locale)}
    press.open(pdsa_plan.plan_form(replace(opened, texts=texts), press.locale))


def change_plan(press: Press) -> None:
    """Somebody pressed Change the plan."""
    opened = planning.to_change(press.uses, int(press.value), press.user_id)
    press.open(pdsa_plan.plan_form(opened, press.locale))


def plan_next(press: Press) -> None:
    """Somebody pressed Plan the next test."""
    opened = planning.to_follow(press.uses, int(press.value), press.user_id)
    press.open(pdsa_plan.plan_form(opened, press.locale))


def measure_for_plan(press: Press) -> None:
    """Somebody pressed Define a measure first, in the form of a plan: it stays open below, with what they typed."""
    wanted = defining.to_define_in(press.uses, int(press.value), press.user_id)
    form = measure_forms.define_form(wanted, press.locale, f"{press.view_id}|{press.view_private}")
    (press.push if press.view_id else press.open)(form)


def take_up_measure(form: Form) -> None:
    """A measure was defined: where that was on the way to a plan, the plan's form has it picked now."""
    _, _, behind = form.private.partition("|")
    view_id, _, plan = behind.partition("|")
    if plan:
        initiative_id, cycle_id, _, previous_id, called = _planned(plan)
        opened = planning.to_plan_on(form.uses, initiative_id, form.user_id, cycle_id, previous_id, called)
        form.change_view(view_id, pdsa_plan.plan_form(opened, form.locale))


def submit_plan(form: Form) -> View | None:
    """Somebody sent a plan: a new one is followed by who does what for it."""
    initiative_id, cycle_id, version, previous_id, called = _planned(form.private)
    texts = _texts(form.values)
    if not cycle_id:
        made = planning.plan(form.uses, initiative_id, form.user_id, texts, previous_id or None, called)
        return pdsa_plan.tasks_form(made, form.locale, is_new=True)
    try:
        planning.change_plan(form.uses, cycle_id, form.user_id, version, texts)
    except ChangedMeanwhile as refusal:
        return pdsa_plan.plan_form(planning.overtaken(form.uses, refusal, form.user_id), form.locale)
    return None


def _planned(private: str) -> tuple[int, int, int, int, tuple[int, str] | None]:
    """What a plan's form is about: initiative, test, its version, the test before, and the item that called for it."""
    *numbers, item = private.split(":", 5)
    initiative_id, cycle_id, version, previous_id, wave_id = map(int, numbers)
    return initiative_id, cycle_id, version, previous_id, (wave_id, item) if wave_id else None


def share_out(press: Press) -> None:
    """Somebody pressed Who does what."""
    opened = planning.to_share_out(press.uses, int(press.value), press.user_id)
    press.open(pdsa_plan.tasks_form(opened, press.locale, is_new=False))


def submit_tasks(form: Form) -> View | None:
    """Somebody said who does what."""
    cycle_id, version = map(int, form.private.split(":"))
    try:
        planning.share_out(form.uses, cycle_id, form.user_id, version, _texts(form.values))
    except ChangedMeanwhile as refusal:
        again = working.again(form.uses, refusal, form.user_id)
        return pdsa_plan.tasks_form(again, form.locale, is_new=False)
    return None


def begin(press: Press) -> None:
    """Somebody pressed Begin the test."""
    _open(press, Phase.PLAN, pdsa_parts.begin_form)


def write_done(press: Press) -> None:
    """Somebody pressed Say what happened."""
    _open(press, Phase.DO, pdsa_parts.do_form)


def write_study(press: Press) -> None:
    """Somebody pressed Look at the results."""
    _open_study(press, working.to_work_on(press.uses, int(press.value), press.user_id, Phase.STUDY))


def decide(press: Press) -> None:
    """Somebody pressed Decide what follows."""
    _open(press, Phase.ACT, pdsa_parts.act_form)


def submit_begin(form: Form) -> View | None:
    """Somebody meant it: the test begins."""
    cycle_id, version = map(int, form.private.split(":"))
    working.begin(form.uses, cycle_id, form.user_id, version)
    return None


def submit_done(form: Form) -> View | None:
    """Somebody said what happened."""
    return _kept(form, working.write_done, pdsa_parts.do_form)


def submit_study(form: Form) -> View | None:
    """Somebody said what they learned."""
    return _kept(form, working.write_study, pdsa_parts.study_form)


def submit_act(form: Form) -> View | None:
    """Somebody decided what follows: to change it opens the next test, filled in."""
    cycle_id, version = map(int, form.private.split(":"))
    try:
        shown, following = working.decide(form.uses, cycle_id, form.user_id, version, _texts(form.values))
    except ChangedMeanwhile as refusal:
        return pdsa_parts.act_form(working.again(form.uses, refusal, form.user_id), form.locale)
    return pdsa_plan.plan_form(following, form.locale) if following else pdsa_parts.decided(shown, form.locale)


def go_back(press: Press) -> None:
    """Somebody pressed Go back a step."""
    press.open(pdsa_parts.back_form(working.to_go_back(press.uses, int(press.value), press.user_id), press.locale))


def submit_back(form: Form) -> View | None:
    """Somebody said why a test goes a step back."""
    cycle_id, place = map(int, form.private.split(":"))
    reason = _texts(form.values).get(REASON, "")
    working.go_back(form.uses, cycle_id, form.user_id, ORDER[place], reason)
    return None


def show_board(press: Press) -> None:
    """Somebody pressed a button that shows all tests of an initiative."""
    shown = looking.board_with(press.uses, int(press.value), press.user_id)
    if press.respond is not None:
        press.tell(messages.board(shown, press.locale))
    else:
        press.open(messages.board_view(shown, press.locale))


def show_record(press: Press) -> None:
    """Somebody pressed Whole record, or Look at it."""
    shown = looking.record(press.uses, int(press.value), press.user_id)
    if press.respond is not None:
        press.tell(pdsa_record.record(shown, press.locale))
    else:
        press.open(pdsa_record.record_view(shown, press.locale))


def export(press: Press) -> None:
    """Somebody pressed one of the files: it goes into their direct messages, or else is shown."""
    kind = _FILES[press.action_id]
    record = looking.to_export(press.uses, int(press.value), press.user_id)
    view_id = press.open(pdsa_record.waiting(press.locale))
    text = pdsa_file.made(record, kind, press.locale)
    name = pdsa_file.name_of(record, kind)
    if press.send_file(name, text, name):
        press.change_view(view_id, pdsa_record.sent(press.locale))
    else:
        shown = pdsa_file.made(record, "markdown", press.locale)
        press.change_view(view_id, pdsa_record.shown_instead(shown, press.locale))


def task_done(press: Press) -> None:
    """Somebody pressed Done beside a task."""
    cycle_id, _, number = press.value.partition(":")
    cycle = planning.finish_task(press.uses, int(cycle_id), int(number), press.user_id)
    press.tell(messages.task_done(cycle, int(number), press.locale))


_FILES = {ids.EXPORT_PAGE: "page", ids.EXPORT_MARKDOWN: "markdown", ids.EXPORT_TABLE: "csv"}
Opens = Callable[[PartOpened, str], View]


def _open(press: Press, phase: Phase, form: Opens) -> None:
    opened = working.to_work_on(press.uses, int(press.value), press.user_id, phase)
    press.open(form(opened, press.locale))


def _open_study(reply: Command | Press, opened: PartOpened) -> None:
    """Open the form of Study, with the chart of what was measured where there is one."""
    form = pdsa_parts.study_form(opened, reply.locale)
    over = data.over_time_of(reply.uses, opened.shown.cycle)
    if over is None:
        reply.open(form)
    else:
        whole = with_happenings(reply.uses, over, reply.locale)
        made = pdsa_study.charted(form, whole, reply.locale)
        reply.open_with(made.view, made.pictures)


def _kept(form: Form, keep: Callable[..., Any], again: Opens) -> View | None:
    """Keep what was typed; where another changed the same meanwhile, open the form again with both."""
    cycle_id, version = map(int, form.private.split(":"))
    try:
        keep(form.uses, cycle_id, form.user_id, version, _texts(form.values))
    except ChangedMeanwhile as refusal:
        return again(working.again(form.uses, refusal, form.user_id), form.locale)
    return None


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    """Every field as text; one that is empty is ''."""
    return {name: str(value) if value is not None else "" for name, value in values.items()}
