"""What stands out on the screen."""

from textual.widget import Widget

from confui.widgets.lists.entry_list import EntryList
from tests.ui.conftest import Window


def underlined(window: Window, widget: type[Widget]) -> list[str]:
    """Return the underlined pieces of text within a widget, from the top left on."""
    region = window.app.screen.query_one(widget).region
    pieces = [""]
    for line in window.sight.cells[region.y : region.bottom]:
        for text, style in line[region.x : region.right]:
            if style.underline:
                pieces[-1] += text
            elif pieces[-1]:
                pieces.append("")
        if pieces[-1]:
            pieces.append("")
    return pieces[:-1]


def listed(window: Window) -> list[str]:
    """Return the rows of the list, without the white space and the edges around them."""
    (shown,) = (each for each in window.app.screen.query(EntryList) if each.display)
    region = shown.region
    lines = window.sight.cells[region.y : region.bottom]
    rows = ("".join(text for text, _ in line[region.x : region.right]) for line in lines)
    return [row.strip(" │▲▼") for row in rows]


def under_the_cursor(window: Window) -> str:
    """Return what stands behind the bar of the cursor in the list; empty where it is not seen."""
    rows = (row for row in listed(window) if row.startswith("█"))
    return next(rows, "").removeprefix("█").strip()
