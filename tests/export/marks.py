"""Bookmarks for the sessions of a test."""

from datetime import UTC, datetime

from confui.schedule.bookmark import Bookmark, Mark, make_bookmark
from confui.schedule.models import Session

WRITTEN = datetime(2031, 4, 1, 9, 30, tzinfo=UTC)


def marked(
    *sessions: Session, mark: Mark | None = Mark.MUST, note: str = ""
) -> dict[str, Bookmark]:
    """Return bookmarks of sessions as they are."""
    return {
        session.id: make_bookmark(session, mark, note)._replace(
            marked_at=WRITTEN if mark else None, noted_at=WRITTEN if note else None
        )
        for session in sessions
    }
