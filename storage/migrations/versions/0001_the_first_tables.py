"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("bot_user_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sa.UniqueConstraint("team_id", name=op.f("uq_workspace_team_id")),
    )
    op.create_table(
        "due_work",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'done', 'cancelled', 'failed')", name=op.f("ck_due_work_state_known")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_due_work_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_work")),
        sa.UniqueConstraint(
            "workspace_id",
            "what",
            "subject",
            "person",
            "local_date",
            name=op.f("uq_due_work_workspace_id_what_subject_person_local_date"),
        ),
    )
    with op.batch_alter_table("due_work", schema=None) as batch_op:
        batch_op.create_index(
            "waiting_due_work",
            ["workspace_id", "due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "inbox",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_inbox_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_inbox_workspace_id_key")),
    )
    op.create_table(
        "outbox",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("unique_key", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("wave_id", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("is_unrequested", sa.Boolean(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("lease", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("doubt_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'dropped', 'failed', 'unsure')", name=op.f("ck_outbox_state_known")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_outbox_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("workspace_id", "unique_key", name=op.f("uq_outbox_workspace_id_unique_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("busy_outbox", ["workspace_id", "recipient", "busy_until"], unique=False)
        batch_op.create_index("outbox_of_initiative", ["initiative_id", "state"], unique=False)
        batch_op.create_index("outbox_of_wave", ["wave_id"], unique=False)
        batch_op.create_index(
            "waiting_outbox",
            ["workspace_id", "priority", "not_before", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "pace",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_pace_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pace")),
        sa.UniqueConstraint("workspace_id", "method", name=op.f("uq_pace_workspace_id_method")),
    )
    op.create_table(
        "person",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("is_stranger", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_person_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_person_workspace_id_id")),
        sa.UniqueConstraint("workspace_id", "user_id", name=op.f("uq_person_workspace_id_user_id")),
    )
    op.create_table(
        "initiative",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("practice", sa.String(), nullable=False),
        sa.Column("what_is_new", sa.String(), nullable=False),
        sa.Column("why_better", sa.String(), nullable=False),
        sa.Column("how_it_fits", sa.String(), nullable=False),
        sa.Column("what_improves", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("every", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("open_days", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("every IN ('weekly', 'fortnightly', 'monthly')", name=op.f("ck_initiative_every_known")),
        sa.CheckConstraint("state IN ('active', 'paused', 'ended')", name=op.f("ck_initiative_state_known")),
        sa.CheckConstraint("open_days >= 1 AND open_days <= 14", name=op.f("ck_initiative_open_days_range")),
        sa.CheckConstraint("weekday >= 0 AND weekday <= 6", name=op.f("ck_initiative_weekday_range")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lead_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_initiative_workspace_id_lead_id"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_initiative_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
        sa.UniqueConstraint("workspace_id", "channel_id", name=op.f("uq_initiative_workspace_id_channel_id")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_initiative_workspace_id_id")),
        sa.UniqueConstraint("workspace_id", "number", name=op.f("uq_initiative_workspace_id_number")),
    )
    op.create_table(
        "role",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.CheckConstraint("role IN ('staff', 'champion', 'lead', 'sponsor')", name=op.f("ck_role_role_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "initiative_id"],
            ["initiative.workspace_id", "initiative.id"],
            name=op.f("fk_role_workspace_id_initiative_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_role_workspace_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("initiative_id", "person_id", "role", name=op.f("pk_role")),
    )
    op.create_table(
        "team",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "initiative_id"],
            ["initiative.workspace_id", "initiative.id"],
            name=op.f("fk_team_workspace_id_initiative_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "parent_id"], ["team.workspace_id", "team.id"], name=op.f("fk_team_workspace_id_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_team_workspace_id_id")),
    )
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_initiative_id"), ["initiative_id"], unique=False)

    op.create_table(
        "wave",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_wave_state_known")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "initiative_id"],
            ["initiative.workspace_id", "initiative.id"],
            name=op.f("fk_wave_workspace_id_initiative_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("initiative_id", "number", name=op.f("uq_wave_initiative_id_number")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_wave_workspace_id_id")),
    )
    with op.batch_alter_table("wave", schema=None) as batch_op:
        batch_op.create_index(
            "one_open_wave",
            ["initiative_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "comment",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "wave_id"], ["wave.workspace_id", "wave.id"], name=op.f("fk_comment_workspace_id_wave_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "member",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "initiative_id"],
            ["initiative.workspace_id", "initiative.id"],
            name=op.f("fk_member_workspace_id_initiative_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_member_workspace_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"], ["team.workspace_id", "team.id"], name=op.f("fk_member_workspace_id_team_id")
        ),
        sa.PrimaryKeyConstraint("initiative_id", "person_id", name=op.f("pk_member")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_person_id"), ["person_id"], unique=False)

    op.create_table(
        "result",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("respondents", sa.Integer(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"], ["team.workspace_id", "team.id"], name=op.f("fk_result_workspace_id_team_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "wave_id"], ["wave.workspace_id", "wave.id"], name=op.f("fk_result_workspace_id_wave_id")
        ),
        sa.PrimaryKeyConstraint("wave_id", "team_id", "item", name=op.f("pk_result")),
    )
    op.create_table(
        "roster",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("has_answered", sa.Boolean(), nullable=False),
        sa.Column("has_declined", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_roster_workspace_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"], ["team.workspace_id", "team.id"], name=op.f("fk_roster_workspace_id_team_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "wave_id"], ["wave.workspace_id", "wave.id"], name=op.f("fk_roster_workspace_id_wave_id")
        ),
        sa.PrimaryKeyConstraint("wave_id", "person_id", name=op.f("pk_roster")),
    )
    op.create_table(
        "tally",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("value >= 1 AND value <= 5", name=op.f("ck_tally_value_range")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"], ["team.workspace_id", "team.id"], name=op.f("fk_tally_workspace_id_team_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "wave_id"], ["wave.workspace_id", "wave.id"], name=op.f("fk_tally_workspace_id_wave_id")
        ),
        sa.PrimaryKeyConstraint("wave_id", "team_id", "item", "value", name=op.f("pk_tally")),
    )
    if op.get_bind().dialect.name == "postgresql":
        _sample_nothing_that_tells_of_people()


def _sample_nothing_that_tells_of_people() -> None:
    """PostgreSQL's statistics keep samples of a column, and outlive the rows: none of these may be sampled."""
    sampled = {
        "tally": ("wave_id", "team_id", "item", "value", "count"),
        "roster": ("wave_id", "person_id", "team_id", "has_answered", "has_declined"),
        "comment": ("id", "wave_id", "text"),
        "outbox": ("recipient", "arguments", "unique_key", "channel", "ts", "token"),
    }
    for table, columns in sampled.items():
        changes = ", ".join(f"ALTER COLUMN {column} SET STATISTICS 0" for column in columns)
        op.execute(f"ALTER TABLE {table} {changes}")
