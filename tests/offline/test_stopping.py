"""Whoever asks a running bot to end is heard, whichever thread the system gives the signal to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

WAITING = """
import signal, threading
from bot.stopping import asked_to_stop, wait_for
asked, never = asked_to_stop(), threading.Event()
other = threading.Thread(target=never.wait, daemon=True)
other.start()
threading.Timer(0.2, signal.pthread_kill, (other.ident, signal.{number})).start()
wait_for(asked)
"""


@pytest.mark.parametrize("number", ["SIGTERM", "SIGINT"])
def test_a_signal_that_another_thread_gets_ends_the_wait(number):
    command = [sys.executable, "-c", WAITING.format(number=number)]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    assert subprocess.run(command, timeout=20, check=False, env=environment).returncode == 0
