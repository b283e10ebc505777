"""One session's block in the grid, drawn row by row."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.content import Content

from confui.schedule import wording
from confui.schedule.bookmark import Mark
from confui.schedule.layout import Block
from confui.schedule.models import Level, Session
from confui.state import State
from confui.widgets.base.highlight import highlight


class BlockStyles(NamedTuple):
    """The styles of a block, resolved once for each theme."""

    title: Mapping[str, Style]
    """By look: `block`, `wide`, `cursor`."""
    detail: Mapping[str, Style]
    bar: Mapping[Level | None, Style]
    dimmed: Style
    star: Style
    match: Style
    """On top of the style of a word that was searched for."""

    @classmethod
    def of(cls, style: Callable[..., Style]) -> "BlockStyles":
        """Build the styles from a function that resolves component classes and tokens."""
        looks = ("block", "wide", "cursor")
        return cls(
            title={look: style(look, "title") + _cursor_last(style, look) for look in looks},
            detail={look: style(look, "muted") + _cursor_last(style, look) for look in looks},
            bar={
                level: _foreground(style(f"$level-{level or 'unset'}")) for level in (*Level, None)
            },
            dimmed=style("block", "dimmed"),
            star=_foreground(style("$star")),
            match=_foreground(style("$match")) + Style(underline=True),
        )


def _cursor_last(style: Callable[..., Style], look: str) -> Style:
    return style(look) if look == "cursor" else Style.null()


def _foreground(style: Style) -> Style:
    return Style(color=style.color, bold=style.bold)


def draw_block(
    block: Block,
    row: int,
    state: State,
    styles: BlockStyles,
    *,
    selected: bool,
    past: bool = False,
) -> list[Segment]:
    """Return one row of a block, exactly as wide as the block; a past one steps back."""
    session = block.session
    bookmark = state.bookmarks.get(session.id)
    skipped = bookmark is not None and bookmark.mark is Mark.SKIP
    dimmed = skipped or session.id not in state.matching
    look = "cursor" if selected else "wide" if session.whole_venue else "block"
    lines = _lines(session, block.width - 1, block.height, block.all_day)
    index = row - block.top
    text, is_title = lines[index] if index < len(lines) else ("", False)
    style = (styles.title if is_title and not past else styles.detail)[look]
    bar = style + styles.bar[session.level]
    if dimmed:
        style, bar = (style + Style(dim=True), bar) if selected else (styles.dimmed, styles.dimmed)
    edge = "█" if selected else "▌" if index < block.height - 1 else "▘"
    sign = wording.sign(bookmark) if index == 0 and block.width > 3 else ""
    body = set_cell_size(text, block.width - (3 if sign else 1))
    words = [Segment(body, style)] if dimmed else highlight(body, style, styles.match, state.query)
    star = [Segment(f"{sign} ", style if skipped else style + styles.star)] if sign else []
    return [Segment(edge, bar), *words, *star]


@lru_cache(maxsize=4096)
def _lines(
    session: Session, width: int, height: int, all_day: bool
) -> tuple[tuple[str, bool], ...]:
    """Return the text of a block, line by line, each with whether it is of the title.

    The title comes first and takes what the line below it leaves; the star has its two cells at
    the end of the first line. In the rail, where no time stands beside it, the block tells its own.
    """
    if all_day:
        told = f"{wording.hours(session)}  {session.title} · {wording.where(session)}"
        return ((cut(told, width - 2), True),)
    note = _note(session)
    if height == 1:
        return ((cut(f"{session.title}  {note}" if note else session.title, width - 2), True),)
    room = height - 1 if note else height
    wrapped = [line.plain.rstrip() for line in Content(session.title).wrap(max(1, width - 2))]
    title = wrapped[:room]
    if len(wrapped) > room:
        title[-1] = cut(" ".join(wrapped[room - 1 :]), width - 2)
    lines = [(line, True) for line in title]
    if note:
        lines.append((cut(note, width), False))
    return tuple(lines)


def _note(session: Session) -> str:
    """Return the line under the title: level, speakers, and for the whole venue that it is so."""
    parts = [wording.level(session), wording.speakers(session)]
    if session.whole_venue:
        parts.append(wording.where(session))
    return " · ".join(part for part in parts if part)


def cut(text: str, width: int) -> str:
    """Return `text` in at most `width` cells, with an ellipsis where something is missing."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…"
