"""The stand-in's seconds: those in which its own machine let it run."""

import asyncio
import time

from bot.sandbox.own_time import OwnTime


async def kept(own_time: OwnTime) -> asyncio.Task[None]:
    keeping = asyncio.ensure_future(own_time.keep())
    await asyncio.sleep(0.1)
    return keeping


def test_a_second_is_a_second_while_nothing_stands_still():
    async def passed() -> tuple[float, float]:
        own_time = OwnTime()
        keeping = await kept(own_time)
        began, first = time.monotonic(), own_time.now()
        await asyncio.sleep(0.5)
        keeping.cancel()
        return own_time.now() - first, time.monotonic() - began

    own, real = asyncio.run(passed())
    assert own <= real
    assert own > 0.3


def test_a_machine_that_stands_still_for_a_second_takes_a_tenth_of_it():
    async def passed() -> float:
        own_time = OwnTime()
        keeping = await kept(own_time)
        first = own_time.now()
        time.sleep(1)
        await asyncio.sleep(0.06)
        keeping.cancel()
        return own_time.now() - first

    assert asyncio.run(passed()) < 0.3


def test_who_answers_too_late_is_given_up_and_who_was_held_up_with_the_stand_in_is_not():
    async def waited(stands_still: float, works: float) -> str:
        own_time = OwnTime()
        keeping = await kept(own_time)
        try:
            async with own_time.at_most(0.5):
                time.sleep(stands_still)
                await asyncio.sleep(works)
        except TimeoutError:
            return "given up"
        finally:
            keeping.cancel()
        return "answered"

    assert asyncio.run(waited(0, 2)) == "given up"
    assert asyncio.run(waited(1, 0.01)) == "answered"


def test_without_a_limit_reached_nothing_is_left_running():
    async def left() -> int:
        own_time = OwnTime()
        async with own_time.at_most(30):
            pass
        await asyncio.sleep(0)
        return len(asyncio.all_tasks())

    assert asyncio.run(left()) == 1
