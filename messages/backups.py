"""What is said on the command line about backups."""

from typing import Any

from messages.sentences import FALLBACK, sentences


def backed_up(count: int, file: str) -> str:
    """All is in the file."""
    return _said("backed_up", count=count, file=file)


def restored(count: int) -> str:
    """All is in the database again."""
    return _said("restored", count=count)


def file_there(file: str) -> str:
    """A backup never overwrites a file."""
    return _said("file_there", file=file)


def cannot_write(file: str, why: str) -> str:
    """The file can't be made there."""
    return _said("cannot_write", file=file, why=why)


def cannot_read(file: str, why: str) -> str:
    """The file can't be opened."""
    return _said("cannot_read", file=file, why=why)


def no_backup(file: str) -> str:
    """The file holds something else, or is broken."""
    return _said("no_backup", file=file)


def not_empty() -> str:
    """A backup is brought into an empty database only."""
    return _said("not_empty")


def _said(part: str, **values: Any) -> str:
    return sentences("machine/backups", FALLBACK, **values).plain(part)
