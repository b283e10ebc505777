"""Cut text to a width on the screen."""

from rich.cells import cell_len, set_cell_size


def truncate(text: str, width: int) -> str:
    """Return `text` in at most `width` cells; an ellipsis shows that something is missing.

    Cells are counted as Textual counts them.
    """
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…"
