"""What people owe their tests of change, in the one note a day and on App Home."""

from datetime import date

from slack_sdk.models.blocks import ButtonElement

from bot.domain.pdsa.cycle import Phase
from bot.domain.pdsa.reminding import CycleDuty
from messages import ids
from messages.duties import when
from messages.message import button
from messages.pdsa import next_step
from messages.sentences import sentences


def step(value: CycleDuty, today: date, locale: str) -> str:
    """That a test waits for its next step, or for somebody to lead it."""
    due = when(value.due_on, today, locale)
    say = sentences("pdsa/duty", locale, when=due, test=value.number, title=value.title)
    return say["needs_lead" if value.needs_lead else f"step_{value.phase}"]


def to_step(value: CycleDuty, locale: str) -> list[ButtonElement]:
    """The button that takes it, or that names another lead."""
    if value.needs_lead:
        choose = sentences("pdsa/duty", locale)["choose"]
        return [button(ids.CHANGE_PLAN, choose, str(value.cycle_id), style="primary")]
    return [next_step(value.phase, value.cycle_id, locale)] if value.phase is not Phase.CLOSED else []


def task(value: CycleDuty, today: date, locale: str) -> str:
    """That a task of a test waits."""
    due = when(value.due_on, today, locale)
    return sentences("pdsa/duty", locale, when=due, test=value.number, title=value.title)["task"]


def to_task(value: CycleDuty, locale: str) -> list[ButtonElement]:
    """To say that it is done."""
    say = sentences("pdsa/duty", locale)
    return [button(ids.TASK_DONE, say["done"], f"{value.cycle_id}:{value.task}", style="primary")]
