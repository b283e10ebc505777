"""A recap of a conference as Markdown: what was attended, with notes, videos and slides."""

from collections.abc import Iterator, Mapping, Sequence

from confui.export.markdown_escape import escape_markdown_text, markdown_quotation
from confui.export.sessions_markdown import heading, links
from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, Mark, session_from_bookmark
from confui.schedule.models import Conference, Session
from confui.schedule.plan import Plan, PlanItem


def as_recap(conference: Conference, plan: Plan, bookmarks: Mapping[str, Bookmark]) -> str:
    """Return sections for musts, maybes, other sessions with a note, and cancelled ones.

    Nobody can be in two places: if two musts overlap, they are called starred, not attended. The
    result is empty if there are none of these.

    Args:
        conference: The schedule.
        plan: The plan made from the bookmarks.
        bookmarks: All bookmarks, by session id.
    """
    musts = [item for item in plan.items if item.bookmark.mark is Mark.MUST]
    collide = any(item.overlaps for item in musts if not item.cancelled)
    blocks = [
        *_section("Starred" if collide else "Attended", _starred(plan, Mark.MUST)),
        *_section("Maybe", _starred(plan, Mark.MAYBE)),
        *_section("Noted", _noted(conference, bookmarks)),
        *_section("Cancelled", [_pair(item) for item in plan.items if item.cancelled]),
    ]
    title = f"# {escape_markdown_text(conference.title)}: what I saw"
    return "\n\n".join([title, *blocks]) if blocks else ""


_Entry = tuple[Session, Bookmark]


def _starred(plan: Plan, mark: Mark) -> list[_Entry]:
    return [_pair(item) for item in plan.items if item.bookmark.mark is mark and not item.cancelled]


def _pair(item: PlanItem) -> _Entry:
    return item.session, item.bookmark


def _noted(conference: Conference, bookmarks: Mapping[str, Bookmark]) -> list[_Entry]:
    """Return sessions with a note but no star in schedule order; lost ones come last, by id."""
    noted = {
        id: bookmark for id, bookmark in bookmarks.items() if bookmark.note and not bookmark.starred
    }
    known = [session for session in conference.visible if session.id in noted]
    lost = noted.keys() - {session.id for session in known}
    return [(session, noted[session.id]) for session in known] + [
        (session_from_bookmark(noted[id]), noted[id]) for id in sorted(lost)
    ]


def _section(title: str, entries: Sequence[_Entry]) -> Iterator[str]:
    if entries:
        yield f"## {title}"
    for session, bookmark in entries:
        yield heading(session, bookmark)
        facts = (
            escape_markdown_text(wording.room_names(session)),
            escape_markdown_text(wording.speaker_names(session)),
        )
        yield " · ".join(filter(None, (wording.day_and_time(session), *facts, *links(session))))
        if bookmark.note.strip():
            yield markdown_quotation(bookmark.note)
