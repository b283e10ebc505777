"""Sessions as Markdown with their abstracts, by day: to print, or to send to a colleague."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from confui.export.markdown_escape import escape_markdown_text, markdown_link, markdown_quotation
from confui.schedule import wording
from confui.schedule.bookmark import Bookmark
from confui.schedule.models import Session


def as_markdown(
    conference_title: str, sessions: Iterable[Session], bookmarks: Mapping[str, Bookmark]
) -> str:
    """Return sessions with a heading for each day; empty if there are no sessions.

    Titles and names are escaped. Abstracts and bodies stay Markdown, in a block quotation that they
    cannot leave; HTML in them shows as text.
    """
    blocks = list(_days(sessions, bookmarks))
    return "\n\n".join([f"# {escape_markdown_text(conference_title)}", *blocks]) if blocks else ""


def heading(session: Session, bookmark: Bookmark | None) -> str:
    """Return the heading of a session, with the symbol of its mark."""
    return f"### {escape_markdown_text(session.title)} {wording.mark_symbol(bookmark)}".rstrip()


def links(session: Session) -> Iterator[str]:
    """Yield the links to a session's videos and slides."""
    yield from (markdown_link("video", url) for url in session.video)
    yield from (markdown_link("slides", url) for url in session.slides)


def _days(sessions: Iterable[Session], bookmarks: Mapping[str, Bookmark]) -> Iterator[str]:
    for day, of_day in groupby(sessions, key=lambda session: session.day):
        yield f"## {wording.long_day(day)}"
        for session in of_day:
            yield from _blocks(session, bookmarks.get(session.id))


def _blocks(session: Session, bookmark: Bookmark | None) -> Iterator[str]:
    yield heading(session, bookmark)
    if subtitle := escape_markdown_text(session.subtitle):
        yield f"*{subtitle}*"
    yield " · ".join(filter(None, _facts(session)))
    if text := session.abstract.strip() or session.body.strip():
        yield markdown_quotation(text)


def _facts(session: Session) -> Iterator[str]:
    yield wording.time_range(session)
    yield wording.level_text(session) if session.level else ""
    yield escape_markdown_text(wording.room_names(session))
    yield escape_markdown_text(wording.speaker_names(session))
    yield from links(session)
