"""A file that somebody names on the command line."""

from pathlib import Path

from bot.domain.errors import Refusal


def content_of(file: Path) -> bytes:
    """What is in the file. Raises Refusal where it can't be read."""
    try:
        return file.read_bytes()
    except OSError:
        raise Refusal(f"{file} can't be read. Check the name, and that you may read it.") from None
