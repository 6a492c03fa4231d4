"""The door of the `uptake` command: says in one sentence what an installation lacks, even to an old Python."""

import sys

_OURS = ("bot", "messages", "storage")


def main() -> None:
    """Hand over to the command line. Ends with exit code 2 where this installation can't run it."""
    if sys.version_info < (3, 11):  # noqa: UP036
        found = "%d.%d" % sys.version_info[:2]  # noqa: UP031
        _end("Uptake needs Python 3.11 or newer, and this is " + found + ". Install a newer one and set up again.")
    try:
        from bot.cli import main as command

        command()
    except ModuleNotFoundError as missing:
        name = missing.name or ""
        part = "a part of Uptake" if name.split(".")[0] in _OURS else "a package it needs"
        _end("This installation lacks " + part + ": " + name + ". Install again: make setup, or pip install uptake.")


def _end(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.exit(2)
