"""Pulses on dates, up to two reminders, and people who leave pulses out for a month."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("initiative", sa.Column("dates", sa.String(), nullable=True))
    op.execute(
        "ALTER TABLE initiative ADD COLUMN reminders INTEGER DEFAULT '1' NOT NULL "
        "CONSTRAINT ck_initiative_reminders_range CHECK (reminders >= 0 AND reminders <= 2)"
    )
    op.create_table(
        "pulse_break",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "initiative_id"],
            ["initiative.workspace_id", "initiative.id"],
            name=op.f("fk_pulse_break_workspace_id_initiative_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_pulse_break_workspace_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("initiative_id", "person_id", name=op.f("pk_pulse_break")),
    )
