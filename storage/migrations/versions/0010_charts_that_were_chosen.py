"""Which chart is drawn of a measure, where one was chosen."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE measure ADD COLUMN drawn_as VARCHAR "
        "CONSTRAINT ck_measure_drawn_as_known CHECK (drawn_as IN ('run', 'i', 'p', 'c', 'u'))"
    )
