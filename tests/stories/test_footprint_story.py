"""A small bot: connected in seconds, and light while nothing happens."""

import time

import psutil
import pytest


@pytest.mark.alone
@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_bot_connects_in_under_two_and_a_half_seconds_and_idles_in_under_120_mib(start_process):
    start_process(fresh=True).wait_until_connected().stop()  # makes the database and warms the disk's cache
    seconds = []
    for _ in range(3):
        began = time.monotonic()
        bot = start_process(fresh=True).wait_until_connected()
        seconds.append(time.monotonic() - began)
        time.sleep(1)
        mebibytes = psutil.Process(bot.process.pid).memory_info().rss / 2**20
        bot.stop()
    print(f"\nconnected after {min(seconds):.2f} to {max(seconds):.2f} s, idle at {mebibytes:.0f} MiB")
    assert sorted(seconds)[1] < 2.5
    assert mebibytes < 120
