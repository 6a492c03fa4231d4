"""The smallest Bolt app there can be: it acknowledges a slash command, and nothing else."""

import os
import threading

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient


def main() -> None:
    client = WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = App(client=client, token_verification_enabled=False)
    app.command("/uptake")(acknowledge)
    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"], web_client=client).connect()
    print("Connected.", flush=True)
    threading.Event().wait()


def acknowledge(ack: Ack) -> None:
    ack()


if __name__ == "__main__":
    main()
