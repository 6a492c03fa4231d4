"""The counter hands out messages as they read now, and one that can't be written holds up no other."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, delete, select
from wards import start

from bot.domain.delivery import Fate, NoLongerWanted, Outcome, Post, Priority
from bot.domain.pacing import Pace
from bot.domain.people import Profile
from bot.services.attempts import Attempt
from bot.services.delivery import Counter, Ready
from bot.services.ports import MessageKind, Uses
from messages.message import Message
from storage import outbox, people
from storage.outbox_table import OutboxRow

REAL = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)


class Bench:
    """A counter with messages of three kinds: good, pointless and broken; `now` is real time, moved by the test."""

    def __init__(self, uses: Uses) -> None:
        self.uses = uses
        self.now = REAL.timestamp()
        kinds = {name: MessageKind(name, self.prepare, self.render) for name in ("good", "pointless", "broken")}
        self.counter = Counter(uses, kinds, lease=timedelta(seconds=40), first=Pace(rate=1000), real=lambda: self.now)

    def prepare(self, session: Session, arguments: dict[str, int | str], now: datetime) -> str:
        if arguments["kind"] == "pointless":
            raise NoLongerWanted("it is over")
        if arguments["kind"] == "broken":
            raise ZeroDivisionError
        return str(arguments["kind"])

    def render(self, value: str, locale: str) -> Message:
        return Message(f"{value} in {locale}", [])

    def queue(self, *kinds: str, expires: datetime | None = None) -> None:
        posts = [
            Post(kind, f"U{number}", {"kind": kind}, f"{kind}:{number}", Priority.INVITATION)
            for number, kind in enumerate(kinds)
        ]
        with self.uses.writing() as session:
            outbox.queue(session, [(post, self.uses.clock(), expires) for post in posts])

    def take(self, *ended: Attempt) -> list[Ready]:
        return self.counter.settle_and_take(list(ended), 50)[0]

    def states(self) -> dict[str, tuple[str, str]]:
        with self.uses.reading() as session:
            rows: Any = session.exec(select(OutboxRow.unique_key, OutboxRow.state, OutboxRow.reason))
            return {key: (state, reason) for key, state, reason in rows}


def test_a_message_is_rendered_when_it_is_taken(uses: Uses) -> None:
    bench = Bench(uses)
    with uses.writing() as session:
        people.keep_profiles(session, [Profile("U0", "Ann", "UTC", "fr-FR")])
    bench.queue("good", "good")
    assert [ready.message.text for ready in bench.take()] == ["good in fr-FR", "good in en-GB"]


def test_what_is_pointless_now_is_dropped_with_its_reason(uses: Uses) -> None:
    bench = Bench(uses)
    bench.queue("pointless", "good")
    assert len(bench.take()) == 1
    assert bench.states()["pointless:0"] == ("dropped", "it is over")


def test_what_is_too_late_is_dropped(uses: Uses) -> None:
    bench = Bench(uses)
    bench.queue("good", expires=uses.clock())
    assert bench.take() == []
    assert bench.states()["good:0"] == ("dropped", "too late")


def test_nobody_who_can_not_take_part_gets_anything(uses: Uses) -> None:
    bench = Bench(uses)
    gone = Profile("U0", "Ann", "UTC", is_active=False)
    guest = Profile("U1", "Bob", "UTC", is_guest=True)
    with uses.writing() as session:
        people.keep_profiles(session, [gone, guest])
    bench.queue("good", "good", "good")
    assert [ready.row.recipient for ready in bench.take()] == ["U2"]


def test_a_message_that_can_not_be_written_holds_up_no_other(uses: Uses) -> None:
    bench = Bench(uses)
    bench.queue("broken", "good", "good")
    assert [ready.message.text for ready in bench.take()] == ["good in en-GB", "good in en-GB"]
    assert bench.states()["broken:0"][0] == "waiting"
    for _ in range(15):
        bench.now += 301
        bench.take()
    assert bench.states()["broken:0"] == ("failed", "ZeroDivisionError")


def test_what_was_sent_is_settled_in_the_same_turn_that_takes_more(uses: Uses) -> None:
    bench = Bench(uses)
    bench.queue("good")
    (ready,) = bench.take()
    sent = Attempt(ready.row, Outcome(Fate.POSTED, ts="1.0", channel="D1"), bench.now)
    assert bench.take(sent) == []
    assert bench.states() == {"good:0": ("sent", "")}
    assert not bench.counter.has_waiting()


def test_the_lead_hears_once_what_could_not_be_delivered(uses: Uses) -> None:
    initiative = start(uses, staff=0)
    with uses.writing() as session:
        session.exec(delete(OutboxRow))
    bench = Bench(uses)
    with uses.writing() as session:
        posts = [
            Post("good", f"U{n}", {"kind": "good"}, f"k{n}", Priority.INVITATION, initiative_id=initiative.id)
            for n in range(3)
        ]
        outbox.queue(session, [(post, uses.clock(), None) for post in posts])
    taken = bench.take()
    bench.counter.give_back([Attempt(ready.row, Outcome(Fate.NEVER, "is_archived"), bench.now) for ready in taken])
    with uses.reading() as session:
        told = session.exec(select(OutboxRow.recipient).where(OutboxRow.kind == "delivery.trouble")).all()
        assert told == [initiative.lead_user_id]
        assert outbox.stuck(session, initiative.id) == {"is_archived": 3}
