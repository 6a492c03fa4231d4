"""What a person's Home page holds: what waits for them now, and the initiatives they belong to."""

from dataclasses import dataclass

from bot.domain.duties import Told
from bot.domain.hours_form import MyTime
from bot.domain.initiative import Initiative
from bot.domain.pulse import Invitation


@dataclass(frozen=True, slots=True)
class Home:
    """One person's page; `zone` is theirs, `leads` those initiatives that they lead, `answers_for` those that they
    sponsor, `belongs_to` the others.

    `not_for_me` are those of either kind whose messages they don't want; `time` is when they work and until when they
    are away. `duties` are what they have taken on.
    """

    zone: str
    waiting: tuple[Invitation, ...]
    duties: tuple[Told, ...]
    leads: tuple[Initiative, ...]
    answers_for: tuple[Initiative, ...]
    belongs_to: tuple[Initiative, ...]
    not_for_me: tuple[Initiative, ...]
    time: MyTime
