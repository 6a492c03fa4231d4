"""500 people are invited under Slack's limits while others go on working, and a cut connection comes back."""

import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest
from playing import next_workday, start_initiative

from bot.sandbox.limits import Limits, SlidingWindow

STAFF = 500
WINDOW, SECONDS = 400, 30


@pytest.mark.alone
@pytest.mark.parametrize("kind", ["sqlite"])
def test_500_people_get_one_invitation_each_while_commands_are_acknowledged(sandbox, start_process):
    bot = start_process(UPTAKE_FIRST_RATE=8).wait_until_connected()
    people = [sandbox.add_person(f"Nurse {number}", tz="Europe/London") for number in range(STAFF)]
    hospital = sandbox.add_channel("hospital", members=people, with_bot=True)
    first_on = next_workday()
    start_initiative(sandbox, people[0], hospital, first_on=first_on)
    sandbox.wait_for(lambda: sandbox.posts(hospital))
    sandbox.limits = Limits.like_slack(posts=SlidingWindow(WINDOW, SECONDS))
    opening = datetime.combine(first_on, datetime.min.time(), UTC) + timedelta(hours=11)
    start_process.clock_file.write_text(str((opening - datetime.now(UTC)).total_seconds()))

    sandbox.wait_for(lambda: any(person.inbox() for person in people), timeout=10)
    acks, deadline = [], time.monotonic() + 120
    while (len(acks) % 5 or not all(person.inbox() for person in people)) and time.monotonic() < deadline:
        asked = people[len(acks) % STAFF].slash("/uptake", "status", channel=hospital)
        assert asked.error == ""
        acks.append(asked.ack_seconds)
        time.sleep(0.1)
    posts = [call for call in sandbox.calls_to("chat.postMessage") if call.args["channel"].startswith("U")]
    posted = sorted(call.at for call in posts if call.ok)
    took = posted[-1] - posted[0]
    ideal = SECONDS + 0.2  # 400 at once, and 100 when the first of them have left the window
    refused = [call for call in posts if not call.ok]
    print(f"\n{STAFF} in {took:.1f} s (ideal {ideal:.1f} s: {ideal / took:.2f}), {len(refused)} refused,")
    print(f"ack median {statistics.median(acks) * 1000:.0f} ms, slowest {max(acks) * 1000:.0f} ms of {len(acks)}")
    assert [len(person.inbox()) for person in people] == [1] * STAFF
    assert ideal / took >= 0.9
    assert len(refused) <= 0.02 * len(posts)
    assert statistics.median(acks) < 0.1
    assert max(acks) < 3
    assert bot.is_running


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize("how", ["reset", "silent"])
def test_a_cut_socket_is_back_within_15_seconds(sandbox, start_process, how):
    start_process().wait_until_connected()
    someone = sandbox.add_person("Someone")
    place = sandbox.add_channel("place", members=[someone], with_bot=True)
    assert someone.slash("/uptake", "help", channel=place).error == ""
    sandbox.cut_sockets(how=how)
    begun = time.monotonic()
    while someone.slash("/uptake", "help", channel=place).error and time.monotonic() - begun < 30:
        time.sleep(0.2)
    print(f"\nback {time.monotonic() - begun:.1f} s after a {how} cut")
    assert time.monotonic() - begun < 15
