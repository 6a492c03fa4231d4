"""Proof that the app's own address lets in nobody but Slack: 10,000 forged requests, from sixteen callers at once."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bot_process import BotProcess
from databases import Databases
from forged import Line, forgeries, nonsense, signed
from playing import MANIFEST
from prove import verdict
from prove.verdict import say

from bot.sandbox.workspace import Sandbox

_CHALLENGE = b'{"type": "url_verification", "challenge": "still here?"}'
REQUESTS, CALLERS, NONSENSE = 10_000, 16, 2_000


def prove(seed: int, requests: int = REQUESTS, signed_nonsense: int = NONSENSE) -> list[str]:
    """The real bot in a process of its own, in HTTP mode; a good request among the others must still be answered."""
    with ExitStack() as stack:
        databases = Databases()
        stack.callback(databases.close)
        folder = Path(stack.enter_context(TemporaryDirectory()))
        sandbox = stack.enter_context(Sandbox(port=0, manifest=MANIFEST))
        (folder / "clock").write_text("0")
        bot = BotProcess(
            sandbox,
            databases.url("sqlite"),
            folder / "clock",
            folder / "bot.log",
            SLACK_APP_TOKEN="",
            SLACK_SIGNING_SECRET=sandbox.signing_secret,
            UPTAKE_HTTP_PORT=0,
            UPTAKE_HTTP_HOST="127.0.0.1",
        )
        stack.callback(bot.stop)
        port = bot.wait_until_connected().http_port
        calls_before = len(sandbox.calls)
        faults = [*refused(port, sandbox.signing_secret, seed, requests), *odd(port, sandbox, seed, signed_nonsense)]
        faults += [f"{call.method} was called for one of them" for call in sandbox.calls[calls_before:]]
        log = bot.log.read_text()
        if "Traceback" in log or "ERROR" in log:
            faults.append("the log has a fault in it")
    return faults


def refused(port: int, secret: str, seed: int, requests: int) -> list[str]:
    """Each forgery gets 401, and a challenge of Slack's own is answered in between."""

    def call(number: int) -> Counter[tuple[str, int]]:
        answers: Counter[tuple[str, int]] = Counter()
        line, now = Line(port), time.time()
        for forged in islice(forgeries(secret, now, Random(f"{seed}:{number}")), requests // CALLERS):
            answers[forged.fault, line.send(forged.raw)] += 1
        answers["of Slack's own", line.send(signed(secret, time.time(), _CHALLENGE, "application/json"))] += 1
        line.close()
        return answers

    began = time.monotonic()
    with ThreadPoolExecutor(CALLERS) as callers:
        total: Counter[tuple[str, int]] = sum(callers.map(call, range(CALLERS)), Counter())
    faults = [
        f"{count} requests ({fault}) were answered with {status}"
        for (fault, status), count in total.items()
        if status != (200 if fault == "of Slack's own" else 401)
    ]
    by_fault = ", ".join(f"{fault} {count}" for (fault, _), count in sorted(total.items()))
    say(f"  {sum(total.values())} requests in {time.monotonic() - began:.1f} s: {by_fault}; {len(faults)} faults")
    return faults


def odd(port: int, sandbox: Sandbox, seed: int, requests: int) -> list[str]:
    """What is signed and yet no payload of Slack's is never a fault of ours."""
    random, line = Random(f"{seed}:nonsense"), Line(port)
    answers = Counter(
        line.send(signed(sandbox.signing_secret, time.time(), *nonsense(random))) for _ in range(requests)
    )
    line.close()
    say(f"  {requests} signed ones that are no payload: " + ", ".join(f"{n} x {s}" for s, n in sorted(answers.items())))
    return [f"{count} were answered with {status}" for status, count in answers.items() if not 200 <= status < 500]


if __name__ == "__main__":
    verdict.leave(verdict.main(prove, __doc__ or ""))
