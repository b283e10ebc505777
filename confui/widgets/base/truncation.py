"""Cut text to a width on the screen."""

from rich.cells import cell_len, set_cell_size


def truncate(text: str, width: int) -> str:
    """Return `text` in at most `width` cells; an ellipsis shows that something is missing.

    Cells are counted as Textual counts them.
    """
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…"


def shorten_room(name: str, width: int) -> str:
    """Return a room's name in at most `width` cells: without what is in brackets, then cut."""
    if cell_len(name) > width and name.endswith(")") and (short := name.partition("(")[0].rstrip()):
        name = short
    return truncate(name, width)
