"""Rows of tables as text, only to be compared: thousands of times, so past all that an ORM would make of them."""

from collections.abc import Collection

from sqlalchemy import Connection, Table


def plain_rows(
    connection: Connection, table: Table, *, without: Collection[str] = (), workspace_id: int | None = None
) -> list[str]:
    """All rows of a table, or those of one workspace, each as the driver gives it, in an order of their own."""
    columns = ", ".join(f'"{column.name}"' for column in table.c if column.name not in without)
    which = "" if workspace_id is None else f" WHERE workspace_id = {workspace_id:d}"
    found = connection.exec_driver_sql(f'SELECT {columns} FROM "{table.name}"{which}')
    return sorted(str(tuple(row)) for row in found)
