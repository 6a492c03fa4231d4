"""What is read off Slack's answers, whatever stands in them."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.domain.delivery import Fate
from bot.slack.posting import _judge, error_name, retry_after

PAGE = "Received a response in a non-JSON format: <html>"


def refusal(status: int, data: object, **headers: str) -> SlackApiError:
    """What the client raises for an answer with this status and body."""
    answer = SlackResponse(
        client=WebClient(),
        http_verb="POST",
        api_url="http://server/api/chat.postMessage",
        req_args={},
        data=data,  # type: ignore[arg-type]
        headers=headers,
        status_code=status,
    )
    return SlackApiError("refused", answer)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("30", 30),
        ("2.5", 2.5),
        (["7"], 7),
        ([], 1),
        ("0", 1),
        ("-5", 1),
        ("soon", 1),
        ("", 1),
        ("nan", 1),
        ("inf", 1),
        ("1e300", 3600),
    ],
)
@pytest.mark.parametrize("name", ["Retry-After", "retry-after", "RETRY-AFTER"])
def test_a_wait_is_a_number_that_one_can_reckon_with(name: str, header: object, seconds: float) -> None:
    assert retry_after({name: header}) == seconds


@pytest.mark.parametrize("headers", [{}, None, {"Date": "today"}])
def test_without_a_header_the_wait_is_a_second(headers: object) -> None:
    assert retry_after(headers) == 1


def test_a_wait_may_be_given_as_a_date() -> None:
    then = datetime.now(UTC) + timedelta(seconds=90)
    assert 85 < retry_after({"Retry-After": format_datetime(then, usegmt=True)}) <= 90


@pytest.mark.parametrize(
    ("status", "data", "fate"),
    [
        (429, None, Fate.TOO_FAST),
        (429, {"ok": False, "error": PAGE}, Fate.TOO_FAST),
        (502, {"ok": False, "error": PAGE}, Fate.UNKNOWN),
        (200, {"ok": False, "error": PAGE}, Fate.UNKNOWN),
        (200, {"ok": False}, Fate.UNKNOWN),
        (403, {"ok": False, "error": "missing_scope"}, Fate.NEVER),
        (403, {"ok": False, "error": PAGE}, Fate.NOT_NOW),
        (407, None, Fate.NOT_NOW),
    ],
)
def test_an_answer_decides_what_became_of_the_post(status: int, data: object, fate: Fate) -> None:
    assert _judge(refusal(status, data)).fate is fate


def test_what_comes_in_place_of_an_answer_is_never_taken_for_a_name() -> None:
    assert error_name(refusal(502, {"ok": False, "error": PAGE})) == ""
    assert error_name(refusal(200, {"ok": False, "error": "is_archived"})) == "is_archived"
