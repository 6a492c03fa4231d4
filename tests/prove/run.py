"""Every proof in turn, each as a program of its own with real processes; exit code 1 if one of them did not hold.

`run.py` proves all, `run.py kills storms` those, `run.py --seed 7 kills` repeats a run.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from random import SystemRandom

TESTS = Path(__file__).parents[1]
PROOFS = {
    "anonymity": "from what is published nobody can tell what anybody answered, and each change of the rules is caught",
    "zones": "a local time happens once per local date, in every zone, from 2015 to 2035",
    "year": "a year in five zones: messages at work only, and never more than the cap in any seven days",
    "kills": "a bot killed in mid sending loses and doubles nothing",
    "storms": "refusals, lost replies, errors and resets: one post a row, and no call before its time",
    "replicas": "of two bots one is killed and comes back, and nothing is lost or doubled",
    "load": "500 invitations at Slack's pace while commands are acknowledged",
    "forgeries": "the address of HTTP mode: 10,000 malformed or forged requests, none let in, none a fault",
    "words": "nothing that people type comes alive, in any message, view or refusal",
    "limits": "hidden limits that change while sending, in virtual time",
}


def main() -> int:
    """Run what was asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(PROOFS))
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6), help="repeat a run")
    given = parser.parse_args()
    if unknown := set(given.names) - set(PROOFS):
        parser.error(f"there is no proof called {' or '.join(sorted(unknown))}; there are {', '.join(PROOFS)}")
    began = time.monotonic()
    print(f"Seed {given.seed}: repeat this run with --seed {given.seed}", flush=True)
    missed = [name for name in given.names or PROOFS if not holds(name, given.seed)]
    print(f"\n{time.monotonic() - began:.0f} s in all. {'Missed: ' + ', '.join(missed) if missed else 'All held.'}")
    return 1 if missed else 0


def holds(name: str, seed: int) -> bool:
    """Run one proof; what it prints is shown as it comes."""
    print(f"\n{name}: {PROOFS[name]}", flush=True)
    paths = os.pathsep.join((str(TESTS), str(TESTS.parent)))
    command = [sys.executable, "-m", f"prove.{name}", "--seed", str(seed)]
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": paths}, cwd=TESTS.parent).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
