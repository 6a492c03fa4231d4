"""How every proof is called and how it ends: a seed to repeat it by, figures, faults, an exit code."""

import argparse
import logging
import sys
import time
from collections.abc import Callable
from random import SystemRandom

Proof = Callable[[int], list[str]]
"""Given the seed, prints its figures and gives the faults that it found, each as a sentence."""


def main(proof: Proof, description: str) -> int:
    """Run one proof as a program; 1 if it found a fault."""
    seed = seed_given(description)
    logging.getLogger("uvicorn.error").disabled = True  # a bot that is killed leaves half a request behind
    began = time.monotonic()
    faults = proof(seed)
    for fault in faults[:20]:
        say(f"  MISSED: {fault}")
    say(f"  {'held' if not faults else 'did not hold'}, seed {seed}, {time.monotonic() - began:.0f} s")
    return 1 if faults else 0


def seed_given(description: str) -> int:
    """The seed of `--seed`, or a new one."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6), help="repeat a run")
    return int(parser.parse_args().seed)


def say(line: str) -> None:
    """Print now, also where the output goes into a file."""
    print(line, flush=True)


def comes_true(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait until `condition` holds, for so long at most; whether it did."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def leave(code: int) -> None:
    """End the program with this code."""
    sys.exit(code)
