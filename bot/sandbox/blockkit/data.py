"""Slack's tables and charts: https://docs.slack.dev/reference/block-kit/blocks (table, data_table, data_visualization).

Where Slack has raised a limit since the block appeared (series and segments 6 to 12, rows 100 to 200, characters
10,000 to 20,000), the first number holds here: it is accepted everywhere, also where a change is rolled out late.
"""

from collections.abc import Iterator
from typing import Any

from bot.sandbox.blockkit.rich_text import RICH_TEXT
from bot.sandbox.blockkit.shapes import ByType, Choice, Flag, Line, Many, Number, Shape, Thing, Whole, problem

CELL_CHARACTERS = 10_000
BLOCK_ID: dict[str, Shape] = {"block_id": Line(255)}

CELLS = ByType(
    {
        "raw_text": Thing({"text": Line()}),
        "raw_number": Thing({"value": Number(), "text": Line()}),
        "rich_text": RICH_TEXT.kinds["rich_text"],
    }
)
COLUMN = Thing({}, {"align": Choice(("left", "center", "right")), "is_wrapped": Flag()})
ROW = Many(CELLS, most=20)


def characters(value: Any) -> int:
    """How many characters of text stand anywhere in a cell, a row or a block."""
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(characters(item) for item in value.values() if not isinstance(item, str))
    if isinstance(value, list):
        return sum(characters(item) for item in value)
    return 0


def cells_not_too_long(table: dict[str, Any], at: str) -> Iterator[str]:
    """All cells of a table together hold at most 10,000 characters."""
    if characters(table["rows"]) > CELL_CHARACTERS:
        yield problem(f"must be less than {CELL_CHARACTERS + 1} characters", f"{at}/rows")


def same_width(table: dict[str, Any], at: str) -> Iterator[str]:
    """All rows of a table have as many cells as the first."""
    for place, row in enumerate(table["rows"]):
        if len(row) != len(table["rows"][0]):
            yield problem("all rows must have the same number of cells", f"{at}/rows/{place}")


def plain_header(table: dict[str, Any], at: str) -> Iterator[str]:
    """The first row of a data table is its header, and has no rich text."""
    for place, cell in enumerate(table["rows"][0]):
        if cell["type"] == "rich_text":
            yield problem("unsupported type: rich_text", f"{at}/rows/0/{place}/type")


def header_column_exists(table: dict[str, Any], at: str) -> Iterator[str]:
    """The column that names the rows is one of the table's."""
    if table.get("row_header_column_index", 0) >= len(table["rows"][0]):
        yield problem("must be the index of a column", f"{at}/row_header_column_index")


def one_value_per_category(chart: dict[str, Any], at: str) -> Iterator[str]:
    """Every series has a point for each category, once, in the categories' order."""
    categories = chart["axis_config"]["categories"]
    if len(set(categories)) < len(categories):
        yield problem("categories must be unique", f"{at}/axis_config/categories")
    for place, series in enumerate(chart["series"]):
        if [point["label"] for point in series["data"]] != categories:
            yield problem("labels must match axis_config categories", f"{at}/series/{place}/data")


def unique_names(chart: dict[str, Any], at: str) -> Iterator[str]:
    """No two series share a name."""
    names = [series["name"] for series in chart["series"]]
    for place, name in enumerate(names):
        if name in names[:place]:
            yield problem("series names must be unique", f"{at}/series/{place}/name")


LABEL = Line(20)
POINT = Thing({"label": LABEL, "value": Number()})
SERIES = Thing({"name": LABEL, "data": Many(POINT, most=20)})
AXES = Thing({"categories": Many(LABEL, most=20)}, {"x_label": Line(50), "y_label": Line(50)})
PLOT = Thing({"series": Many(SERIES, most=6), "axis_config": AXES}, {}, (unique_names, one_value_per_category))
SEGMENT = Thing({"label": LABEL, "value": Number(above=0)})
CHARTS = ByType({"line": PLOT, "bar": PLOT, "area": PLOT, "pie": Thing({"segments": Many(SEGMENT, most=6)})})

TABLE = Thing(
    {"rows": Many(ROW, most=100)},
    BLOCK_ID | {"column_settings": Many(COLUMN, most=20, least=0, gaps=True)},
    (same_width, cells_not_too_long),
)
DATA_TABLE = Thing(
    {"rows": Many(ROW, most=101, least=2), "caption": Line()},
    BLOCK_ID | {"page_size": Whole(1, 100), "row_header_column_index": Whole()},
    (same_width, plain_header, header_column_exists, cells_not_too_long),
)
DATA_VISUALIZATION = Thing({"title": Line(50), "chart": CHARTS}, BLOCK_ID)
