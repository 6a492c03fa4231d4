"""What is said on the command line about earlier surveys that were brought in, and results that were handed out."""

from collections.abc import Sequence

from bot.domain.past_rounds import Brought
from messages.sentences import FALLBACK, sentences


def brought(made: Brought, *, is_tried: bool) -> str:
    """What came of bringing rounds in, or what would come of it."""
    counts = sentences("pulse/files", FALLBACK, made=made).plain("counts")
    return sentences("pulse/files", FALLBACK, made=made, counts=counts).plain("tried" if is_tried else "brought")


def written(count: int, files: Sequence[str]) -> str:
    """How many reports were written, and where to."""
    return sentences("pulse/files", FALLBACK, count=count, files=" and ".join(files)).plain("written")
