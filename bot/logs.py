"""What is logged, and what never is: payloads, texts and answers stay out at every level."""

import logging

_TELL_PAYLOADS = ("slack_bolt", "slack_sdk", "urllib3", "bolt")
_TALK_MUCH = ("alembic", "apscheduler", "uvicorn")


def set_up_logging(level: str) -> None:
    """Log to standard error. Slack's libraries write whole payloads at DEBUG, so they never get below WARNING."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("slack_sdk.web").addFilter(_leave_out_answer)
    for name in (*_TELL_PAYLOADS, *_TALK_MUCH):
        logging.getLogger(name).setLevel(logging.WARNING)


def _leave_out_answer(record: logging.LogRecord) -> bool:
    """Slack's client quotes what it can't read, at ERROR."""
    if "decode" in str(record.msg):
        record.msg, record.args = "An answer of Slack's could not be read.", ()
    return True
