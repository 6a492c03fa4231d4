"""Which workspaces the database holds, for whoever looks at it without Slack."""

from sqlmodel import col, select

from storage.database import Database
from storage.people import WorkspaceRow


def workspaces(database: Database) -> list[tuple[int, str]]:
    """Every workspace that the database knows: our id and Slack's."""
    with database.reading(0) as session:
        rows = session.exec(select(col(WorkspaceRow.id), WorkspaceRow.team_id).order_by(col(WorkspaceRow.id)))
        return [(int(workspace_id), team_id) for workspace_id, team_id in rows if workspace_id is not None]
