"""Opening a wave for 10,000 people, against inserting as many rows of roster and outbox with a bare driver."""

from datetime import UTC, datetime
from uuid import uuid4

import wards
from bench.durable import durable_databases, uses_of
from bench.figure import ROUNDS, Figure, progress, report, seconds_of
from bench.raw import Raw, Rows, raw

from bot.domain.initiative import Initiative
from bot.services.ports import Uses
from bot.services.pulse.planning import OPEN
from storage import due

STAFF = 10_000
ZONES = ("Europe/London", "America/New_York", "Asia/Tokyo")
BAR = 8.0

_ROSTER = (
    "INSERT INTO roster (workspace_id, wave_id, person_id, team_id, has_answered, has_declined) "
    "VALUES (?, ?, ?, ?, ?, ?)"
)
_OUTBOX = (
    "INSERT INTO outbox (workspace_id, kind, recipient, arguments, unique_key, initiative_id, wave_id, priority, "
    "is_unrequested, not_before, expires, state, reason, attempt, channel, ts, token) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', '', 0, '', '', ?)"
)


def main() -> None:
    with durable_databases() as fresh:
        for kind in ("sqlite", "postgresql"):
            report(measure(kind, fresh(kind)))


def measure(kind: str, url: str) -> Figure:
    """A wave a week; after each has closed, as many rows again by the bare driver."""
    progress(f"opening a wave on {kind}")
    with uses_of(url) as uses, raw(url) as bare:
        initiative = wards.start(uses, staff=STAFF - 1, zones=ZONES)
        rounds = [compare(uses, bare, initiative) for _ in range(ROUNDS)]
    ours, floor = zip(*rounds, strict=True)
    return Figure(f"opening a wave for 10,000, {kind}", "s", ours, floor, "a bare bulk insert", BAR)


def compare(uses: Uses, bare: Raw, initiative: Initiative) -> tuple[float, float]:
    """Seconds of opening the next wave, and of inserting as many rows once it has closed."""
    go_to_opening(uses, initiative)
    ours = seconds_of(lambda: wards.do_due(uses))
    wave = wards.newest_wave(uses, initiative)
    people = bare.run("SELECT person_id, team_id, user_id FROM roster JOIN person ON person.id = person_id")
    assert len(people) == STAFF, len(people)
    wards.close(uses, wave)
    floor = seconds_of(lambda: insert(bare, uses, wave.id, people))
    bare.run("DELETE FROM roster")
    bare.run("DELETE FROM outbox")
    return ours, floor


def go_to_opening(uses: Uses, initiative: Initiative) -> None:
    """Let the clock reach the next opening; nothing but that is due then."""
    with uses.reading() as session:
        planned = due.waiting(session, OPEN, initiative.id)
    wards.move_to(uses, planned[0][1])


def insert(bare: Raw, uses: Uses, wave_id: int, people: Rows) -> None:
    """A row in the roster and one in the outbox for everybody."""
    moment, workspace = datetime(2026, 3, 3, 9, 0, tzinfo=UTC).isoformat(" "), uses.workspace_id
    with bare.writing():
        bare.run_many(_ROSTER, [(workspace, wave_id, person, team, False, False) for person, team, _ in people])
        bare.run_many(
            _OUTBOX,
            [
                (
                    *(workspace, "pulse.invitation", user, '{"wave": 1, "user": "U0"}', f"raw:{wave_id}:{user}"),
                    *(1, wave_id, 5, True, moment, moment, uuid4().hex),
                )
                for _, _, user in people
            ],
        )


if __name__ == "__main__":
    main()
