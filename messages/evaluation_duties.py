"""What people owe an evaluation plan, in the one note a day and on App Home."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import ButtonElement

from bot.domain.duties import Duty
from messages import ids
from messages.duties import when
from messages.message import button
from messages.sentences import sentences


def review(duty: Duty, today: date, locale: str) -> str:
    """That a review comes, or is still to be held."""
    due = when(duty.due_on, today, locale)
    return sentences("evaluation/duty", locale, title=duty.title, when=due)["review"]


def to_review(duty: Duty, locale: str) -> Sequence[ButtonElement]:
    """Its agenda."""
    return [button(ids.SEE_AGENDA, sentences("evaluation/duty", locale)["agenda"], str(duty.subject), style="primary")]


def decision(duty: Duty, today: date, locale: str) -> str:
    """That something is to be done which was decided."""
    say = sentences("evaluation/duty", locale, title=duty.title, when=when(duty.due_on, today, locale))
    return say["orphan" if getattr(duty, "is_orphan", False) else "decision"]


def to_decision(duty: Duty, locale: str) -> Sequence[ButtonElement]:
    """To say that it is done; where nobody sees to it, to name somebody too."""
    say, this = sentences("evaluation/duty", locale), str(duty.subject)
    found = [button(ids.DECISION_DONE, say["done"], this)]
    if getattr(duty, "is_orphan", False):
        found.append(button(ids.CHANGE_DECISION, say["name_somebody"], this))
    return found
