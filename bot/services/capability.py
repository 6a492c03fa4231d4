"""Tell leads once when this server or installation lacks something that a feature needs."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.delivery import Missing, NoLongerWanted, Post, Priority
from bot.services.ports import Uses
from storage import initiative as initiatives
from storage import outbox

MISSING = "delivery.missing"

LACKING = frozenset(
    {
        "missing_scope",
        "unknown_method",
        "method_deprecated",
        "method_not_supported_for_channel_type",
        "not_allowed_token_type",
        "no_permission",
        "team_access_not_granted",
    }
)
"""Errors that no retry mends: the server can't do it, or the app may not."""


def note_missing(uses: Uses, method: str, error: str, initiative_id: int | None = None) -> None:
    """Tell the lead of each initiative, or of one, once per method, what stops and that the rest goes on."""
    now = uses.clock()
    with uses.writing() as session:
        posts = [
            (
                Post(
                    kind=MISSING,
                    recipient=initiative.lead_user_id,
                    arguments={"initiative": initiative.id, "method": method, "error": error},
                    unique_key=f"{MISSING}:{initiative.id}:{method}",
                    priority=Priority.TROUBLE,
                    initiative_id=initiative.id,
                ),
                now,
                now + timedelta(days=7),
            )
            for initiative in initiatives.active_initiatives(session)
            if initiative_id in (None, initiative.id)
        ]
        outbox.queue(session, posts)


def missing(session: Session, arguments: dict[str, int | str], _now: datetime) -> Missing:
    """What a lead is told about something that is lacking."""
    initiative = initiatives.find_initiative(session, int(arguments["initiative"]))
    if initiative is None:
        raise NoLongerWanted("the initiative is gone")
    return Missing(initiative.practice, str(arguments["method"]), str(arguments["error"]))
