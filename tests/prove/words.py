"""Proof that nothing typed comes alive: every string in every message, view and refusal that the bot makes, for real.

The short form in tests/messages/test_typed_text.py follows each string to every kind of place, and into one message.
"""

import random
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from filled_in import LONGEST, makers, refusals
from prove.verdict import main, say
from typed_places import check, life
from typed_strings import COUNT, PIECES, typed_strings

AT_ONCE = 250


def prove(seed: int) -> list[str]:
    """Five thousand fixed strings and as many put together by chance, through all makers."""
    chance = random.Random(seed)
    made_up = [
        chance.choice(["", " ", "\n"]).join(chance.choices(PIECES, k=chance.randint(2, 9))) for _ in range(COUNT)
    ]
    every = [*typed_strings(), *made_up]
    names = [maker.name for maker in (*makers(), *refusals())]
    heaps = [every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE)]
    with ProcessPoolExecutor() as pool:
        faults = [fault for heap in pool.map(partial(faults_in, tuple(names)), heaps) for fault in heap]
    say(f"  {len(every):,} strings through {len(names)} makers of messages, views and refusals: {len(faults)} faults")
    return faults


def faults_in(names: tuple[str, ...], strings: list[str]) -> list[str]:
    """What comes alive, or isn't valid, when these strings go through the makers of these names."""
    faults = []
    for maker in (*makers(), *refusals()):
        assert maker.name in names
        for full in (True, False):
            ours = life(maker.make(lambda _: "x", full=full))
            for text in strings:
                made = maker.make(lambda name, text=text: text[: LONGEST.get(name, 500)].strip() or "x", full=full)
                try:
                    assert life(made) <= ours
                    if not isinstance(made, str):
                        check(made, thoroughly=False)
                except AssertionError as fault:
                    faults.append(f"{maker.name}, {text!r}: {fault}")
    return faults


if __name__ == "__main__":
    sys.exit(main(prove, __doc__ or ""))
