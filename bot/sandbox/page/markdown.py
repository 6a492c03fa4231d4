"""`markdown` blocks -> safe HTML: CommonMark with tables and strikethrough; HTML in the text stays text."""

from markdown_it import MarkdownIt
from markupsafe import Markup

READER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def markdown(text: str) -> Markup:
    """Safe HTML for a `markdown` block. Links that could run code are left as text."""
    html = READER.render(text).replace("<a href", '<a target="_blank" rel="noopener noreferrer" href')
    return Markup(html.replace(' style="text-align:', ' data-align="'))
