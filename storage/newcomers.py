"""Whose answers are new in a team's results, for strict roster mode. Only `bot.services.pulse` calls it."""

from collections.abc import Collection

from sqlmodel import Session, col, exists, or_, select, update

from storage.people import MemberRow
from storage.pulse import tallies
from storage.wave_tables import NewcomerTallyRow, RosterRow


def newcomers(session: Session, initiative_id: int) -> set[int]:
    """The ids of the members who weren't there yet when their team was counted."""
    counted = col(MemberRow.counted_team_id)
    is_new = or_(counted.is_(None), counted != col(MemberRow.team_id))
    return set(session.exec(select(MemberRow.person_id).where(MemberRow.initiative_id == initiative_id, is_new)))


def newcomer_tallies(session: Session, wave_id: int) -> dict[str, dict[int, tuple[int, int, int, int, int]]]:
    """Per item and leaf team, how often newcomers gave each value from 1 to 5 in an open wave."""
    return tallies(session, wave_id, NewcomerTallyRow)


def count_from_now_on(session: Session, initiative_id: int, wave_id: int, admitted: Collection[int]) -> None:
    """Write down whose answers the wave's results hold: all who were asked, newcomers only where `admitted` says so.

    Whoever was asked counts as known from then on, whether or not they answered: who did isn't kept.
    """
    was_asked = exists().where(
        col(RosterRow.wave_id) == wave_id,
        col(RosterRow.person_id) == col(MemberRow.person_id),
        col(RosterRow.team_id) == col(MemberRow.team_id),
        or_(col(RosterRow.is_newcomer).is_(False), col(RosterRow.team_id).in_(admitted)),
    )
    session.exec(
        update(MemberRow)
        .where(col(MemberRow.initiative_id) == initiative_id, was_asked)
        .values(counted_team_id=col(MemberRow.team_id))
        .execution_options(synchronize_session=False)
    )
