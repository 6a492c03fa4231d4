"""The real bot in a process of its own, with a clock that a test can move by writing seconds into a file."""

import faulthandler
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(["alembic.command", "psycopg", "bot.app"])


def clock_from(path: Path):
    """The moment that stands in the file, or real time plus the seconds that stand there."""

    def now() -> datetime:
        text = path.read_text() or "0"
        if "T" in text:
            return datetime.fromisoformat(text)
        return datetime.now(UTC) + timedelta(seconds=float(text))

    return now


class Forked:
    """A process that begins with everything imported, under the names of `subprocess.Popen`; it is a second cheaper."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._process = FORKING.Process(target=_main_in, args=(dict(environment), log))
        self._process.start()
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("uptake", timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _main_in(environment: dict[str, str], log: Path) -> None:
    """Run the bot in a forked process as in a fresh one: with these variables, beside its log, writing into it.

    Asked by SIGUSR1, it writes there what each thread does.
    """
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(log.parent)
    with log.open("ab") as out:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
            os.dup2(out.fileno(), stream.fileno())
        faulthandler.register(signal.SIGUSR1, all_threads=True)
    main()


class BotProcess:
    """Starts `uptake` as a separate process; `kill` is SIGKILL, `stop` is SIGTERM and a wait.

    With `fresh`, a new interpreter imports everything, as on a real machine; else it is forked.
    """

    def __init__(
        self, sandbox, database_url: str, clock_file: Path, log: Path, *, fresh: bool = True, **settings: object
    ) -> None:
        self.log = log
        environment = {
            **os.environ,
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_APP_TOKEN": sandbox.app_token,
            "SLACK_API_URL": sandbox.api_url,
            "UPTAKE_DATABASE_URL": database_url,
            "UPTAKE_TICK_SECONDS": "0.2",
            "CLOCK_FILE": str(clock_file),
            "PYTHONPATH": str(HERE.parent),
            **{name: str(value) for name, value in settings.items()},
        }
        log.touch()
        if fresh:
            with log.open("ab") as out:
                command = [sys.executable, __file__]
                self.process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, cwd=log.parent)
        else:
            self.process = Forked(environment, log)

    def wait_until_connected(self, timeout: float = 20.0) -> "BotProcess":
        deadline = time.monotonic() + timeout
        while b"Uptake is connected." not in self.log.read_bytes():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the bot did not connect:\n{self.log.read_text()}")
            time.sleep(0.02)
        return self

    @property
    def http_port(self) -> int:
        """Where Slack's requests come in, in HTTP mode, once it is connected."""
        return int(self.log.read_text().split("/slack/events")[0].rsplit(":", 1)[1])

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, timeout: float = 20.0) -> int:
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGUSR1)
            time.sleep(0.5)
            raise AssertionError(f"the bot did not stop:\n{self.log.read_text()[-6000:]}") from None
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()


def main() -> None:
    from bot.app import Uptake
    from bot.logs import set_up_logging
    from bot.settings import read_settings
    from bot.stopping import asked_to_stop, wait_for

    settings = read_settings(None)
    set_up_logging(settings.log_level)
    stop = asked_to_stop()
    uptake = Uptake(settings, clock_from(Path(os.environ["CLOCK_FILE"])))
    uptake.start()
    print(uptake.door.welcome, flush=True)
    wait_for(stop)
    uptake.stop()


if __name__ == "__main__":
    main()
