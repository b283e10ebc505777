"""Everything about one session as plain text, or in parts for who lays them out."""

from collections.abc import Iterator, Sequence

from confui.schedule import wording
from confui.schedule.bookmark import Bookmark
from confui.schedule.models import Session
from confui.schedule.session_text import session_markdown
from confui.text import clean

_INDENT = " " * 8
"""As wide as a label such as `note` with its gap."""


def as_session_text(
    session: Session, bookmark: Bookmark | None = None, changes: Sequence[str] = ()
) -> str:
    """Return everything about a session; its abstract and body stay Markdown.

    Args:
        session: The session.
        bookmark: The attendee's bookmark of it, if any.
        changes: What changed since it was bookmarked, in words.
    """
    return "\n".join(_lines(session, bookmark, changes))


def _lines(session: Session, bookmark: Bookmark | None, changes: Sequence[str]) -> Iterator[str]:
    yield from list_facts(session, bookmark, changes)
    if text := session_markdown(session):
        yield ""
        yield text
    for name, links, bio in list_people(session):
        yield ""
        yield name
        yield from links
        if bio:
            yield bio


def list_facts(
    session: Session, bookmark: Bookmark | None, changes: Sequence[str]
) -> Iterator[str]:
    """Yield what comes before the text: title, time and place, facts, links and the bookmark."""
    yield f"{session.title}  {wording.bookmark_signs(bookmark)}".rstrip()
    if session.subtitle:
        yield session.subtitle
    yield f"{wording.day_and_time(session)} · {wording.room_names(session)}"
    facts = (
        wording.level_text(session) if session.level else "",
        session.kind,
        session.track,
        *session.tags,
        *session.language,
    )
    yield " · ".join(fact for fact in facts if fact)
    if session.speakers:
        yield wording.speaker_names(session)
    yield from (f"video   {url}" for url in session.video)
    yield from (f"slides  {url}" for url in session.slides)
    yield from (f"{link.label}  {link.url}" for link in session.links)
    yield f"id      {clean(session.id)}"
    yield from _bookmark_lines(bookmark, changes)


def _bookmark_lines(bookmark: Bookmark | None, changes: Sequence[str]) -> Iterator[str]:
    if bookmark and bookmark.mark:
        yield f"mark    {bookmark.mark}"
    yield from (f"change  {change}" for change in changes)
    if bookmark and bookmark.note:
        first, *others = bookmark.note.splitlines()
        yield f"note    {first}"
        yield from ((_INDENT + line).rstrip() for line in others)


def list_people(session: Session) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield name and position, links, and biography of each speaker of whom more is known."""
    for speaker in session.speakers:
        if speaker.bio or speaker.links:
            name = " · ".join(p for p in (speaker.name, speaker.role, speaker.company) if p)
            links = tuple(f"{link.label}  {link.url}" for link in speaker.links)
            yield name, links, speaker.bio
