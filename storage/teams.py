"""The tree of teams, and a list of people that was uploaded and waits for a yes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from storage.columns import Owned, belongs_to, instant


class StagedImportRow(Owned, table=True):
    """A checked list of people: applied when the one who uploaded it says so, forgotten after a day."""

    __tablename__ = "staged_import"
    __table_args__ = (belongs_to("initiative", "initiative_id"), belongs_to("person", "uploaded_by"))

    id: int | None = Field(default=None, primary_key=True)
    initiative_id: int = Field(index=True)
    uploaded_by: int
    uploaded_at: datetime = instant()
    rows: list[dict[str, Any]] = Field(sa_type=JSON)
