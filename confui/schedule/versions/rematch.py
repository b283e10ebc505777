"""Finds the sessions of bookmarks whose session id is no longer in the schedule.

The names of a session are its guid, code, page URL and title, in this order of stability. A match
is certain if the names leave one session and no other bookmark has an equally stable name for it.
The attendee is asked about all other matches. Names must be equal; similar ones do not count.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from confui.schedule.bookmark import Bookmark, merge
from confui.schedule.models import SUPPORTING_KINDS, Session
from confui.schedule.search import fold_line
from confui.text import clean

_KINDS = ("guid", "code", "page", "title")
"""The kinds of names, the most stable first."""
_TITLE = _KINDS.index("title")
_MOST_SHARED = 50
"""A name that more sessions share is ignored: nobody wants to choose among so many."""
_UNTITLED = frozenset({"", "(untitled)"})
"""Titles that do not name a session."""


class Rematch(NamedTuple):
    """The matches of the bookmarks whose session id is no longer in the schedule."""

    found: Mapping[str, str] = MappingProxyType({})
    """The certain matches: the session's id by the bookmark's. No two share a session."""
    open: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """The other matches: the ids of the possible sessions, in time order, by the bookmark's id."""


class _Candidates(NamedTuple):
    """The sessions that can be the one of a bookmark."""

    sessions: tuple[Session, ...] = ()
    kind: int = _TITLE
    """The index in `_KINDS` of the name that narrowed them down last."""

    @property
    def certain(self) -> bool:
        """Whether it is exactly one session, and not a break found by its title alone."""
        by_title = self.kind == _TITLE
        is_break = any(session.kind in SUPPORTING_KINDS for session in self.sessions)
        return len(self.sessions) == 1 and not (by_title and is_break)


def find_rematches(bookmarks: Mapping[str, Bookmark], sessions: Iterable[Session]) -> Rematch:
    """Find the sessions of the bookmarks whose id no session has.

    A session that has a bookmark is never matched with another one, nor is a session that the
    attendee ruled out.

    Args:
        bookmarks: By session id; those without mark and note are ignored.
        sessions: All sessions of the conference. Hidden ones are matched by stable names but not by
            title, and the attendee is never asked about them.
    """
    sessions = tuple(sessions)
    ids = {session.id for session in sessions}
    orphans = {
        id: bookmark for id, bookmark in bookmarks.items() if bookmark.kept and id not in ids
    }
    if not orphans:
        return Rematch()
    by_name = _by_name(sessions, {name for orphan in orphans.values() for name in _names(orphan)})
    candidates = {id: _find_candidates(orphan, by_name) for id, orphan in orphans.items()}
    taken = {id for id in ids if id in bookmarks and bookmarks[id].kept}
    found = {
        id: session
        for id, session in _certain_matches(candidates).items()
        if session not in taken and session not in orphans[id].ruled_out
    }
    taken.update(found.values())
    choices = {
        id: _list_choices(orphans[id], candidates[id], taken) for id in orphans if id not in found
    }
    return Rematch(found, {id: session_ids for id, session_ids in choices.items() if session_ids})


def apply_rematches(
    bookmarks: Mapping[str, Bookmark], sessions: Iterable[Session]
) -> Mapping[str, Bookmark]:
    """Return the bookmarks by the present ids of their sessions. Uncertain ones stay as they are.

    Bookmarks of one session under its old and its new id are merged. Calling this again changes
    nothing.
    """
    by_id = {session.id: session for session in sessions}
    # A match can make another bookmark, which had the same id earlier, match as well.
    while (present := _apply_once(bookmarks, by_id)) != bookmarks:
        bookmarks = present
    return present


def _apply_once(
    bookmarks: Mapping[str, Bookmark], by_id: Mapping[str, Session]
) -> Mapping[str, Bookmark]:
    present = dict(bookmarks)
    for old_id, new_id in _moved_ids(bookmarks, bookmarks, by_id).items():
        old, new = present.pop(old_id)._replace(session=new_id), present[new_id]
        # A bookmark removed under the old id stays removed, unless it was set again later.
        present[new_id] = (
            merge(new, old) if old.kept else merge(old, new)._replace(known_as=new.known_as)
        )
    for old_id, new_id in find_rematches(present, by_id.values()).found.items():
        present = dict(move_bookmark(present, old_id, by_id[new_id]))
    return present


def move_bookmark(
    bookmarks: Mapping[str, Bookmark], old_id: str, session: Session
) -> Mapping[str, Bookmark]:
    """Return the bookmarks with the one under `old_id` moved to a session's id.

    It keeps its snapshot, so that changes are reported, and its first id. It is merged with a
    bookmark that the session has already. Without a bookmark under `old_id` nothing changes.
    """
    if old_id not in bookmarks or old_id == session.id:
        return bookmarks
    present = dict(bookmarks)
    old, existing = present.pop(old_id), present.get(session.id)
    moved = _with_id_of(old, session, existing.sequence if existing else 0)
    present[session.id] = merge(existing, moved) if existing and existing.kept else moved
    return present


def rematch_imported(
    theirs: Iterable[Bookmark], mine: Mapping[str, Bookmark], sessions: Iterable[Session]
) -> list[Bookmark]:
    """Return imported bookmarks with the ids that their sessions have in this schedule.

    Bookmarks without a certain match stay as they are. The order stays the same.

    Args:
        theirs: The imported bookmarks.
        mine: The attendee's bookmarks, by session id.
        sessions: All sessions of the conference.
    """
    by_id = {session.id: session for session in sessions}
    theirs = list(theirs)
    imported = {bookmark.session: bookmark for bookmark in theirs}
    moved_ids = _moved_ids(imported, mine, by_id)
    found = find_rematches(imported, by_id.values()).found
    return [
        bookmark._replace(session=moved_ids[bookmark.session])
        if bookmark.session in moved_ids
        else _with_id_of(bookmark, by_id[found[bookmark.session]])
        if bookmark.session in found
        else bookmark
        for bookmark in theirs
    ]


def _with_id_of(bookmark: Bookmark, session: Session, sequence: int = 0) -> Bookmark:
    """Return a bookmark with the id of a session.

    Its sequence number is higher than the one it had and than `sequence`.
    """
    known_as = bookmark.first_id
    return bookmark._replace(
        session=session.id,
        keys=session.keys or bookmark.keys,
        known_as="" if known_as == session.id else known_as,
        ruled_out=(),
        # While the session was missing, exports said that it is cancelled.
        sequence=max(bookmark.sequence, sequence) + 1,
    )


def _moved_ids(
    orphans: Mapping[str, Bookmark], bookmarks: Mapping[str, Bookmark], ids: Collection[str]
) -> Mapping[str, str]:
    """Return the new ids of the orphans whose bookmark was moved earlier, by the orphans' ids.

    Another session can have had the same first id, so the two must also share a name.
    """
    by_first_id = {bookmark.first_id: bookmark for id, bookmark in bookmarks.items() if id in ids}
    new_ids = {}
    for id, orphan in orphans.items():
        moved = by_first_id.get(orphan.first_id) if id not in ids else None
        if moved is not None and set(_names(orphan)) & set(_names(moved)):
            new_ids[id] = moved.session
    return new_ids


def _find_candidates(orphan: Bookmark, by_name: Mapping[str, Sequence[Session]]) -> _Candidates:
    """Narrow down the possible sessions of a bookmark, one name after the other."""
    candidates = _Candidates()
    for name in _names(orphan):
        same_name = by_name.get(name, ())
        if candidates.sessions:
            ids = {session.id for session in same_name}
            same_name = [session for session in candidates.sessions if session.id in ids]
        if same_name and len(same_name) != len(candidates.sessions):
            candidates = _Candidates(tuple(same_name), _kind_of(name))
    return candidates


def _certain_matches(candidates: Mapping[str, _Candidates]) -> Mapping[str, str]:
    """Return the session ids that are certain, by bookmark id.

    If several bookmarks claim a session, the one with the most stable name gets it, and none does
    if two names are equally stable.
    """
    claims: dict[str, list[tuple[int, str]]] = {}
    for id, found in candidates.items():
        if found.certain:
            claims.setdefault(found.sessions[0].id, []).append((found.kind, id))
    matches = {}
    for session, claimants in claims.items():
        (kind, id), *others = sorted(claimants)
        if not others or others[0][0] != kind:
            matches[id] = session
    return matches


def _list_choices(
    orphan: Bookmark, candidates: _Candidates, taken: Collection[str]
) -> tuple[str, ...]:
    """Return the ids of the sessions to ask about, in time order.

    Breaks and the like are left out if there are others, or breaks on the same day.
    """
    free = [
        session
        for session in candidates.sessions
        if session.visible and session.id not in taken and session.id not in orphan.ruled_out
    ]
    if candidates.kind == _TITLE and orphan.start:
        day = orphan.start.date()
        near = [
            session
            for session in free
            if session.kind not in SUPPORTING_KINDS
            or (session.start and session.start.date() == day)
        ]
        free = near or free
    free.sort(key=lambda session: (session.start or datetime.max, session.id))
    return tuple(session.id for session in free)


def _by_name(sessions: Iterable[Session], names: Collection[str]) -> Mapping[str, list[Session]]:
    """Return the sessions by name, without names that more than `_MOST_SHARED` sessions share."""
    by_name: dict[str, list[Session]] = {}
    for session in sessions:
        for name in session.keys:
            if name in names:
                by_name.setdefault(name, []).append(session)
        if session.visible and (title := f"title:{fold_line(session.title)}") in names:
            by_name.setdefault(title, []).append(session)
    return {name: same for name, same in by_name.items() if len(same) <= _MOST_SHARED}


def _names(bookmark: Bookmark) -> Iterator[str]:
    """Yield the names of a bookmark's session, the most stable first.

    Old bookmarks have no `keys`; then the id can be a guid or a code.
    """
    id = clean(bookmark.session)
    keys = bookmark.keys or (f"guid:{id}", f"code:{id}")
    yield from sorted((key for key in dict.fromkeys(keys) if _kind_of(key) < _TITLE), key=_kind_of)
    if (title := fold_line(bookmark.title)) not in _UNTITLED:
        yield f"title:{title}"


def _kind_of(name: str) -> int:
    kind = name.partition(":")[0]
    return _KINDS.index(kind) if kind in _KINDS else _TITLE
