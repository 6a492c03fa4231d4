"""What each of several processes does when replicas start together on an empty database."""

from storage import migrations
from storage.database import Database


def upgrade(url: str) -> str | None:
    """Bring the database to the newest revision; gives where it stands then."""
    database = Database(url)
    migrations.upgrade(database)
    version = migrations.version(database)
    database.close()
    return version
