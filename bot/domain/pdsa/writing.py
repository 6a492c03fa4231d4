"""What is written down as a cycle goes on: the tasks, what was done, what was learned, what was decided."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.errors import FormRefusal
from bot.domain.pdsa.cycle import (
    MOST_TASKS,
    TASK_LENGTH,
    TEXT_LENGTH,
    Act,
    Decision,
    Done,
    NextStep,
    Study,
    Task,
)
from bot.domain.pdsa.planning import as_day, as_number
from bot.domain.typed import is_blank, shorten

YES, NO = "yes", "no"
DONE = ("as_planned", "observations", "problems", "has_data")
STUDY = ("learned", "observed")
ACT = ("decision", "because", "next_step")
REASON = "reason_back"


def check_done(texts: Mapping[str, str]) -> Done:
    """What was done in Do. Raises FormRefusal with a sentence for each field."""
    errors = too_long(texts, "observations", "problems")
    if is_blank(texts.get("observations", "")):
        errors["observations"] = "Say in a sentence what you saw when you tried it."
    if texts.get("as_planned") == NO and is_blank(texts.get("problems", "")):
        errors["problems"] = "It wasn't done as planned. Say in a sentence what was different."
    if errors:
        raise FormRefusal(errors)
    return Done(
        as_planned=texts.get("as_planned") != NO,
        observations=texts["observations"].strip(),
        problems=texts.get("problems", "").strip(),
        has_data=texts.get("has_data") == YES,
    )


def check_study(texts: Mapping[str, str]) -> Study:
    """What was learned. Raises FormRefusal with a sentence for each field."""
    errors, typed = too_long(texts, "learned"), texts.get("observed", "").strip()
    observed = as_number(typed) if typed else None
    if is_blank(texts.get("learned", "")):
        errors["learned"] = "Say in a sentence what you know now that you didn't know before."
    if typed and observed is None:
        errors["observed"] = "Give one number, such as 12 or 12.5, or leave it empty."
    if errors:
        raise FormRefusal(errors)
    return Study(texts["learned"].strip(), observed)


def check_act(texts: Mapping[str, str]) -> Act:
    """What was decided. Raises FormRefusal with a sentence for each field."""
    errors, decision = too_long(texts, "because"), texts.get("decision", "")
    if decision not in tuple(Decision):
        errors["decision"] = "Pick what follows: keep it, change it, or drop it."
    if is_blank(texts.get("because", "")):
        errors["because"] = "Say in a sentence why."
    if errors:
        raise FormRefusal(errors)
    step = NextStep(texts.get("next_step") or NextStep.SAME) if decision == Decision.ADAPT else None
    return Act(Decision(decision), texts["because"].strip(), step)


def check_reason(text: str) -> str:
    """Why a cycle goes a step back. Raises FormRefusal."""
    errors = too_long({REASON: text}, REASON)
    if is_blank(text):
        errors[REASON] = "Say in a sentence why it goes back."
    if errors:
        raise FormRefusal(errors)
    return text.strip()


def too_long(texts: Mapping[str, str], *names: str) -> dict[str, str]:
    """A sentence for each of these texts that is too long."""
    typed = {name: texts.get(name, "") for name in names}
    return {name: shorten(text, TEXT_LENGTH) for name, text in typed.items() if len(text) > TEXT_LENGTH}


def check_tasks(texts: Mapping[str, str], standing: Sequence[Task], today: date) -> tuple[Task, ...]:
    """The tasks of a test, from rows `what_1`, `owner_1`, `due_1` and so on; an empty row is no task.

    One that stood before with the same words stays done. Raises FormRefusal with a sentence for each field.
    """
    errors: dict[str, str] = {}
    tasks: list[Task] = []
    for row in range(1, MOST_TASKS + 1):
        what, owner, due = (texts.get(f"{name}_{row}", "") for name in ("what", "owner", "due"))
        if is_blank(what) and not owner and not due:
            continue
        before = next((task for task in standing if task.what == what.strip()), None)
        due_on = as_day(due)
        errors |= _task_errors(row, what, owner, due_on, before, today)
        if due_on is not None:
            is_done = before is not None and before.is_done
            tasks.append(Task(len(tasks) + 1, what.strip(), owner, due_on, is_done))
    if errors:
        raise FormRefusal(errors)
    return tuple(tasks)


def _task_errors(
    row: int, what: str, owner: str, due_on: date | None, before: Task | None, today: date
) -> dict[str, str]:
    errors = {}
    if is_blank(what):
        errors[f"what_{row}"] = "Say what is to be done, or empty the whole row."
    elif len(what.strip()) > TASK_LENGTH:
        errors[f"what_{row}"] = shorten(what.strip(), TASK_LENGTH)
    if not owner:
        errors[f"owner_{row}"] = "Pick who does it."
    if due_on is None:
        errors[f"due_{row}"] = "Pick the day until when it is done."
    elif due_on < today and (before is None or before.due_on != due_on):
        errors[f"due_{row}"] = "That day has passed. Pick today or a later day."
    return errors
