"""What people do with an evaluation plan: look at it, write it, hold a review, and do what was decided."""

from datetime import date
from typing import Any

from slack_sdk.models.views import View

from bot.domain.evaluation.plan import MOST_QUESTIONS, MOST_REVIEWS, PlanForm
from bot.listeners.payloads import Command, Form, Press
from bot.services.evaluation import planning, reviewing
from bot.services.evaluation.planning import Overtaken
from messages import evaluation as messages
from messages import evaluation_agenda, evaluation_forms

_QUESTIONS, _REVIEWS = range(1, MOST_QUESTIONS + 1), range(1, MOST_REVIEWS + 1)


def show_plan(command: Command) -> None:
    """Somebody typed /measure plan."""
    command.tell(messages.plan(planning.shown(command.uses, command.channel_id, command.user_id), command.locale))


def open_plan(press: Press) -> None:
    """Somebody pressed Write the plan, or Change the plan."""
    wanted = planning.to_write(press.uses, int(press.value), press.user_id)
    press.open(evaluation_forms.plan_form(wanted, press.locale))


def submit_plan(form: Form) -> View:
    """Somebody sent the form of a plan."""
    initiative_id, version = map(int, form.private.split(":"))
    kept = planning.write(form.uses, initiative_id, form.user_id, version, _plan(form.values))
    if isinstance(kept, Overtaken):
        return evaluation_forms.plan_again(kept.now, kept.typed, kept.parts, form.locale)
    return messages.plan_saved(kept, form.locale)


def see_agenda(press: Press) -> None:
    """Somebody pressed See the agenda."""
    press.tell(evaluation_agenda.agenda(reviewing.agenda(press.uses, int(press.value), press.user_id), press.locale))


def open_decisions(press: Press) -> None:
    """Somebody pressed Write down what was decided."""
    wanted = reviewing.to_decide(press.uses, int(press.value), press.user_id)
    press.open(evaluation_forms.decide_form(wanted, press.locale))


def submit_decisions(form: Form) -> View:
    """Somebody wrote down what was decided in a review."""
    held = reviewing.decide(form.uses, int(form.private), form.user_id, _texts(form.values))
    return evaluation_forms.decided(held, form.locale)


def change_decision(press: Press) -> None:
    """Somebody pressed Change it, or Name somebody, beside a decision."""
    wanted = reviewing.to_redecide(press.uses, int(press.value), press.user_id)
    press.open(evaluation_forms.redecide_form(wanted, press.locale))


def submit_decision(form: Form) -> None:
    """Somebody changed a decision."""
    decision_id, version = map(int, form.private.split(":"))
    reviewing.redecide(form.uses, decision_id, form.user_id, version, _texts(form.values))


def decision_done(press: Press) -> None:
    """Somebody pressed Done beside a decision."""
    press.tell(messages.finished(reviewing.finish(press.uses, int(press.value), press.user_id), press.locale))


def _plan(values: Any) -> PlanForm:
    return PlanForm(
        questions=tuple(values.get(f"question_{row}") or "" for row in _QUESTIONS),
        audiences=tuple(values.get(f"audience_{row}") or "" for row in _QUESTIONS),
        measures=tuple(tuple(map(int, values.get(f"measures_{row}") or ())) for row in _QUESTIONS),
        agreed=tuple(values.get("agreed") or ()),
        agreed_on=_day(values.get("agreed_on")),
        exists=values.get("exists") or "",
        reviews=tuple(_day(values.get(f"review_{row}")) for row in _REVIEWS),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _texts(values: Any) -> dict[str, str]:
    return {name: str(value) if value is not None else "" for name, value in values.items()}
