"""Every table in one metadata, for migrations and for tests that compare it with the database."""

from sqlmodel import SQLModel

import storage.due
import storage.inbox
import storage.initiative
import storage.outbox
import storage.pace
import storage.people
import storage.pulse

metadata = SQLModel.metadata
__all__ = ["metadata", "storage"]
