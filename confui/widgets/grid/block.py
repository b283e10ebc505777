"""A session's block in the grid: title, level, speakers, star. Drawn row by row."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from confui.schedule import wording
from confui.schedule.bookmark import Mark
from confui.schedule.colours import Swatch
from confui.schedule.layout import Block
from confui.schedule.models import Session
from confui.state import State
from confui.text import steady
from confui.widgets.base.colours import colour_of
from confui.widgets.base.highlight import highlight
from confui.widgets.base.truncation import truncate, wrap_within

_NARROW = 12
"""Cells for text below which a block is narrow."""

_LONGEST_TITLE = 2_000
"""Characters of a title that are looked at; no block has so many cells."""


class BlockStyles(NamedTuple):
    """The styles of all blocks, resolved once for each theme."""

    title: Mapping[str, Style]
    """By look: `block`, `wide` (whole venue) or `cursor`."""
    detail: Mapping[str, Style]
    bar: Callable[[str | Swatch], Style]
    """By the colour of the session."""
    dimmed: Style
    star: Style
    match: Style
    """Applied on top, where a word of the query is."""

    @classmethod
    def resolve(cls, style: Callable[..., Style]) -> "BlockStyles":
        """Build the styles with a function such as `SessionView.get_style`."""
        looks = ("block", "wide", "cursor")
        return cls(
            title={look: style(look, "title") + _cursor_last(style, look) for look in looks},
            detail={look: style(look, "muted") + _cursor_last(style, look) for look in looks},
            bar=lru_cache(maxsize=256)(lambda colour: _foreground(style(colour))),
            dimmed=style("block", "dimmed"),
            star=_foreground(style("$star")),
            match=_foreground(style("$match")) + Style(underline=True),
        )


def _cursor_last(style: Callable[..., Style], look: str) -> Style:
    return style(look) if look == "cursor" else Style.null()


def _foreground(style: Style) -> Style:
    return Style(color=style.color, bold=style.bold)


class Look(NamedTuple):
    """What changes in a block while its place stays."""

    is_selected: bool
    is_past: bool
    is_skipped: bool
    is_dimmed: bool
    signs: str
    """Of its bookmark."""
    words: tuple[str, ...]
    """The words of the query that it has."""


def look_at(block: Block, state: State, *, past: bool = False) -> Look:
    """Return how a block looks, with the cursor, bookmarks and search of a state.

    `past` says whether its session is over; its title is muted then.
    """
    ids = block.ids
    bookmark = next(filter(None, map(state.bookmarks.get, ids)), None)
    skipped = bookmark is not None and bookmark.mark is Mark.SKIP
    dimmed = skipped or state.matching.isdisjoint(ids)
    words = state.query.words if block.session.id in state.marked and not dimmed else ()
    signs = wording.bookmark_signs(bookmark)
    return Look(state.cursor.session in ids, past, skipped, dimmed, signs, words)


def draw_block(
    block: Block, row: int, look: Look, state: State, styles: BlockStyles
) -> list[Segment]:
    """Return one row of a block, exactly as wide as the block.

    Args:
        block: Where the session is in the grid.
        row: The row of the timetable, from `block.top` on.
        look: How it looks in this state.
        state: For the query, the colours, and the zone of times.
        styles: The resolved styles.
    """
    session, selected = block.session, look.is_selected
    shape = "cursor" if selected else "wide" if block.is_band else "block"
    topic = wording.topic(session, state.main_facet, state.variety)
    hours = wording.times_and_days(session, state.zone) if block.all_day else ""
    lines = _text_lines(session, topic, block.width - 1, block.height, hours)
    index = row - block.top
    text, is_title = lines[index] if index < len(lines) else ("", False)
    style = (styles.title if is_title and not look.is_past else styles.detail)[shape]
    bar = style + styles.bar(colour_of(state, session))
    if look.is_dimmed:
        style, bar = (style + Style(dim=True), bar) if selected else (styles.dimmed, styles.dimmed)
    ends = index == block.height - 1 and block.height > 1
    edge = "█" if selected else "▘" if ends else "▌"
    signs = look.signs if index == 0 and block.width > 4 else ""
    available = block.width - (2 + len(signs) if signs else 1)
    body = set_cell_size(truncate(text, available) if len(signs) > 1 else text, available)
    words = [Segment(body, style)]
    if look.words:
        words = highlight(body, style, styles.match, state.query)
    star = (
        [Segment(f"{signs} ", style if look.is_skipped else style + styles.star)] if signs else []
    )
    return [Segment(edge, bar), *words, *star]


@lru_cache(maxsize=4096)
def _text_lines(
    session: Session, topic: str, width: int, height: int, hours: str
) -> tuple[tuple[str, bool], ...]:
    """Return the lines of a block, each with whether it belongs to the title.

    The title takes as many lines as it needs, the topic and the speakers what is left. The last two
    cells of the first line are kept free for the star. An all-day block, which has no time beside
    it, begins with its `hours`. In a narrow block letters count: nothing is kept free, and titles
    are cut without an ellipsis.
    """
    for_star = 0 if width < _NARROW else 2
    cut = truncate if for_star else _cut
    title, details = steady(session.title), _details(session, topic)
    if hours:
        text = f"{hours}  {title} · {wording.room_names(session)}"
        return ((cut(text, width - for_star), True),)
    if height == 1:
        text = "  ".join([title, *([" · ".join(details)] if details else [])])
        return ((cut(text, width - for_star), True),)
    if len(title) > _LONGEST_TITLE:
        title = f"{title[:_LONGEST_TITLE]}…"
    lines = wrap_within(title, (width - for_star, width), height, cut)
    below = _fit_details(details, width, height - len(lines))
    return (*((line, True) for line in lines), *((cut(line, width), False) for line in below))


def _fit_details(details: Sequence[str], width: int, lines: int) -> Sequence[str]:
    """Return the details in one line if they fit or if there is one, else each in its own."""
    together = " · ".join(details)
    if not details or lines < 1:
        return ()
    if lines == 1 or cell_len(together) <= width:
        return (together,)
    if len(details) <= lines:
        return details
    return (*details[: lines - 1], " · ".join(details[lines - 1 :]))


def _cut(text: str, width: int) -> str:
    return set_cell_size(text, min(width, cell_len(text)))


def _details(session: Session, topic: str) -> tuple[str, ...]:
    """Return what is under the title: topic, speakers, and the place of a whole-venue session."""
    place = wording.room_names(session) if session.whole_venue else ""
    return tuple(filter(None, (topic, wording.speaker_names(session), place)))
