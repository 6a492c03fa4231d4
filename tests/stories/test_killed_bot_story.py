"""The bot is killed in the middle of inviting everyone; each person still has exactly one message."""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from playing import next_workday, start_initiative

from bot.sandbox.faults import Fault

STAFF = 40
SHORT_LEASES = {"UPTAKE_HTTP_TIMEOUT": 1, "UPTAKE_LEASE_SECONDS": 3}


@pytest.fixture
def big_ward(sandbox):
    people = [sandbox.add_person(f"Nurse {number}", tz="Europe/London") for number in range(STAFF)]
    channel = sandbox.add_channel("ward-9", members=people, with_bot=True)
    channel.staff = people
    return channel


def open_pulse(sandbox, ward, start_process, *processes) -> None:
    """Start an initiative and move the bots' clocks to its first pulse."""
    first_on = next_workday()
    start_initiative(sandbox, ward.staff[0], ward, first_on=first_on)
    sandbox.wait_for(lambda: sandbox.posts(ward))
    opening = datetime.combine(first_on, datetime.min.time(), UTC) + timedelta(hours=11)
    start_process.clock_file.write_text(str((opening - datetime.now(UTC)).total_seconds()))


def invited(ward) -> int:
    return sum(len(person.inbox()) for person in ward.staff)


def messages_per_person(ward) -> Counter[int]:
    return Counter(len(person.inbox()) for person in ward.staff)


@pytest.mark.parametrize("after", [13])
def test_each_person_has_one_message_after_a_kill_in_mid_sending(sandbox, big_ward, start_process, after):
    first = start_process(**SHORT_LEASES).wait_until_connected()
    sandbox.faults.plan("chat.postMessage", Fault.slow(0.05), times=None)
    open_pulse(sandbox, big_ward, start_process)
    sandbox.wait_for(lambda: invited(big_ward) >= after, timeout=20)
    first.kill()
    reached = invited(big_ward)
    start_process(**SHORT_LEASES).wait_until_connected()
    sandbox.wait_for(lambda: invited(big_ward) >= STAFF, timeout=30)
    time.sleep(1)
    assert reached < STAFF
    assert messages_per_person(big_ward) == {1: STAFF}


def test_of_two_bots_one_is_killed_and_the_other_goes_on(sandbox, big_ward, start_process):
    first, second = (start_process(**SHORT_LEASES) for _ in range(2))
    first.wait_until_connected()
    second.wait_until_connected()
    sandbox.faults.plan("chat.postMessage", Fault.slow(0.05), times=None)
    open_pulse(sandbox, big_ward, start_process)
    sandbox.wait_for(lambda: invited(big_ward) >= 10, timeout=20)
    first.kill()
    sandbox.wait_for(lambda: invited(big_ward) >= STAFF, timeout=30)
    time.sleep(1)
    assert messages_per_person(big_ward) == {1: STAFF}


def test_a_bot_that_is_asked_to_stop_gives_back_what_it_held(sandbox, big_ward, start_process):
    first = start_process().wait_until_connected()
    sandbox.faults.plan("chat.postMessage", Fault.slow(0.05), times=None)
    open_pulse(sandbox, big_ward, start_process)
    sandbox.wait_for(lambda: invited(big_ward) >= 5, timeout=20)
    begun = time.monotonic()
    assert first.stop() == 0
    assert time.monotonic() - begun < 5
    start_process().wait_until_connected()
    sandbox.wait_for(lambda: invited(big_ward) >= STAFF, timeout=15)
    assert messages_per_person(big_ward) == {1: STAFF}
    assert not sandbox.calls_to("conversations.history")
