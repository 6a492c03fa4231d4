"""What was decided in a review, as somebody types it: each with an owner and a day, or nothing at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.errors import FormRefusal
from bot.domain.evaluation.plan import Decision, Review
from bot.domain.typed import is_blank, shorten

MOST_ROWS, MOST_DECISIONS, WHAT_LENGTH = 4, 20, 300
_LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision that is to be kept."""

    what: str
    owner_user_id: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Deciding:
    """What the form needs that takes the decisions of a review."""

    practice: str
    today: date
    review: Review


@dataclass(frozen=True, slots=True)
class Redeciding:
    """What the form needs that changes one decision."""

    practice: str
    decision: Decision


def check_decisions(texts: Mapping[str, str], today: date, there: int = 0) -> tuple[NewDecision, ...]:
    """The decisions in the rows of a form, of which any may be empty; `there` are so many already.

    Raises FormRefusal with a sentence for each field.
    """
    errors: dict[str, str] = {}
    found = []
    for row in range(1, MOST_ROWS + 1):
        made = _row(texts, row, today, None, errors)
        found += [made] if made else []
    if there + len(found) > MOST_DECISIONS:
        errors["what_1"] = f"A review holds {MOST_DECISIONS} decisions at most. Keep those that matter."
    if errors:
        raise FormRefusal(errors)
    return tuple(found)


def check_decision(texts: Mapping[str, str], today: date, standing: Decision) -> NewDecision:
    """One decision that is changed; its day may have passed where it stays. Raises FormRefusal."""
    errors: dict[str, str] = {}
    made = _row(texts, 1, today, standing.due_on, errors)
    if made is None and not errors:
        errors["what_1"] = "Say in a sentence what was decided."
    if errors or made is None:
        raise FormRefusal(errors)
    return made


def _row(
    texts: Mapping[str, str], row: int, today: date, standing: date | None, errors: dict[str, str]
) -> NewDecision | None:
    what, owner, due = (texts.get(f"{name}_{row}", "") for name in ("what", "owner", "due"))
    if is_blank(what):
        if owner or due:
            errors[f"what_{row}"] = "Say in a sentence what was decided."
        return None
    if len(what) > WHAT_LENGTH:
        errors[f"what_{row}"] = shorten(what, WHAT_LENGTH)
    if not owner:
        errors[f"owner_{row}"] = "Pick who sees to it."
    on = date.fromisoformat(due) if due else None
    if on is None:
        errors[f"due_{row}"] = "Pick the day until which it is done."
    elif on < today and on != standing:
        errors[f"due_{row}"] = "That day has passed. Pick today or a later day."
    elif on > today + _LONGEST:
        errors[f"due_{row}"] = "That is more than a year away. Pick an earlier day."
    return NewDecision(what.strip(), owner, on) if owner and on else None
