"""The text of the detail pane: a session, or free time of the plan, as wrapped lines with links."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from textual.content import Content
from textual.style import Style

from confui.schedule import wording
from confui.schedule.bookmark import Bookmark
from confui.schedule.models import ALL_DAY_MINUTES, Link, Session, Speaker
from confui.schedule.now_next import concurrent_sessions, next_in_room
from confui.schedule.plan import Gap, describe_changes
from confui.schedule.query import Term
from confui.schedule.session_text import session_markdown
from confui.state import State

_MAX_CONCURRENT = 10
"""How many sessions at the same time are listed."""

_MAX_FITS = 50
"""How many of the sessions that fit into free time are listed."""


Target: TypeAlias = Link | Session | Term
"""What a link leads to: a web page, a session, or all sessions that match a term."""


class Description(NamedTuple):
    """The lines of the pane, and the targets of the links in them."""

    lines: tuple[Content, ...] = ()
    targets: tuple[Target, ...] = ()
    """By the number that a click sends: `follow_link(number)`."""
    width: int = 0
    """The cells that the lines are wrapped to."""

    def with_lines(self, lines: tuple[Content, ...]) -> "Description":
        """Return the description with its lines replaced; itself if they are the same."""
        return self if lines is self.lines else self._replace(lines=lines)

    def is_blank(self, row: int) -> bool:
        """Whether a row is empty or below the last line."""
        return row >= len(self.lines) or not self.lines[row]

    def rows_of(self, number: int) -> tuple[int, ...]:
        """Return the rows of a link; several if it is wrapped."""
        return tuple(row for row, line in enumerate(self.lines) if any(_spans(line, number)))

    def with_link(self, number: int) -> "Description":
        """Return the description with a link highlighted."""
        lines = list(self.lines)
        for row in self.rows_of(number):
            for start, end in _spans(lines[row], number):
                lines[row] = lines[row].stylize("reverse", start, end)
        return self._replace(lines=tuple(lines))

    def with_mark(self, symbol: str) -> "Description":
        """Return the description with the symbol of a bookmark at the end of its first line."""
        if not symbol or not self.lines:
            return self
        title = self.lines[0].pad_right(max(0, self.width - 2 - self.lines[0].cell_length))
        first = Content.assemble(title, (f" {symbol}", "$star bold"))
        return self._replace(lines=(first, *self.lines[1:]))


def _spans(line: Content, number: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of a link on a line."""
    click = {"@click": f"follow_link({number})"}
    for span in line.spans:
        if isinstance(span.style, Style) and span.style.meta == click:
            yield span.start, span.end


def describe(
    session: Session, state: State, width: int, *, with_markdown: bool = True
) -> Description:
    """Return the description of a session.

    The order is: title, place and time, level and kind, speakers, links, changes since it was
    starred, the attendee's note, the text, the speakers' biographies, sessions at the same time.

    Args:
        session: The session.
        state: For bookmarks, changes and the other sessions.
        width: The cells of a line.
        with_markdown: Whether to include the note and everything after it.
    """
    writer = _Writer(width)
    writer.write(Content.styled(session.title, "bold $text-primary"), margin=2)
    if session.subtitle:
        writer.write(Content.styled(session.subtitle, "italic"))
    _write_place(writer, session)
    _write_facts(writer, session, state)
    writer.write(
        Content(", ").join(
            writer.link(Content.styled(speaker.name, "bold"), _term("speaker", speaker.name))
            for speaker in session.speakers
        )
    )
    for link in _recordings(session):
        writer.write_link(link)
    bookmark = state.bookmarks.get(session.id)
    if bookmark is not None:
        _write_changes(writer, bookmark, state)
    if with_markdown:
        if bookmark is not None and bookmark.note:
            writer.heading("My note")
            writer.write_markdown(bookmark.note)
        writer.gap()
        writer.write_markdown(session_markdown(session))
        for speaker in session.speakers:
            _write_speaker(writer, speaker)
        _write_neighbours(writer, session, state)
    return Description(tuple(writer.lines), tuple(writer.targets), width)


class _Writer:
    """Collects wrapped lines and numbers the links among them."""

    def __init__(self, width: int) -> None:
        self.width = max(1, width)
        self.lines: list[Content] = []
        self.targets: list[Target] = []

    def write(self, content: Content, *, margin: int = 0) -> None:
        if content:
            self.lines += content.wrap(max(1, self.width - margin))

    def link(self, text: Content, target: Target) -> Content:
        """Return a text as a link to a target."""
        self.targets.append(target)
        click = Style.from_meta({"@click": f"follow_link({len(self.targets) - 1})"})
        return text.stylize("underline").stylize(click)

    def gap(self) -> None:
        if self.lines and self.lines[-1].plain.strip():
            self.lines.append(Content(""))

    def heading(self, text: str) -> None:
        self.gap()
        self.write(Content.styled(text, "bold $text-accent"))

    def write_link(self, link: Link) -> None:
        shown = self.link(Content(link.url), link)
        self.write(Content.assemble((f"{link.label} ", "$text-muted"), shown))

    def write_markdown(self, text: str) -> None:
        # Loaded after the first frame: the parser takes 20 ms to import.
        from confui.widgets.detail.markdown import render_markdown

        rendered = render_markdown(text, self.width, first_link=len(self.targets))
        self.lines += rendered.lines
        self.targets += rendered.links


def _term(field: str, value: str) -> Term:
    return Term(field, (value,))


def _write_place(writer: _Writer, session: Session) -> None:
    rooms = [writer.link(Content(room), _term("room", room)) for room in session.rooms]
    where = Content(", ").join(rooms)
    if session.whole_venue:
        venue = "(whole venue)" if rooms else "whole venue"
        where = Content(" ").join([*([where] if rooms else []), Content(venue)])
    where = where or Content("no room")
    writer.write(Content.assemble(f"{wording.day_and_time(session)} · ", where))


def _write_facts(writer: _Writer, session: Session, state: State) -> None:
    """Write level, kind, track, tags and language, those that the session has."""
    if not session.visible:  # made from a bookmark, which does not have these
        return
    facts = []
    if (level := wording.level_text(session)) and state.variety.levels:
        value = session.level or wording.UNSET
        shown = Content.styled(level, f"$level-{value}")
        facts.append(writer.link(shown, _term("difficulty", value)))
    facts.append(writer.link(Content(session.kind.value), _term("kind", session.kind.value)))
    shared = [("track", session.track), *(("tag", tag) for tag in session.tags)]
    shared += [("language", language) for language in session.language]
    facts += [writer.link(Content(value), _term(field, value)) for field, value in shared if value]
    writer.write(Content(" · ").join(facts))


def _recordings(session: Session) -> Iterator[Link]:
    yield from (Link("video", url) for url in session.video)
    yield from (Link("slides", url) for url in session.slides)
    yield from session.links


def _write_changes(writer: _Writer, bookmark: Bookmark, state: State) -> None:
    changes = (
        describe_changes(bookmark, state.sessions.get(bookmark.session)) if bookmark.starred else ()
    )
    for change in changes:
        writer.write(Content.styled(f"⚑ {change}", "$text-warning"))


def describe_gap(gap: Gap, width: int) -> Description:
    """Return the description of free time in the plan, with the sessions that fit into it."""
    from confui.schedule.plan import gap_time_range

    writer = _Writer(width)
    writer.write(Content.styled(f"Free {wording.duration(gap.minutes)}", "bold $text-primary"))
    day = f"{gap.start:%a} {gap.start.day} {gap.start:%b}"
    writer.write(Content(f"{day}  {gap_time_range(gap)}"))
    if not gap.fits:
        writer.gap()
        writer.write(Content.styled("No session fits in.", "$text-muted"))
    for fit in gap.fits[:_MAX_FITS]:
        writer.gap()
        _write_list(writer, [fit.session])
        reasons = ", ".join(filter(None, (*fit.reasons, wording.level_text(fit.session))))
        writer.write(Content.styled(f"  {reasons}", "$text-muted"))
    if len(gap.fits) > _MAX_FITS:
        writer.gap()
        more = f"and {len(gap.fits) - _MAX_FITS:,} more; ⏎ in the plan lists all"
        writer.write(Content.styled(more, "$text-muted"))
    return Description(tuple(writer.lines), tuple(writer.targets), width)


def _write_speaker(writer: _Writer, speaker: Speaker) -> None:
    if not (speaker.bio or speaker.links or speaker.company or speaker.role):
        return
    writer.heading(speaker.name)
    position = ", ".join(part for part in (speaker.role, speaker.company) if part)
    if position:
        writer.write(Content.styled(position, "$text-muted"))
    writer.write_markdown(speaker.bio)
    for link in speaker.links:
        writer.write_link(link)


def _write_neighbours(writer: _Writer, session: Session, state: State) -> None:
    sessions = state.on_day(session.day)
    # A session of many hours overlaps nearly all others, so the list would be useless.
    if session.minutes < ALL_DAY_MINUTES and (beside := concurrent_sessions(session, sessions)):
        writer.heading("At the same time")
        _write_list(writer, beside[:_MAX_CONCURRENT])
        if len(beside) > _MAX_CONCURRENT:
            writer.write(
                Content.styled(f"  and {len(beside) - _MAX_CONCURRENT} more", "$text-muted")
            )
    if follows := next_in_room(session, sessions):
        writer.heading("Next in this room")
        _write_list(writer, [follows])


def _write_list(writer: _Writer, sessions: Iterable[Session]) -> None:
    for session in sessions:
        title = writer.link(Content(session.title), session)
        text = Content.assemble(
            title, f" · {wording.time_range(session)} · {wording.room_names(session)}"
        )
        lines = text.wrap(max(1, writer.width - 2))
        for index, line in enumerate(lines):
            writer.lines.append(Content.assemble("• " if index == 0 else "  ", line))
