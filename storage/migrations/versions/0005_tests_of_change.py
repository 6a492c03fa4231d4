"""Tests of change: cycles with their tasks and their history."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pdsa_cycle",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.String(), nullable=False),
        sa.Column("aim", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("compare", sa.String(), nullable=False),
        sa.Column("expected", sa.Float(), nullable=False),
        sa.Column("expected_by", sa.Date(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("how_many", sa.Integer(), nullable=True),
        sa.Column("do_on", sa.Date(), nullable=False),
        sa.Column("study_on", sa.Date(), nullable=False),
        sa.Column("act_on", sa.Date(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("phase_on", sa.Date(), nullable=False),
        sa.Column("as_planned", sa.Boolean(), nullable=True),
        sa.Column("observations", sa.String(), nullable=False),
        sa.Column("problems", sa.String(), nullable=False),
        sa.Column("has_data", sa.Boolean(), nullable=False),
        sa.Column("learned", sa.String(), nullable=True),
        sa.Column("observed", sa.Float(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("next_step", sa.String(), nullable=True),
        sa.Column("message_ts", sa.String(), nullable=False),
        sa.CheckConstraint("compare IN ('at_least', 'at_most')", name=op.f("ck_pdsa_cycle_compare_known")),
        sa.CheckConstraint("decision IN ('adopt', 'adapt', 'abandon')", name=op.f("ck_pdsa_cycle_decision_known")),
        sa.CheckConstraint("next_step IN ('up', 'same', 'down')", name=op.f("ck_pdsa_cycle_next_step_known")),
        sa.CheckConstraint(
            "phase <> 'closed' OR decision IS NOT NULL", name=op.f("ck_pdsa_cycle_closed_with_decision")
        ),
        sa.CheckConstraint("phase = 'plan' OR began_on IS NOT NULL", name=op.f("ck_pdsa_cycle_begun_after_plan")),
        sa.CheckConstraint("phase IN ('plan', 'do', 'study', 'act', 'closed')", name=op.f("ck_pdsa_cycle_phase_known")),
        sa.CheckConstraint("step IN ('one', 'few', 'team', 'several', 'all')", name=op.f("ck_pdsa_cycle_step_known")),
        sa.CheckConstraint("how_many >= 1", name=op.f("ck_pdsa_cycle_how_many_range")),
        sa.CheckConstraint(
            "study_on >= do_on AND act_on >= study_on AND expected_by >= do_on",
            name=op.f("ck_pdsa_cycle_dates_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "measure_id"],
            ["measure.workspace_id", "measure.id"],
            name=op.f("fk_pdsa_cycle_workspace_id_measure_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "initiative_id"],
            ["initiative.workspace_id", "initiative.id"],
            name=op.f("fk_pdsa_cycle_workspace_id_initiative_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lead_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_pdsa_cycle_workspace_id_lead_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "previous_id"],
            ["pdsa_cycle.workspace_id", "pdsa_cycle.id"],
            name=op.f("fk_pdsa_cycle_workspace_id_previous_id"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_pdsa_cycle_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pdsa_cycle")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_pdsa_cycle_workspace_id_id")),
        sa.UniqueConstraint(
            "workspace_id", "initiative_id", "number", name=op.f("uq_pdsa_cycle_workspace_id_initiative_id_number")
        ),
        sa.UniqueConstraint("workspace_id", "previous_id", name=op.f("uq_pdsa_cycle_workspace_id_previous_id")),
    )
    op.create_index(op.f("ix_pdsa_cycle_initiative_id"), "pdsa_cycle", ["initiative_id"], unique=False)

    op.create_table(
        "pdsa_change",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("old", sa.JSON(), nullable=False),
        sa.Column("new", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "after IN ('plan', 'do', 'study', 'act', 'closed')", name=op.f("ck_pdsa_change_after_known")
        ),
        sa.CheckConstraint(
            "before IN ('plan', 'do', 'study', 'act', 'closed')", name=op.f("ck_pdsa_change_before_known")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "by_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_pdsa_change_workspace_id_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "cycle_id"],
            ["pdsa_cycle.workspace_id", "pdsa_cycle.id"],
            name=op.f("fk_pdsa_change_workspace_id_cycle_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pdsa_change")),
        sa.UniqueConstraint(
            "workspace_id", "cycle_id", "version", name=op.f("uq_pdsa_change_workspace_id_cycle_id_version")
        ),
    )
    op.create_table(
        "pdsa_task",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.CheckConstraint("number >= 1 AND number <= 5", name=op.f("ck_pdsa_task_number_range")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "cycle_id"],
            ["pdsa_cycle.workspace_id", "pdsa_cycle.id"],
            name=op.f("fk_pdsa_task_workspace_id_cycle_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_pdsa_task_workspace_id_owner_id"),
        ),
        sa.PrimaryKeyConstraint("cycle_id", "number", name=op.f("pk_pdsa_task")),
    )
