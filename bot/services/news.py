"""What the channel of an initiative is told when something about the initiative itself has changed."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.delivery import Post, Priority
from bot.domain.initiative import Initiative
from storage import outbox

_WORTH_TELLING = timedelta(days=2)


def tell_channel(session: Session, kind: str, initiative: Initiative, version: int, now: datetime) -> None:
    """Queue a message of this kind to the channel, once for each version of the initiative."""
    post = Post(
        kind,
        initiative.channel_id,
        {"initiative": initiative.id},
        f"{kind}:{initiative.id}:{version}",
        Priority.ANSWER,
        initiative_id=initiative.id,
    )
    outbox.queue(session, [(post, now, now + _WORTH_TELLING)])
