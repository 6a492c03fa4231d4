"""Every table in one metadata, for migrations and for tests that compare it with the database."""

from sqlmodel import SQLModel

import storage.audit
import storage.breaks
import storage.due
import storage.erasure
import storage.evaluation_tables
import storage.inbox
import storage.initiative
import storage.measure_tables
import storage.outbox
import storage.pace
import storage.pdsa_tables
import storage.people
import storage.pictures
import storage.pulse
import storage.questions
import storage.settings
import storage.taking_part
import storage.teams

metadata = SQLModel.metadata
__all__ = ["metadata", "storage"]
