"""A value that is due, as whoever owes it reads of it in their note of the day and on Home."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import ButtonElement

from bot.domain.duties import Duty
from messages import ids
from messages.duties import when
from messages.message import button
from messages.sentences import sentences


def line(duty: Duty, today: date, locale: str) -> str:
    """What is due, and since when."""
    is_orphan = getattr(duty, "is_orphan", False)
    say = sentences("measures/duty", locale, name=duty.title, when=when(duty.due_on, today, locale))
    return say["orphan" if is_orphan else "due"]


def choices(duty: Duty, locale: str) -> Sequence[ButtonElement]:
    """Giving the value; where nobody sees to the measure, naming somebody too."""
    say, this = sentences("measures/duty", locale), str(duty.subject)
    found = [button(ids.RECORD_VALUES, say["record"], this)]
    if getattr(duty, "is_orphan", False):
        found.append(button(ids.CHANGE_MEASURE, say["name_somebody"], this))
    return found
