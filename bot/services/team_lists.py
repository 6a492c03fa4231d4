"""Lists of people and their teams: checked, told as a change of the tree, and applied when the lead says so."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.domain.errors import Refusal
from bot.domain.initiative import Initiative
from bot.domain.local_time import local_date
from bot.domain.people import Person, Profile
from bot.domain.roles import LEAD, Action
from bot.domain.team_list import Applied, Checked, LeftOut, Preview, read_list, resolve
from bot.domain.teams import Wanted, plan
from bot.services.people import everyone
from bot.services.ports import AddressesHidden, DirectoryUnavailable, Uses
from bot.services.pulse import planning
from bot.services.standing import check_may, initiative_held
from storage import audit, people, teams
from storage import initiative as initiatives
from storage.teams import Staged

IMPORT = Action("people.import", LEAD)


class ListGone(Refusal):
    """A list was applied, or forgotten after a day."""

    def __init__(self) -> None:
        super().__init__("This list was applied, or is older than a day. Send it again to see what it would change.")


class SlackIsAway(Refusal):
    """Slack can't say who is who right now."""

    def __init__(self) -> None:
        super().__init__("Slack doesn't answer just now, so nothing has changed. Try again in a few minutes.")


class TreeChanged(Refusal):
    """Teams or people changed after it was told what a list would change."""

    def __init__(self) -> None:
        super().__init__("The teams have changed meanwhile, so nothing was done. Look at the change again.")


def check(uses: Uses, content: bytes) -> Checked:
    """Who is to be in which team by a file's content. Raises Refusal, BadFile or DirectoryUnavailable."""
    rows = read_list(content)
    try:
        return resolve(rows, uses.directory.named({row.person for row in rows}))
    except AddressesHidden:
        raise Refusal(
            "Slack doesn't show Uptake any e-mail address. Write user ids instead, or ask whoever installed Uptake to "
            "allow users:read.email."
        ) from None


def preview(uses: Uses, initiative_id: int, checked: Checked) -> tuple[Preview, str]:
    """What a list would change, and a mark of the tree as it is now; for who works at the server. Keeps nothing."""
    with uses.reading() as session:
        initiative = initiatives.find_initiative(session, initiative_id)
        assert initiative is not None
        return _preview(session, initiative, _without_erased(session, checked), 0), teams.present(
            session, initiative_id
        ).mark


def apply_checked(uses: Uses, initiative_id: int, checked: Checked, mark: str) -> Applied:
    """Make the tree what a list says, for who works at the server; `mark` is that of the tree as it was looked at.

    Raises SlackIsAway or TreeChanged; nothing has changed then.
    """
    listed = _asked(uses, checked.wanted, "UTC")
    with uses.writing() as session:
        initiative = initiatives.hold_initiative(session, initiative_id)
        assert initiative is not None
        if teams.present(session, initiative_id).mark != mark:
            raise TreeChanged
        return _apply(session, uses, initiative, checked, listed, None)


def stage(session: Session, initiative: Initiative, by: Person, checked: Checked, now: datetime) -> Preview:
    """Keep a list until its lead says yes, for a day at most; gives what it would change."""
    checked = _without_erased(session, checked)
    list_id = teams.stage(
        session,
        initiative_id=initiative.id,
        uploaded_by=by.id,
        at=now,
        members_from=checked.members_from,
        wanted=checked.wanted,
        problems=[{"line": each.line, "why": each.why} for each in checked.left],
        seen=teams.present(session, initiative.id).mark,
    )
    return _preview(session, initiative, checked, list_id)


def preview_of(session: Session, initiative: Initiative, staged: Staged) -> Preview:
    """What a list that waits would change now."""
    return _preview(session, initiative, _checked(staged), staged.id)


def apply_staged(uses: Uses, list_id: int, user_id: str) -> Applied | Preview:
    """Make the tree what a list says; where it has changed since the lead looked, tell the change anew instead.

    Raises ListGone, SlackIsAway, NotStarted, Ended or NotYours; nothing has changed then.
    """
    with uses.reading() as session:
        staged = _staged(session, list_id)
        initiative = initiatives.find_initiative(session, staged.initiative_id)
        if initiative is None:
            raise ListGone
        check_may(session, IMPORT, initiative, user_id)
    listed = _asked(uses, staged.wanted, initiative.zone)
    with uses.writing() as session:
        initiative = initiative_held(session, IMPORT, initiative.id, user_id)
        staged = _staged(session, list_id)
        mark = teams.present(session, initiative.id).mark
        if mark != staged.seen:
            teams.see_again(session, list_id, mark)
            return replace(preview_of(session, initiative, staged), is_anew=True)
        teams.drop_staged(session, list_id)
        actor = people.find_person(session, user_id)
        return _apply(session, uses, initiative, _checked(staged), listed, actor)


def _apply(
    session: Session,
    uses: Uses,
    initiative: Initiative,
    checked: Checked,
    listed: Sequence[Profile],
    actor: Person | None,
) -> Applied:
    """Whoever can't take part any more since the list was checked stays out of it."""
    now = uses.clock()
    able = {who.user_id for who in listed if who.can_take_part}
    wanted = _only(_without_erased(session, checked).wanted, able)
    change = plan(wanted, teams.present(session, initiative.id))
    named = {user_id for leaf in wanted for user_id in leaf.users}
    people.keep_profiles(session, [who for who in listed if who.user_id in named])
    found = teams.arrange(session, initiative.id, wanted, local_date(now, initiative.zone))
    teams.fill(session, initiative.id, wanted, found)
    teams.keep_members_from(session, initiative.id, checked.members_from)
    planning.replan(session, uses, initiative)
    counts = {"people": change.total, "joined": change.joins, "left": len(change.leaving), "moved": change.moves}
    by = actor.id if actor else None
    audit.note(session, now, by, IMPORT.name, initiative.id, source=checked.members_from.value, **counts)
    return Applied(initiative.practice, change)


def _without_erased(session: Session, checked: Checked) -> Checked:
    """The list without those who were erased at their own wish: a list doesn't bring them back."""
    named = {user_id for leaf in checked.wanted for user_id in leaf.users}
    return replace(checked, wanted=tuple(_only(checked.wanted, named - people.erased_among(session, named))))


def _only(wanted: Iterable[Wanted], users: Collection[str]) -> list[Wanted]:
    return [replace(leaf, users=tuple(user_id for user_id in leaf.users if user_id in users)) for leaf in wanted]


def _preview(session: Session, initiative: Initiative, checked: Checked, list_id: int) -> Preview:
    here = teams.present(session, initiative.id)
    return Preview(
        initiative.practice,
        list_id,
        plan(checked.wanted, here),
        left=checked.left,
        members_from=checked.members_from,
        was_from=here.members_from,
    )


def _asked(uses: Uses, wanted: Iterable[Wanted], zone: str) -> list[Profile]:
    try:
        return everyone(uses, [user_id for leaf in wanted for user_id in leaf.users], zone)
    except DirectoryUnavailable:
        raise SlackIsAway from None


def _staged(session: Session, list_id: int) -> Staged:
    """Raises ListGone."""
    staged = teams.find_staged(session, list_id)
    if staged is None or not staged.wanted:
        raise ListGone
    return staged


def _checked(staged: Staged) -> Checked:
    left = tuple(LeftOut(each["line"], each["why"]) for each in staged.problems)
    return Checked(staged.wanted, left, staged.members_from)
