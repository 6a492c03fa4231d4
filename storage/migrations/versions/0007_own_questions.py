"""Questions of a team's own, and files of them that wait for a yes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_item",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("measures", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reverse", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.CheckConstraint("place >= 1", name=op.f("ck_own_item_place_range")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "initiative_id"],
            ["initiative.workspace_id", "initiative.id"],
            name=op.f("fk_own_item_workspace_id_initiative_id"),
        ),
        sa.PrimaryKeyConstraint("initiative_id", "item", name=op.f("pk_own_item")),
    )
    op.create_table(
        "staged_questions",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "initiative_id"],
            ["initiative.workspace_id", "initiative.id"],
            name=op.f("fk_staged_questions_workspace_id_initiative_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "sent_by"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_staged_questions_workspace_id_sent_by"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_questions")),
    )
    op.create_index(op.f("ix_staged_questions_initiative_id"), "staged_questions", ["initiative_id"], unique=False)
