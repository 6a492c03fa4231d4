"""What is left of somebody who was erased: a keyed mark that keeps the directory from bringing them back."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.columns import Owned, in_workspace


class SecretRow(Owned, table=True):
    """A random key of the workspace, made when it is first needed."""

    __tablename__ = "secret"
    __table_args__ = (in_workspace(), UniqueConstraint("workspace_id", "name"))

    id: int | None = Field(default=None, primary_key=True)
    name: str
    value: str
