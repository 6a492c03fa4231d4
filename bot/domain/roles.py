"""Who may do what: an action names the roles that may do it, and nobody else can."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.errors import Refusal
from bot.domain.people import Profile, Role

COLLEAGUES = frozenset(Role)
"""Everybody who works here, whether or not they belong to the initiative."""

MEMBERS = COLLEAGUES - {Role.COLLEAGUE}
"""Everybody who has to do with the initiative."""

LEADERS = frozenset({Role.LEAD, Role.SPONSOR})
LEAD = frozenset({Role.LEAD})


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a person can do; `may` are the roles that may, `name` is written down where it is done.

    Once an initiative has ended only what has `after_end` can be done with it.
    """

    name: str
    may: frozenset[Role]
    after_end: bool = False

    def check(self, roles: Iterable[Role], ask: str = "") -> None:
        """Raises NotYours, naming `ask` (a mention) as the one to turn to, where none of `roles` may do this."""
        if self.may.isdisjoint(roles):
            raise NotYours(self.may, ask)


HELP = Action("help.read", COLLEAGUES)
"""Reading what a command can do."""


class NotYours(Refusal):
    """The person has no role that may do this."""

    def __init__(self, may: frozenset[Role], ask: str) -> None:
        who = " or ".join(f"the {role.value}" for role in Role if role in may)
        who = "the people of this initiative" if may == MEMBERS else who
        turn_to = f" Ask {ask}." if ask else ""
        super().__init__(f"Only {who} can do that here.{turn_to}")


class NotForYou(Refusal):
    """Uptake is for people who work here; guests and people of other organisations get this one sentence."""

    def __init__(self) -> None:
        super().__init__("Uptake is only for people who work here. There is nothing you need to do.")


def check_takes_part(profile: Profile) -> None:
    """Raises NotForYou for bots, guests, people of other organisations and closed accounts."""
    if not profile.can_take_part:
        raise NotForYou
