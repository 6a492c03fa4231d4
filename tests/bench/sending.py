"""Sending invitations from the outbox, against a bare WebClient with as many threads and the same messages.

The workspace answers at once, or after 50 ms; it sets no limit, and the pace begins at its ceiling, so that what
remains is our own work: claiming, rendering, posting, marking.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import wards
from bench.durable import durable_databases, uses_of
from bench.figure import ROUNDS, Figure, progress, report, seconds_of
from bench.workspace_apart import WorkspaceApart, workspace_apart
from slack_sdk import WebClient

from bot.domain.delivery import Priority
from bot.domain.pacing import Pace
from bot.domain.pulse import Wave
from bot.features import FEATURES
from bot.services.delivery import Counter
from bot.services.ports import Uses
from bot.services.pulse.asking import INVITATION, to_person
from bot.slack.client import web_client
from bot.slack.delivery import Delivery
from messages.pulse import invitation
from storage import outbox

MESSAGES, THREADS, TIMEOUT = 300, 8, 10.0
CEILING = 1000.0
BAR = 0.8


def main() -> None:
    with durable_databases() as fresh, workspace_apart(MESSAGES - 1) as workspace:
        for kind in ("sqlite", "postgresql"):
            with uses_of(fresh(kind)) as uses:
                report(*measure(kind, uses, workspace))


def measure(kind: str, uses: Uses, workspace: WorkspaceApart) -> list[Figure]:
    """Ours and the bare client in turn, for a workspace that answers at once and for one that takes 50 ms."""
    client = web_client(workspace.bot_token, workspace.api_url, TIMEOUT)
    initiative = wards.start(uses, staff=MESSAGES - 1)
    wave = wards.open_next_wave(uses, initiative)
    everybody = [wards.LEAD, *wards.staff_ids(MESSAGES - 1)]
    send_all(uses, client)
    figures = []
    for pause, when in ((0.0, "at once"), (0.05, "after 50 ms")):
        progress(f"sending on {kind}, answered {when}")
        workspace.answer_after(pause)
        ours, floor = [], []
        for number in range(ROUNDS):
            queue_again(uses, wave, everybody, f"{when}:{number}")
            ours.append(MESSAGES / seconds_of(lambda: send_all(uses, client)))
            floor.append(MESSAGES / seconds_of(lambda: post_all(client, uses, wave, everybody)))
            time.sleep(1.0)
        what = f"sending, answered {when}, {kind}"
        figures.append(Figure(what, "a second", tuple(ours), tuple(floor), f"WebClient, {THREADS} threads", BAR, True))
    return figures


def queue_again(uses: Uses, wave: Wave, user_ids: list[str], key: str) -> None:
    """One more invitation to everybody."""
    posts = [to_person(INVITATION, wave, user_id, Priority.INVITATION) for user_id in user_ids]
    today = uses.clock().date()
    rows = [
        (replace(post, unique_key=f"{key}:{post.recipient}", charged_on=today), uses.clock(), None) for post in posts
    ]
    with uses.writing() as session:
        assert outbox.queue(session, rows) == len(user_ids)


def send_all(uses: Uses, client: WebClient) -> None:
    """Until the outbox is empty."""
    kinds = {kind.name: kind for feature in FEATURES for kind in feature.messages}
    first = Pace(start=CEILING, rate=CEILING)
    counter = Counter(uses, kinds, lease=timedelta(seconds=40), first=first, real=time.time)
    delivery = Delivery(counter, client, author="U0BOT", threads=THREADS, timeout=TIMEOUT)
    delivery.start()
    while not delivery.is_idle:
        time.sleep(0.01)
    delivery.stop()


def post_all(client: WebClient, uses: Uses, wave: Wave, user_ids: list[str]) -> None:
    """The same message to the same people with nothing but the client."""
    with uses.reading() as session:
        value = next(kind for feature in FEATURES for kind in feature.messages if kind.name == INVITATION).prepare(
            session, {"wave": wave.id, "user": user_ids[0]}, uses.clock()
        )
    message = invitation(value, "en-GB")
    metadata = {"event_type": "bench", "event_payload": {"token": "0" * 32}}

    def post(user_id: str) -> None:
        client.chat_postMessage(
            channel=user_id,
            text=message.text,
            blocks=message.blocks,
            metadata=metadata,
            unfurl_links=False,
            unfurl_media=False,
        )

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(post, user_ids))


if __name__ == "__main__":
    main()
