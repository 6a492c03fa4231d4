"""Planned accidents and rate limits, as a client and a bot meet them."""

import http.client
import time

import pytest

from bot.sandbox.faults import Fault
from bot.sandbox.limits import FixedWindow, Limits, SlidingWindow, TokenBucket


@pytest.fixture
def ward(sandbox):
    return sandbox.add_channel("ward", with_bot=True)


@pytest.fixture
def post(client, ward):
    return lambda text="x", channel=None: client.chat_postMessage(channel=channel or ward.id, text=text)


def test_a_lost_reply_leaves_the_post(sandbox, post, ward):
    sandbox.faults.plan("chat.postMessage", Fault.lost_reply())
    with pytest.raises((OSError, http.client.HTTPException)):
        post()
    assert len(sandbox.messages(ward)) == 1
    assert sandbox.calls[-1].error == "lost_reply"
    assert post()["ok"]


def test_a_reset_leaves_nothing(sandbox, post, ward):
    sandbox.faults.plan("chat.postMessage", Fault.reset())
    with pytest.raises((OSError, http.client.HTTPException)):
        post()
    assert sandbox.messages(ward) == []


def test_statuses_errors_and_slowness(sandbox, post, refused):
    sandbox.faults.plan("chat.postMessage", Fault.status(503))
    sandbox.faults.plan("chat.postMessage", Fault.rate_limited(7))
    sandbox.faults.plan("chat.postMessage", Fault.error("fatal_error"))
    sandbox.faults.plan("chat.postMessage", Fault.unknown_method())
    sandbox.faults.plan("chat.postMessage", Fault.slow(0.2))
    assert refused(post).status_code == 503
    limited = refused(post)
    assert (limited.status_code, limited.headers["retry-after"], limited["error"]) == (429, "7", "ratelimited")
    assert refused(post)["error"] == "fatal_error"
    assert refused(post)["error"] == "unknown_method"
    began = time.monotonic()
    assert post()["ok"]
    assert time.monotonic() - began >= 0.2


def test_a_plan_waits_and_chooses(sandbox, post, refused):
    sandbox.faults.plan("*", Fault.error("chosen"), after=1, times=2, match=lambda args: args.get("text") == "this")
    assert post("this")["ok"]
    assert post("that")["ok"]
    assert refused(post, "this")["error"] == "chosen"
    assert post("that")["ok"]
    assert refused(post, "this")["error"] == "chosen"
    assert post("this")["ok"]
    sandbox.faults.plan("chat.postMessage", Fault.status(500), times=None)
    sandbox.faults.clear()
    assert post("this")["ok"]


def test_deliveries_are_doubled_delayed_and_dropped(sandbox, app, connect):
    ann = sandbox.add_person("Ann Lee")
    seen = []
    app.command("/try")(lambda ack, body: (ack(), seen.append(body["trigger_id"])))
    connect()
    sandbox.timing.answer_within = 0.5
    sandbox.faults.plan("slash_commands", Fault.duplicate())
    assert ann.slash("/try").acked
    sandbox.wait_for(lambda: len(seen) == 2)
    assert len(set(seen)) == 1
    sandbox.faults.plan("slash_commands", Fault.delay(0.2))
    began = time.monotonic()
    assert ann.slash("/try").acked
    assert time.monotonic() - began >= 0.2
    sandbox.faults.plan("slash_commands", Fault.drop())
    assert ann.slash("/try").error == "operation_timeout"
    assert len(seen) == 3
    sandbox.faults.plan("slash_commands", Fault.delay(0.7))
    assert ann.slash("/try").error == "operation_timeout"
    sandbox.wait_for(lambda: len(seen) == 4)


def test_one_message_a_second_a_channel(sandbox, post, refused):
    sandbox.limits = Limits.like_slack()
    other = sandbox.add_channel("other", with_bot=True)
    for _ in range(3):
        post()
    answer = refused(post)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert post(channel=other.id)["ok"]
    sandbox.limits = Limits.off()
    assert post()["ok"]


def test_direct_messages_count_by_person_however_they_are_named(sandbox, client, post, refused):
    ann = sandbox.add_person("Ann Lee")
    sandbox.limits = Limits(channel=lambda: TokenBucket(0.1, burst=1))
    post(channel=ann.id)
    assert refused(post, channel=ann.dm.id).status_code == 429


def test_the_workspace_has_a_limit_that_may_change(sandbox, post, refused):
    sandbox.limits = Limits(posts=FixedWindow(2, 60))
    people = [sandbox.add_person(f"Person {n}") for n in range(4)]
    post(channel=people[0].id)
    post(channel=people[1].id)
    assert 58 <= int(refused(post, channel=people[2].id).headers["retry-after"]) <= 61
    sandbox.limits.posts = SlidingWindow(1, 0.2)
    post(channel=people[2].id)
    assert refused(post, channel=people[3].id).status_code == 429
    time.sleep(0.25)
    assert post(channel=people[3].id)["ok"]


def test_methods_have_tiers(sandbox, client, refused):
    sandbox.limits = Limits.like_slack()
    ann = sandbox.add_person("Ann Lee")
    for _ in range(50):
        client.conversations_open(users=ann.id)
    assert refused(client.conversations_open, users=ann.id).status_code == 429
    assert sum(call.ok for call in sandbox.calls_to("conversations.open")) == 50


def test_a_distributed_app_reads_little_history(sandbox, client, ward, post, refused):
    for n in range(16):
        post(str(n))
    sandbox.limits = Limits.like_slack_for_distributed()
    page = client.conversations_history(channel=ward.id, limit=200)
    assert (len(page["messages"]), page["has_more"]) == (15, True)
    assert refused(client.conversations_history, channel=ward.id).status_code == 429


@pytest.mark.parametrize(
    ("window", "allowed"),
    [
        (TokenBucket(1.0, burst=3), [0, 0, 0, 1, 2]),
        (FixedWindow(2, 10), [0, 0, 10, 10, 20]),
        (SlidingWindow(2, 10), [0, 3, 10, 13, 20]),
    ],
)
def test_the_shape_of_each_limit(window, allowed):
    starts = iter([0, 3]) if isinstance(window, SlidingWindow) else iter([])
    now, taken = 100.0, []
    for _ in allowed:
        now = max(now, 100.0 + next(starts, 0))
        now += window.wait(now)
        window.take(now)
        taken.append(round(now - 100.0))
    assert taken == allowed
