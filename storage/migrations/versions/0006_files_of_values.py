"""Files of values that wait for a yes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measure_upload",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("date_order", sa.String(), nullable=False),
        sa.Column("decimal", sa.String(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "measure_id"],
            ["measure.workspace_id", "measure.id"],
            name=op.f("fk_measure_upload_workspace_id_measure_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "uploaded_by"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_measure_upload_workspace_id_uploaded_by"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_upload")),
    )
    op.create_index(op.f("ix_measure_upload_measure_id"), "measure_upload", ["measure_id"], unique=False)
