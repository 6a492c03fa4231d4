"""Gets drawings into Slack: each is uploaded once, outside of any transaction, and used for all who see it."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.drawing.png import png
from bot.services.capability import LACKING, note_missing
from bot.services.ports import DirectoryUnavailable, Uses
from storage import pictures as kept

log = logging.getLogger("uptake.pictures")

SOON = 1.0
_PATIENCE = timedelta(seconds=15)
_SETTLED = timedelta(minutes=1)
_NAME = "chart.png"


@dataclass(frozen=True, slots=True)
class Placed:
    """Slack's files of drawings, by key.

    In `wait` seconds it is worth trying again: for those without a file, or because Slack must look at one first. Where
    it is 0, those without a file won't have one.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0


def place(uses: Uses, pictures: Mapping[str, str], real: Callable[[], float] = time.time) -> Placed:
    """Slack's files of these drawings (SVG by key), uploaded where it has none yet.

    Two that upload the same at once, or one that is killed on the way, leave a file that nobody sees, and no more.
    Where the app may not upload, leads hear it once. A drawing that can't be made is left out.
    """
    if uses.pictures is None or not pictures:
        return Placed()
    with uses.reading() as session:
        files = kept.files_of(session, pictures)
    wait = 0.0
    for key, svg in pictures.items():
        if key not in files:
            file_id, longer = _upload(uses, key, svg, real)
            files |= {key: file_id} if file_id else {}
            wait = max(wait, longer)
    return Placed(files, wait)


def known(uses: Uses, pictures: Mapping[str, str]) -> Mapping[str, str]:
    """Slack's files of those drawings that it has; asks and uploads nothing."""
    with uses.reading() as session:
        return kept.files_of(session, pictures)


def doubt(uses: Uses, pictures: Mapping[str, str], real: Callable[[], float] = time.time) -> None:
    """Slack wouldn't show these: those that it has had for a while are gone there, and are uploaded anew next time."""
    with uses.writing() as session:
        kept.forget(session, pictures, _moment(real()) - _SETTLED)


def _upload(uses: Uses, key: str, svg: str, real: Callable[[], float]) -> tuple[str, float]:
    """The id of the file or '', and the seconds until it is worth trying to show it: 0 where it never is."""
    assert uses.pictures is not None
    with uses.writing() as session:
        if not kept.begin(session, key, uses.clock(), _moment(real()), _PATIENCE):
            return "", SOON
    try:
        file_id = uses.pictures.upload(_NAME, png(svg))
    except ValueError:
        log.exception("A picture could not be drawn.")
        _give_up(uses, key)
        return "", 0.0
    except DirectoryUnavailable as error:
        _give_up(uses, key)
        if error.reason in LACKING:
            note_missing(uses, error.method, error.reason)
            return "", 0.0
        return "", max(error.seconds, SOON)
    with uses.writing() as session:
        kept.keep(session, {key: file_id})
    return file_id, SOON


def _give_up(uses: Uses, key: str) -> None:
    with uses.writing() as session:
        kept.forget(session, [key])


def _moment(real: float) -> datetime:
    return datetime.fromtimestamp(real, UTC)
