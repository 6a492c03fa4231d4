"""Measures: their definitions, points, corrections and marks."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _belongs_to(table: str, name: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{table}.workspace_id", f"{table}.id"],
        name=op.f(f"fk_{name}_workspace_id_{column}"),
    )


def _one_of(name: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{name}_{column}_known"))


def upgrade() -> None:
    op.create_table(
        "measure",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("per", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("often", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("lies_where", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _one_of("measure", "purpose", "outcome", "process", "balancing"),
        _one_of("measure", "data", "number", "count", "share", "rate"),
        _one_of("measure", "direction", "increase", "decrease", "neutral"),
        _one_of("measure", "often", "daily", "weekly", "fortnightly", "monthly", "quarterly"),
        _belongs_to("initiative", "measure", "initiative_id"),
        _belongs_to("person", "measure", "owner_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_measure_workspace_id_id")),
        sa.UniqueConstraint("initiative_id", "number", name=op.f("uq_measure_initiative_id_number")),
    )
    op.create_table(
        "measure_point",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("size", sa.Float(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        _belongs_to("measure", "measure_point", "measure_id"),
        _belongs_to("person", "measure_point", "recorded_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_point")),
        sa.UniqueConstraint("measure_id", "on_date", name=op.f("uq_measure_point_measure_id_on_date")),
    )
    op.create_table(
        "measure_correction",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("old_value", sa.Float(), nullable=True),
        sa.Column("old_size", sa.Float(), nullable=True),
        sa.Column("new_value", sa.Float(), nullable=True),
        sa.Column("new_size", sa.Float(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _belongs_to("measure", "measure_correction", "measure_id"),
        _belongs_to("person", "measure_correction", "changed_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_correction")),
    )
    op.create_index(op.f("ix_measure_correction_measure_id"), "measure_correction", ["measure_id"], unique=False)
    op.create_table(
        "measure_mark",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("marked_by", sa.Integer(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_taken_back", sa.Boolean(), nullable=False),
        _one_of("measure_mark", "kind", "freeze", "rebase", "note"),
        _belongs_to("measure", "measure_mark", "measure_id"),
        _belongs_to("person", "measure_mark", "marked_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_mark")),
    )
    op.create_index(op.f("ix_measure_mark_measure_id"), "measure_mark", ["measure_id"], unique=False)
