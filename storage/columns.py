"""What every table shares: names of constraints, UTC instants, and the workspace that each row belongs to."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnClause, DateTime, ForeignKeyConstraint, TypeDecorator, column
from sqlalchemy.engine import Dialect
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, aware on both sides; SQLite alone would hand it back naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Owned(SQLModel):
    """A row that belongs to one workspace; sessions are bound to a workspace and see no other's rows."""

    workspace_id: int = Field(default=0)


class _AnyWorkspace:
    """Stands for the column on the class that has no table."""

    def __get__(self, _row: object, _model: type) -> ColumnClause[Any]:
        return column("workspace_id")


# SQLAlchemy tries the criterion of `storage.database` on this class once, before it applies it to each table.
type.__setattr__(Owned, "workspace_id", _AnyWorkspace())


def belongs_to(table: str, *columns: str, key: tuple[str, ...] = ("id",)) -> ForeignKeyConstraint:
    """A foreign key that carries the workspace, so that a row can't point into another workspace."""
    return ForeignKeyConstraint(
        ["workspace_id", *columns], [f"{table}.workspace_id", *(f"{table}.{column}" for column in key)]
    )


def in_workspace() -> ForeignKeyConstraint:
    """A foreign key to the workspace itself."""
    return ForeignKeyConstraint(["workspace_id"], ["workspace.id"])


def one_of(column: str, *values: str) -> CheckConstraint:
    """A column that holds one of `values`; SQLModel tables don't validate, so the database does."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def whole(column: str, least: int, most: int | None = None) -> CheckConstraint:
    """A whole number of at least `least` and, where given, at most `most`."""
    upper = "" if most is None else f" AND {column} <= {most}"
    return CheckConstraint(f"{column} >= {least}{upper}", name=f"{column}_range")


def instant(**options: Any) -> Any:
    """A field that holds an instant."""
    return Field(sa_type=Instant, **options)
