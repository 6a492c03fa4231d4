"""People, teams, settings and the log."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "secret",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_secret_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("uq_secret_workspace_id_name")),
    )
    op.create_table(
        "message_day",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("ck_message_day_count_range")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_message_day_workspace_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("person_id", "local_date", name=op.f("pk_message_day")),
    )
    op.create_table(
        "audit",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "actor_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_audit_workspace_id_actor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "initiative_id"],
            ["initiative.workspace_id", "initiative.id"],
            name=op.f("fk_audit_workspace_id_initiative_id"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_audit_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_initiative_id"), "audit", ["initiative_id"], unique=False)
    op.create_table(
        "opt_out",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "initiative_id"],
            ["initiative.workspace_id", "initiative.id"],
            name=op.f("fk_opt_out_workspace_id_initiative_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_opt_out_workspace_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("initiative_id", "person_id", name=op.f("pk_opt_out")),
    )
    op.create_table(
        "setting_change",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'applied', 'cancelled')", name=op.f("ck_setting_change_state_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "changed_by"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_setting_change_workspace_id_changed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "initiative_id"],
            ["initiative.workspace_id", "initiative.id"],
            name=op.f("fk_setting_change_workspace_id_initiative_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_change")),
    )
    op.create_index(op.f("ix_setting_change_initiative_id"), "setting_change", ["initiative_id"], unique=False)
    op.create_table(
        "settings",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("members_from", sa.String(), nullable=False),
        sa.Column("message_cap", sa.Integer(), nullable=False),
        sa.Column("digest_weekday", sa.Integer(), nullable=False),
        sa.Column("digest_at", sa.Time(), nullable=False),
        sa.Column("is_reviewed", sa.Boolean(), nullable=False),
        sa.Column("is_strict", sa.Boolean(), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("approved_items", sa.String(), nullable=False),
        sa.Column("asked_items", sa.String(), nullable=False),
        sa.Column("declined_items", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "members_from IN ('channel', 'groups', 'file')", name=op.f("ck_settings_members_from_known")
        ),
        sa.CheckConstraint(
            "digest_weekday >= 0 AND digest_weekday <= 6", name=op.f("ck_settings_digest_weekday_range")
        ),
        sa.CheckConstraint("message_cap >= 1 AND message_cap <= 10", name=op.f("ck_settings_message_cap_range")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "approver_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_settings_workspace_id_approver_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "initiative_id"],
            ["initiative.workspace_id", "initiative.id"],
            name=op.f("fk_settings_workspace_id_initiative_id"),
        ),
        sa.PrimaryKeyConstraint("initiative_id", name=op.f("pk_settings")),
    )
    op.create_table(
        "staged_import",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("members_from", sa.String(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("seen", sa.String(), nullable=False),
        sa.CheckConstraint(
            "members_from IN ('channel', 'groups', 'file')", name=op.f("ck_staged_import_members_from_known")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "initiative_id"],
            ["initiative.workspace_id", "initiative.id"],
            name=op.f("fk_staged_import_workspace_id_initiative_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "uploaded_by"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_staged_import_workspace_id_uploaded_by"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_import")),
    )
    op.create_index(op.f("ix_staged_import_initiative_id"), "staged_import", ["initiative_id"], unique=False)
    op.create_table(
        "newcomer_tally",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("value >= 1 AND value <= 5", name=op.f("ck_newcomer_tally_value_range")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("fk_newcomer_tally_workspace_id_team_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "wave_id"],
            ["wave.workspace_id", "wave.id"],
            name=op.f("fk_newcomer_tally_workspace_id_wave_id"),
        ),
        sa.PrimaryKeyConstraint("wave_id", "team_id", "item", "value", name=op.f("pk_newcomer_tally")),
    )
    op.add_column("roster", sa.Column("is_newcomer", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("member", sa.Column("counted_team_id", sa.Integer(), nullable=True))
    op.execute("UPDATE member SET counted_team_id = team_id")
    op.add_column("initiative", sa.Column("channel_kind", sa.String(), nullable=True))
    op.add_column("initiative", sa.Column("results_stop", sa.String(), nullable=True))
    op.add_column("initiative", sa.Column("ended_in", sa.String(), nullable=True))
    op.add_column("initiative", sa.Column("ended_on", sa.Date(), nullable=True))
    op.execute("DELETE FROM role WHERE role = 'lead'")
    op.add_column("outbox", sa.Column("charged_on", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("away_until", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("work_days", sa.String(), nullable=True))
    op.add_column("person", sa.Column("work_begins", sa.Time(), nullable=True))
    op.add_column("person", sa.Column("work_ends", sa.Time(), nullable=True))
    op.add_column("person", sa.Column("erased_on", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("unneeded_since", sa.Date(), nullable=True))
    op.add_column("team", sa.Column("gone_on", sa.Date(), nullable=True))
    op.add_column("team", sa.Column("group_id", sa.String(), nullable=True))
    op.add_column("team", sa.Column("region", sa.String(), nullable=True))
    op.add_column("team", sa.Column("work_days", sa.String(), nullable=True))
    op.add_column("team", sa.Column("work_begins", sa.Time(), nullable=True))
    op.add_column("team", sa.Column("work_ends", sa.Time(), nullable=True))
    op.add_column("wave", sa.Column("tree", sa.JSON(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        _sample_nobody()


def _sample_nobody() -> None:
    """PostgreSQL's statistics keep samples of a column, and outlive the rows: who was erased must not be in them."""
    apart = ("wave_id", "team_id", "item", "value", "count")
    of_people = (("person", "user_id"), ("person", "name"), ("due_work", "person"), ("roster", "is_newcomer"))
    for table, column in (*of_people, *(("newcomer_tally", column) for column in apart)):
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")
