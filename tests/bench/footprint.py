"""Cold start to connected, and memory at rest, against importing the libraries that the bot stands on."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from bench.durable import durable_databases
from bench.figure import ROUNDS, Figure, progress, report
from bot_process import BotProcess
from playing import MANIFEST

from bot.sandbox.workspace import Sandbox

TIMES, MEMORY = 3.0, 1.6
AT_REST = 1.0
_IMPORT = (
    "import slack_bolt, sqlmodel, apscheduler, jinja2; "
    "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmRSS')))"
)


def main() -> None:
    progress("starting and resting")
    ours, floor = [], []
    with durable_databases() as fresh, TemporaryDirectory() as folder, Sandbox(port=0, manifest=MANIFEST) as sandbox:
        url = fresh("sqlite")
        with compiled_once(Path(folder)):
            for number in range(ROUNDS + 1):
                ours.append(start(sandbox, url, Path(folder), number))
                floor.append(import_only())
    against = "import slack_bolt, sqlmodel, apscheduler, jinja2"
    seconds = [tuple(one[0] for one in each[1:]) for each in (ours, floor)]
    memory = [tuple(one[1] for one in each[1:]) for each in (ours, floor)]
    report(
        Figure("cold start to connected", "s", *seconds, against, TIMES),
        Figure("memory at rest", "MiB", *memory, against, MEMORY),
    )


@contextmanager
def compiled_once(folder: Path) -> Iterator[None]:
    """Let every process keep its compiled modules here, as an installation does; the first round fills it."""
    kept = dict(os.environ)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    yield
    os.environ.clear()
    os.environ.update(kept)


def start(sandbox: Sandbox, url: str, folder: Path, number: int) -> tuple[float, float]:
    """Seconds until the bot is connected, and its MiB once it has rested."""
    (folder / "clock").write_text("0")
    began = time.perf_counter()
    bot = BotProcess(sandbox, url, folder / "clock", folder / f"bot-{number}.log", UPTAKE_TICK_SECONDS=1)
    bot.wait_until_connected()
    seconds = time.perf_counter() - began
    time.sleep(AT_REST)
    mebibytes = psutil.Process(bot.process.pid).memory_info().rss / 2**20
    bot.stop()
    return seconds, mebibytes


def import_only() -> tuple[float, float]:
    """Seconds of a process that only imports, and its MiB at the end."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True)
    return time.perf_counter() - began, int(done.stdout) / 1024


if __name__ == "__main__":
    main()
