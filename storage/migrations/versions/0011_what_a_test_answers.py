"""What in a pulse a test of change answers."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pdsa_origin",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "cycle_id"],
            ["pdsa_cycle.workspace_id", "pdsa_cycle.id"],
            name=op.f("fk_pdsa_origin_workspace_id_cycle_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "wave_id"],
            ["wave.workspace_id", "wave.id"],
            name=op.f("fk_pdsa_origin_workspace_id_wave_id"),
        ),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_pdsa_origin")),
    )
