"""Acknowledging slash commands at 50 a second, against an empty Bolt listener in the same workspace, in turn."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.durable import durable_databases
from bench.figure import ROUNDS, Figure, progress, report
from bot_process import BotProcess
from playing import MANIFEST, start_initiative

from bot.sandbox.model import Channel
from bot.sandbox.workspace import Sandbox

A_SECOND, SECONDS = 50, 4.0
TWICE, SLOWEST = 2.0, 3.0


def main() -> None:
    ours: list[list[float]] = []
    floor: list[list[float]] = []
    progress(f"acknowledging {A_SECOND} commands a second")
    with durable_databases() as fresh, TemporaryDirectory() as folder, Sandbox(port=0, manifest=MANIFEST) as sandbox:
        url, place = fresh("sqlite"), ward(sandbox)
        with bot(sandbox, url, Path(folder), 0):
            lead = next(iter(sandbox.people.values()))
            start_initiative(sandbox, lead, place, first_on=datetime.now(UTC).date() + timedelta(days=2))
        for number in range(1, ROUNDS + 1):
            with bot(sandbox, url, Path(folder), number):
                ours.append(type_commands(sandbox, place))
            with empty_listener(sandbox):
                floor.append(type_commands(sandbox, place))
    report(*figures(ours, floor))


def figures(ours: list[list[float]], floor: list[list[float]]) -> list[Figure]:
    """From seconds until each acknowledgement, by round."""
    against, where = "an empty Bolt listener", f"ack of a command at {A_SECOND} a second"
    usual = Figure(f"{where}, median", "ms", _at(ours, 50), _at(floor, 50), against, TWICE)
    late = Figure(f"{where}, 99th of 100", "ms", _at(ours, 99), _at(floor, 99), against)
    slowest = Figure(f"{where}, slowest", "s", tuple(max(acks) for acks in ours), bar=SLOWEST)
    return [usual, late, slowest]


def _at(rounds: list[list[float]], percent: int) -> tuple[float, ...]:
    return tuple(statistics.quantiles(acks, n=100)[percent - 1] * 1000 for acks in rounds)


def ward(sandbox: Sandbox) -> Channel:
    """A channel with twenty people, who will type."""
    people = [sandbox.add_person(f"Nurse {number}") for number in range(20)]
    return sandbox.add_channel("ward-7", members=people, with_bot=True)


def type_commands(sandbox: Sandbox, place: Channel) -> list[float]:
    """So many commands a second, whether or not the last was answered; seconds until each acknowledgement.

    A command that was never acknowledged counts as the three seconds after which the workspace gives up.
    """
    people = list(sandbox.people.values())
    with ThreadPoolExecutor(60) as pool:
        asked, began = [], time.monotonic()
        for number in range(int(A_SECOND * SECONDS)):
            time.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))
            person = people[number % len(people)]
            asked.append(pool.submit(person.slash, "/uptake", "status", channel=place))
        answered = [one.result() for one in asked]
    return [one.ack_seconds if one.ack_seconds is not None else SLOWEST for one in answered]


@contextmanager
def bot(sandbox: Sandbox, url: str, folder: Path, number: int) -> Iterator[None]:
    """The bot, connected and at rest."""
    clock = folder / "clock"
    clock.write_text("0")
    process = BotProcess(sandbox, url, clock, folder / f"bot-{number}.log", UPTAKE_TICK_SECONDS=1)
    process.wait_until_connected()
    time.sleep(0.5)
    yield
    time.sleep(0.5)
    process.stop()


@contextmanager
def empty_listener(sandbox: Sandbox) -> Iterator[None]:
    """The empty Bolt app, connected and at rest."""
    environment = {
        **os.environ,
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_APP_TOKEN": sandbox.app_token,
        "SLACK_API_URL": sandbox.api_url,
    }
    command = [sys.executable, "-m", "bench.empty_listener"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "Connected."
        sandbox.wait_for(lambda: sandbox.connections == 1)
        time.sleep(0.5)
        yield
        process.kill()
    sandbox.wait_for(lambda: sandbox.connections == 0)


if __name__ == "__main__":
    main()
