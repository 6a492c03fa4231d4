"""A stand-in workspace in a process of its own, so that it takes no time from the senders that are measured.

It prints where it is as JSON, obeys one line at a time ('slow 0.05' or 'at once'), and ends with its input.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import wards
from playing import MANIFEST

from bot.sandbox.faults import Fault
from bot.sandbox.workspace import Sandbox


class WorkspaceApart:
    """What its starter knows of it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        told = self._heard()
        self.api_url, self.bot_token = str(told["api_url"]), str(told["bot_token"])

    def answer_after(self, seconds: float) -> None:
        """How long each post takes from now on."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"slow {seconds}\n" if seconds else "at once\n")
        self._process.stdin.flush()
        self._heard()

    def _heard(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told


@contextmanager
def workspace_apart(staff: int) -> Iterator[WorkspaceApart]:
    """A running workspace whose staff have the ids of `wards.staff_ids`."""
    command = [sys.executable, "-m", "bench.workspace_apart", str(staff)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as process:
        yield WorkspaceApart(process)
        assert process.stdin is not None
        process.stdin.close()


def main() -> None:
    with Sandbox(port=0, manifest=MANIFEST) as sandbox:
        for user_id in [wards.LEAD, *wards.staff_ids(int(sys.argv[1]))]:
            sandbox.add_person(user_id, id=user_id)
        print(json.dumps({"api_url": sandbox.api_url, "bot_token": sandbox.bot_token}), flush=True)
        for line in sys.stdin:
            sandbox.faults.clear()
            if line.startswith("slow"):
                sandbox.faults.plan("chat.postMessage", Fault.slow(float(line.split()[1])), times=None)
            print("{}", flush=True)


if __name__ == "__main__":
    main()
