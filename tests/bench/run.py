"""Every benchmark in turn, each in a process of its own: a table, and the same as JSON in test-artefacts/bench.json.

Each figure is the median of five rounds or more as a ratio to a floor measured in turn with it, with the least and
the most of the rounds. Bars are reported, not enforced: the exit code is 1 only where a benchmark could not run.
`run.py sending acks` runs those.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))
BENCHMARKS = (
    "footprint",
    "acks",
    "answers",
    "opening",
    "publishing",
    "results",
    "sending",
    "claiming",
    "replicas",
    "scheduler",
    "charting",
)
KEPT = TESTS.parent / "test-artefacts" / "bench.json"


def main() -> int:
    """Run what was asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(BENCHMARKS))
    given = parser.parse_args()
    if unknown := set(given.names) - set(BENCHMARKS):
        parser.error(f"there is no benchmark called {' or '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    began, failed, figures = time.monotonic(), [], []
    for name in given.names or BENCHMARKS:
        lines = measured(name)
        failed += [] if lines else [name]
        figures += lines
    show(figures)
    seconds = time.monotonic() - began
    keep(figures, failed, seconds)
    print(f"\n{seconds:.0f} s in all; kept in {KEPT.relative_to(TESTS.parent)}. A bar is reported, not enforced.")
    if failed:
        print(f"Could not run: {', '.join(failed)}")
    return 1 if failed else 0


def measured(name: str) -> list[str]:
    """What one benchmark reports, a line each; nothing where it could not run."""
    print(f"{name} ...", file=sys.stderr, flush=True)
    paths = os.pathsep.join((str(TESTS), str(TESTS.parent)))
    command = [sys.executable, "-m", f"bench.{name}"]
    environment = {**os.environ, "PYTHONPATH": paths}
    ended = subprocess.run(command, env=environment, cwd=TESTS.parent, stdout=subprocess.PIPE, text=True)
    return ended.stdout.splitlines() if ended.returncode == 0 else []


def show(lines: list[str]) -> None:
    """The table."""
    from bench.figure import read

    print(f"\n{'what':<52}{'ours':>10}{'floor':>10} {'unit':<9}{'ratio':>7}  {'min-max':<14}{'bar':>7}  held")
    for figure in map(read, lines):
        ours = statistics.median(figure.ours)
        floor = f"{statistics.median(figure.floor):.4g}" if figure.floor else "-"
        bar = "-" if figure.bar is None else f"{'>=' if figure.more_is_better else '<='} {figure.bar:g}"
        held = {True: "yes", False: "NO", None: "-"}[figure.is_held]
        noise = f"{min(figure.rounds):.2f}-{max(figure.rounds):.2f}"
        measured_here = f"{ours:>10.4g}{floor:>10} {figure.unit:<9}{figure.value:>7.2f}  {noise:<14}"
        print(f"{figure.what:<52}{measured_here}{bar:>7}  {held}")


def keep(lines: list[str], failed: list[str], seconds: float) -> None:
    """The same for programs, with the machine."""
    from bench.figure import read

    KEPT.parent.mkdir(exist_ok=True)
    about = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        "seconds": round(seconds),
        "could_not_run": failed,
    }
    KEPT.write_text(json.dumps(about | {"figures": [read(line).to_json() for line in lines]}, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
