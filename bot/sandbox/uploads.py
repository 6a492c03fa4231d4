"""Files as they come into the workspace: announced, filled, processed, ready."""

from __future__ import annotations

import mimetypes
import time

from bot.sandbox.desk import Desk
from bot.sandbox.model import Change, SharedFile


def new_file(desk: Desk, name: str, user_id: str) -> SharedFile:
    """A file that has no content yet."""
    file = SharedFile(
        id=desk.state.new_id("F"),
        name=name,
        title=name,
        mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
        user_id=user_id,
        created=int(desk.state.now()),
    )
    desk.state.files[file.id] = file
    return file


def complete(desk: Desk, file: SharedFile) -> None:
    """From now on the file is processed, and ready a little later."""
    file.completed, file.ready_at = True, time.monotonic() + desk.timing.file_processing
    desk.state.tell(Change("file"))
