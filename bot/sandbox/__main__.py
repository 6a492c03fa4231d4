"""Starts an empty workspace with a few people in it, to try things by hand."""

from __future__ import annotations

import argparse
import sys
import threading

from bot.sandbox.page import page
from bot.sandbox.refusal import PortBusy
from bot.sandbox.workspace import Sandbox


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8065)
    sandbox = Sandbox(port=parser.parse_args().port, page=page)
    people = [sandbox.add_person(name) for name in ("Ann Lee", "Ben Okafor", "Chloe Martin")]
    sandbox.add_channel("general", people, with_bot=True)
    try:
        sandbox.start()
    except PortBusy as busy:
        print(busy, file=sys.stderr)  # noqa: T201
        return 1
    lines = (
        f"The workspace is at {sandbox.url}",
        f"SLACK_API_URL={sandbox.api_url}",
        f"SLACK_BOT_TOKEN={sandbox.bot_token}",
        f"SLACK_APP_TOKEN={sandbox.app_token}",
        f"SLACK_SIGNING_SECRET={sandbox.signing_secret}",
    )
    print("\n".join(lines), flush=True)  # noqa: T201
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        sandbox.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
