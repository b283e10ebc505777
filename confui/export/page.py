"""One session as plain text."""

from collections.abc import Iterator

from confui.schedule import wording
from confui.schedule.models import Session
from confui.schedule.prose import prose


def as_page(session: Session, *, starred: bool) -> str:
    """Return everything about a session, its texts as the Markdown that they are."""
    return "\n".join(_lines(session, starred))


def _lines(session: Session, starred: bool) -> Iterator[str]:
    yield f"{session.title}{'  ★' if starred else ''}"
    if session.subtitle:
        yield session.subtitle
    yield f"{wording.when(session)} · {wording.where(session)}"
    facts = (wording.level(session), session.kind, session.track, *session.tags, *session.language)
    yield " · ".join(fact for fact in facts if fact)
    if session.speakers:
        yield wording.speakers(session)
    yield from (f"video   {url}" for url in session.video)
    yield from (f"slides  {url}" for url in session.slides)
    yield from (f"{link.label}  {link.url}" for link in session.links)
    yield f"id      {session.id}"
    if text := prose(session):
        yield ""
        yield text
    for speaker in session.speakers:
        if speaker.bio or speaker.links:
            yield ""
            yield " · ".join(p for p in (speaker.name, speaker.role, speaker.company) if p)
            yield from (f"{link.label}  {link.url}" for link in speaker.links)
            if speaker.bio:
                yield speaker.bio
