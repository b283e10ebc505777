"""Read and operate the lists of the filter panel as an attendee does."""

from confui.widgets.filters.facet_lists import FieldList, ValueList
from confui.widgets.lists.choice_list import ChoiceList
from tests.ui.conftest import Window


def rows(window: Window, choices: type[ChoiceList] = ValueList) -> list[str]:
    """Return the visible rows of a list, with white space squeezed."""
    region = window.app.screen.query_one(choices).region
    lines = window.screen.cells[region.y : region.bottom]
    texts = ("".join(cell for cell, _ in line[region.x : region.right]) for line in lines)
    return [" ".join(text.strip(" ▸▲▼").split()) for text in texts]


def row(window: Window, name: str, choices: type[ChoiceList] = ValueList) -> str:
    """Return the first row that contains a name."""
    return next(row for row in rows(window, choices) if name in row)


async def click_row(window: Window, name: str, choices: type[ChoiceList] = ValueList) -> None:
    """Click on the first row that contains a name."""
    x, y = window.app.screen.query_one(choices).region.offset
    y += rows(window, choices).index(row(window, name, choices))
    await window.pilot.click(offset=(x + 5, y))
    await window.pause()


async def go_to_field(window: Window, name: str) -> None:
    """Go from the values to the values of another field."""
    await window.press("left")
    fields = window.app.screen.query_one(FieldList)
    names = [fields.get_name(index) for index in range(len(fields.fields))]
    steps = names.index(name) - fields.cursor
    await window.press(*["down" if steps > 0 else "up"] * abs(steps))
    await window.press("right")
