"""A hospital in the stand-in workspace whose wards get their pulses together, and bots that can be killed."""

from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot_process import BotProcess
from databases import Databases
from playing import MANIFEST, next_workday, start_initiative
from sqlmodel import func, select

from bot.sandbox.model import Message
from bot.sandbox.workspace import Sandbox
from bot.services.pulse.planning import OPEN
from storage import due, outbox
from storage.database import Database
from storage.due import DueRow
from storage.outbox_table import OutboxRow
from storage.settings import SettingsRow

WORKSPACE = 1


class Hospital:
    """`staff` people, all of them in each of `wards` channels; bots on one database of `kind`; clocks that we move."""

    def __init__(self, stack: ExitStack, databases: Databases, kind: str, *, staff: int, wards: int = 1) -> None:
        self.kind = kind
        self.sandbox = stack.enter_context(Sandbox(port=0, manifest=MANIFEST))
        self.staff = [self.sandbox.add_person(f"Nurse {number}", tz="Europe/London") for number in range(staff)]
        self.wards = [
            self.sandbox.add_channel(f"ward-{number}", members=self.staff, with_bot=True) for number in range(wards)
        ]
        self.bots: list[BotProcess] = []
        self._url = databases.url(kind)
        self._database = Database(self._url)
        self._folder = Path(stack.enter_context(TemporaryDirectory(prefix="uptake-prove-")))
        self._clock = self._folder / "clock"
        self._clock.write_text("0")
        self._logs = 0
        stack.callback(self._close)

    def start_bot(self, **settings: object) -> BotProcess:
        """One more bot, connected."""
        self._logs += 1
        bot = BotProcess(self.sandbox, self._url, self._clock, self._folder / f"bot-{self._logs}.log", **settings)
        self.bots.append(bot)
        return bot.wait_until_connected()

    def kill(self, bot: BotProcess) -> None:
        """SIGKILL, in whatever it is doing."""
        self.bots.remove(bot)
        bot.kill()

    def start_initiatives(self) -> None:
        """One in each ward; all have a pulse on the next working day, and one every two weeks from then on."""
        first_on = next_workday()
        for ward in self.wards:
            start_initiative(self.sandbox, self.staff[0], ward, first_on=first_on)
        self.sandbox.wait_for(lambda: all(self.sandbox.posts(ward) for ward in self.wards))
        with self._database.writing(WORKSPACE) as session:
            session.add_all(SettingsRow(initiative_id=ward, message_cap=10) for ward in self._initiatives())

    def next_opening(self) -> datetime:
        """When the next pulse opens, in the bots' time."""
        with self._database.reading(WORKSPACE) as session:
            planned = [moment for ward in self._initiatives() for _, moment in due.waiting(session, OPEN, ward)]
        return max(planned)

    def open_next_pulse(self) -> None:
        """The bots' clocks stand at the next opening from now on."""
        self._tell_time(self.next_opening().isoformat())

    def run_clock_from_next_opening(self) -> None:
        """The bots' clocks show the next opening, and go on from there."""
        self._tell_time(str((self.next_opening() - datetime.now(UTC)).total_seconds()))

    def invitations(self) -> Counter[tuple[str, str]]:
        """How many invitations each person has got to each pulse."""
        return Counter(
            (person.id, pulse_of(message)) for person in self.staff for message in person.inbox() if pulse_of(message)
        )

    def count_invitations(self) -> int:
        """All that arrived so far."""
        return sum(self.invitations().values())

    def outbox(self) -> dict[str, int]:
        """How many messages stand in each state."""
        with self._database.reading(WORKSPACE) as session:
            return outbox.count_by_state(session)

    def is_at_rest(self) -> bool:
        """Whether every message is settled."""
        with self._database.reading(WORKSPACE) as session:
            waiting = session.exec(
                select(func.count()).select_from(OutboxRow).where(OutboxRow.state == "waiting")
            ).one()
        return waiting == 0

    def last_words(self) -> str:
        """The end of the newest log, for a fault that needs to be understood."""
        path = self._folder / f"bot-{self._logs}.log"
        return path.read_text()[-600:] if path.exists() else ""

    def _initiatives(self) -> list[int]:
        with self._database.reading(WORKSPACE) as session:
            return sorted(set(session.exec(select(DueRow.subject).where(DueRow.what == OPEN))))

    def _tell_time(self, text: str) -> None:
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(text)
        fresh.replace(self._clock)

    def _close(self) -> None:
        for bot in self.bots:
            if bot.is_running:
                bot.stop()
        self._database.close()


def pulse_of(message: Message) -> str:
    """The number of the pulse that a message invites to; empty where it invites to none."""
    for block in message.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == "pulse:open_checkin":
                return str(element["value"])
    return ""


def faults_of(hospital: Hospital, pulses: int) -> list[str]:
    """What is lost, doubled or given up after so many pulses of every ward, as sentences."""
    expected = pulses * len(hospital.wards) * len(hospital.staff)
    counted = hospital.invitations()
    faults = [f"{who} got {count} invitations to pulse {wave}" for (who, wave), count in counted.items() if count > 1]
    if len(counted) < expected:
        faults.append(f"{expected - len(counted)} of {expected} invitations were lost")
    stuck = {state: count for state, count in hospital.outbox().items() if state not in ("sent", "dropped")}
    if stuck:
        faults.append(f"messages that were not sent: {stuck}")
    return [f"{hospital.kind}: {fault}" for fault in faults]
