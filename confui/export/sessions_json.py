"""A conference and its sessions as JSON, for other programs.

The keys are an interface: new ones may be added, existing ones do not change.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from confui.schedule.bookmark import Bookmark
from confui.schedule.models import Conference, Link, Problem, Session, Speaker


def as_json(
    conference: Conference, sessions: Iterable[Session], bookmarks: Mapping[str, Bookmark] | None
) -> str:
    """Return a conference, some of its sessions and its problems as indented JSON.

    Wall times are written as `2017-08-15T17:00`; missing values are null, also whether a session is
    starred if bookmarks are `None`, which means that they cannot be read.
    """
    known, marks = bookmarks is not None, bookmarks or {}
    document = {
        "conference": {
            "id": conference.id,
            "title": conference.title,
            "timezone": conference.timezone or None,
            "days": [day.isoformat() for day in conference.days],
            "rooms": list(conference.rooms),
            "source": conference.source,
        },
        "sessions": [_session(each, marks.get(each.id), known=known) for each in sessions],
        "problems": [_problem(problem) for problem in conference.problems],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _session(session: Session, bookmark: Bookmark | None, *, known: bool) -> dict[str, object]:
    return {
        "id": session.id,
        "title": session.title,
        "subtitle": session.subtitle or None,
        "kind": session.kind,
        "kind_label": session.kind_label or None,
        "start": _time(session.start),
        "end": _time(session.end),
        "end_source": session.end_source,
        "utc_offset": session.utc_offset,
        "day": session.day.isoformat() if session.day else None,
        "rooms": list(session.rooms),
        "whole_venue": session.whole_venue,
        "slot": session.slot or None,
        "track": session.track or None,
        "level": session.level,
        "level_label": session.level_label or None,
        "language": list(session.language),
        "tags": list(session.tags),
        "speakers": [_speaker(speaker) for speaker in session.speakers],
        "abstract": session.abstract,
        "body": session.body,
        "video": list(session.video),
        "slides": list(session.slides),
        "links": [_link(link) for link in session.links],
        "visible": session.visible,
        "starred": bookmark is not None and bookmark.starred if known else None,
        "grade": bookmark.mark if bookmark and bookmark.starred else None,
        "note": (bookmark.note or None) if bookmark else None,
        "extra": dict(session.extra),
    }


def _speaker(speaker: Speaker) -> dict[str, object]:
    return {
        "id": speaker.id,
        "name": speaker.name,
        "bio": speaker.bio,
        "company": speaker.company or None,
        "role": speaker.role or None,
        "links": [_link(link) for link in speaker.links],
    }


def _link(link: Link) -> dict[str, str]:
    return {"label": link.label, "url": link.url}


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "severity": problem.severity,
        "code": problem.code,
        "file": problem.file,
        "line": problem.line or None,
        "message": problem.message,
        "fix": problem.fix,
    }


def _time(time: datetime | None) -> str | None:
    return time.isoformat(timespec="minutes") if time else None
