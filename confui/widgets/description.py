"""A session described: title, time, place, people, its text and what runs beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from textual.content import Content
from textual.style import Style

from confui.schedule import wording
from confui.schedule.models import Link, Session, Speaker
from confui.schedule.plan import at_the_same_time, next_in_room
from confui.schedule.prose import prose
from confui.store import State
from confui.widgets.block import STAR

_ALL_DAY = 6 * 60
_MOST = 10
"""How many sessions that run at the same time are named."""


@dataclass(frozen=True, slots=True)
class Description:
    """Lines to show, and the links that clicks on them refer to by number."""

    lines: tuple[Content, ...] = ()
    links: tuple[Link, ...] = ()
    neighbours: tuple[str, ...] = ()
    """Ids of the sessions that are named in it, likewise by number."""
    width: int = 0

    def with_star(self, starred: bool) -> "Description":
        """Return the description with a star at the end of its first line, or without."""
        if not starred or not self.lines:
            return self
        title = self.lines[0].pad_right(max(0, self.width - 2 - self.lines[0].cell_length))
        first = Content.assemble(title, (f" {STAR}", "$star bold"))
        return replace(self, lines=(first, *self.lines[1:]))


def describe(session: Session, state: State, width: int, *, with_prose: bool = True) -> Description:
    """Return the description of a session, each line at most `width` cells wide.

    Args:
        session: What to describe.
        state: The conference around it.
        width: In cells.
        with_prose: Whether to render Markdown too, or only what stands above it.
    """
    writer = _Writer(width)
    writer.write(Content.styled(session.title, "bold $text-primary"), margin=2)
    if session.subtitle:
        writer.write(Content.styled(session.subtitle, "italic"))
    writer.write(Content(f"{wording.when(session)} · {wording.where(session)}"))
    writer.write(_facts(session))
    if names := wording.speakers(session):
        writer.write(Content.styled(names, "bold"))
    for label, url in _recordings(session):
        writer.write_link(label, url)
    if with_prose:
        writer.gap()
        writer.write_markdown(prose(session))
        for speaker in session.speakers:
            _write_speaker(writer, speaker)
        _write_neighbours(writer, session, state)
    return Description(tuple(writer.lines), tuple(writer.links), tuple(writer.neighbours), width)


class _Writer:
    """Collects wrapped lines and numbers the links among them."""

    def __init__(self, width: int) -> None:
        self.width = max(1, width)
        self.lines: list[Content] = []
        self.links: list[Link] = []
        self.neighbours: list[str] = []

    def write(self, content: Content, *, margin: int = 0) -> None:
        self.lines += content.wrap(max(1, self.width - margin))

    def gap(self) -> None:
        if self.lines and self.lines[-1].plain.strip():
            self.lines.append(Content(""))

    def heading(self, text: str) -> None:
        self.gap()
        self.write(Content.styled(text, "bold $text-accent"))

    def write_link(self, label: str, url: str) -> None:
        click = Style.from_meta({"@click": f"screen.open_link({len(self.links)})"})
        shown = Content.styled(url, "underline").stylize(click)
        self.write(Content.assemble((f"{label} ", "$text-muted"), shown))
        self.links.append(Link(label, url))

    def write_markdown(self, text: str) -> None:
        # Markdown is not needed for the first frame, and takes time to import.
        from confui.widgets.markdown import render

        rendered = render(text, self.width, first_link=len(self.links))
        self.lines += rendered.lines
        self.links += rendered.links


def _facts(session: Session) -> Content:
    """Return level, kind, track, tags and language, as far as there are any."""
    level = wording.level(session)
    style = f"$level-{session.level or 'unset'}"
    facts: list[Content] = [Content.styled(level, style)] if level else []
    others = [session.kind.value, session.track, *session.tags, ", ".join(session.language)]
    facts += [Content(other) for other in others if other]
    return Content(" · ").join(facts)


def _recordings(session: Session) -> Iterator[tuple[str, str]]:
    yield from (("video", url) for url in session.video)
    yield from (("slides", url) for url in session.slides)
    yield from ((link.label, link.url) for link in session.links)


def _write_speaker(writer: _Writer, speaker: Speaker) -> None:
    if not (speaker.bio or speaker.links or speaker.company or speaker.role):
        return
    writer.heading(speaker.name)
    position = ", ".join(part for part in (speaker.role, speaker.company) if part)
    if position:
        writer.write(Content.styled(position, "$text-muted"))
    writer.write_markdown(speaker.bio)
    for link in speaker.links:
        writer.write_link(link.label, link.url)


def _write_neighbours(writer: _Writer, session: Session, state: State) -> None:
    sessions = state.on_day(session.day)
    # What frames the whole day runs beside nearly everything: a list of that says nothing.
    if session.minutes < _ALL_DAY and (beside := at_the_same_time(session, sessions)):
        writer.heading("At the same time")
        _write_list(writer, beside[:_MOST])
        if len(beside) > _MOST:
            writer.write(Content.styled(f"  and {len(beside) - _MOST} more", "$text-muted"))
    if follows := next_in_room(session, sessions):
        writer.heading("Next in this room")
        _write_list(writer, [follows])


def _write_list(writer: _Writer, sessions: Iterable[Session]) -> None:
    for session in sessions:
        click = Style.from_meta({"@click": f"screen.go_to({len(writer.neighbours)})"})
        writer.neighbours.append(session.id)
        title = Content.assemble((session.title, "underline"), (f" · {_place(session)}", ""))
        lines = title.stylize(click).wrap(max(1, writer.width - 2))
        for index, line in enumerate(lines):
            writer.lines.append(Content.assemble("• " if index == 0 else "  ", line))


def _place(session: Session) -> str:
    return f"{wording.hours(session)} · {wording.where(session)}"
