"""Read the screen: underlined text, the rows of a list, the selected row."""

from textual.widget import Widget

from confui.widgets.lists.entry_list import EntryList
from tests.ui.conftest import Window


def underlined(window: Window, widget: type[Widget]) -> list[str]:
    """Return the underlined pieces of text within a widget, from top left to bottom right."""
    region = window.app.screen.query_one(widget).region
    pieces = [""]
    for line in window.screen.cells[region.y : region.bottom]:
        for text, style in line[region.x : region.right]:
            if style.underline:
                pieces[-1] += text
            elif pieces[-1]:
                pieces.append("")
        if pieces[-1]:
            pieces.append("")
    return pieces[:-1]


def visible_rows(window: Window) -> list[str]:
    """Return the visible rows of the list, without white space and scroll marks around them."""
    (shown,) = (each for each in window.app.screen.query(EntryList) if each.display)
    region = shown.region
    lines = window.screen.cells[region.y : region.bottom]
    rows = ("".join(text for text, _ in line[region.x : region.right]) for line in lines)
    return [row.strip(" │▲▼") for row in rows]


def selected_row(window: Window) -> str:
    """Return the text after the cursor's bar in the list; empty if the cursor is not visible."""
    rows = (row for row in visible_rows(window) if row.startswith("█"))
    return next(rows, "").removeprefix("█").strip()
