"""Evaluation plans: their questions, who agreed, reviews, and what was decided in them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _belongs_to(table: str, name: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{table}.workspace_id", f"{table}.id"],
        name=op.f(f"fk_{name}_workspace_id_{column}"),
    )


def upgrade() -> None:
    op.create_table(
        "evaluation",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("exists_already", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _belongs_to("initiative", "evaluation", "initiative_id"),
        sa.PrimaryKeyConstraint("initiative_id", name=op.f("pk_evaluation")),
    )
    op.create_table(
        "evaluation_agreement",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _belongs_to("initiative", "evaluation_agreement", "initiative_id"),
        _belongs_to("person", "evaluation_agreement", "person_id"),
        sa.PrimaryKeyConstraint("initiative_id", "person_id", name=op.f("pk_evaluation_agreement")),
    )
    op.create_table(
        "evaluation_review",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        _belongs_to("initiative", "evaluation_review", "initiative_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_review")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_evaluation_review_workspace_id_id")),
        sa.UniqueConstraint(
            "workspace_id",
            "initiative_id",
            "on_date",
            name=op.f("uq_evaluation_review_workspace_id_initiative_id_on_date"),
        ),
    )
    op.create_table(
        "evaluation_decision",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_evaluation_decision_number_range")),
        _belongs_to("evaluation_review", "evaluation_decision", "review_id"),
        _belongs_to("person", "evaluation_decision", "owner_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_decision")),
        sa.UniqueConstraint(
            "workspace_id",
            "review_id",
            "number",
            name=op.f("uq_evaluation_decision_workspace_id_review_id_number"),
        ),
    )
