"""Bookmarks whose session has another id now: which session that is, as far as it is certain.

A guid, a code, a page and a title name a session, in this order. What narrows a bookmark down to
one session, which no other bookmark is narrowed down to by as lasting a name, is certain; all else
is asked about. What is only similar does not count.
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
"""What may name a session, the most lasting first."""
_TITLE = _KINDS.index("title")
_MOST = 50
"""A name that more sessions share names none of them: nobody could be asked about so many."""
_UNTITLED = frozenset({"", "(untitled)"})
"""Titles that are none."""


class Rematch(NamedTuple):
    """What became of the bookmarks whose session has another id, or is not there."""

    found: Mapping[str, str] = MappingProxyType({})
    """The session's present id by the bookmark's; no two have the same."""
    open: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """The ids of the sessions that it may be, in time order, by the bookmark's id."""


class _Candidates(NamedTuple):
    """The sessions that a bookmark may be of."""

    among: tuple[Session, ...] = ()
    kind: int = _TITLE
    """By what it was narrowed down so far."""

    @property
    def certain(self) -> bool:
        """Whether it is one session. A break is like any other: no title alone tells it."""
        framing = self.kind == _TITLE and any(each.kind in SUPPORTING_KINDS for each in self.among)
        return len(self.among) == 1 and not framing


def find_rematches(bookmarks: Mapping[str, Bookmark], sessions: Iterable[Session]) -> Rematch:
    """Return which session each bookmark is of whose id no session has.

    A session with a bookmark of its own is never another's, nor is one that was ruled out.

    Args:
        bookmarks: By session id; those with neither mark nor note do not count.
        sessions: All that the conference has, also those that are hidden: names tell them, but not
            titles, and the attendee is never asked about them.
    """
    sessions = tuple(sessions)
    ids = {session.id for session in sessions}
    orphans = {id: each for id, each in bookmarks.items() if each.kept and id not in ids}
    if not orphans:
        return Rematch()
    named = _by_name(sessions, {name for each in orphans.values() for name in _names(each)})
    hunches = {id: _find_candidates(orphan, named) for id, orphan in orphans.items()}
    taken = {id for id in ids if id in bookmarks and bookmarks[id].kept}
    found = {
        id: session
        for id, session in _best(hunches).items()
        if session not in taken and session not in orphans[id].ruled_out
    }
    taken.update(found.values())
    asked = {
        id: _candidates(orphans[id], hunch, taken)
        for id, hunch in hunches.items()
        if id not in found
    }
    return Rematch(found, {id: candidates for id, candidates in asked.items() if candidates})


def apply_rematches(
    bookmarks: Mapping[str, Bookmark], sessions: Iterable[Session]
) -> Mapping[str, Bookmark]:
    """Return bookmarks by the ids that their sessions have now; what is not certain stays.

    What of one session was kept under its former id and its present one is merged. Once more
    changes nothing.
    """
    by_id = {session.id: session for session in sessions}
    # Where one is found, another that was the same session once may be known again by it.
    while (present := _reunited(bookmarks, by_id)) != bookmarks:
        bookmarks = present
    return present


def _reunited(
    bookmarks: Mapping[str, Bookmark], by_id: Mapping[str, Session]
) -> Mapping[str, Bookmark]:
    present = dict(bookmarks)
    for former, heir in _heirs(bookmarks, bookmarks, by_id).items():
        old, new = present.pop(former)._replace(session=heir), present[heir]
        # What was taken away under the former id stays so, unless it was marked since.
        present[heir] = (
            merge(new, old) if old.kept else merge(old, new)._replace(known_as=new.known_as)
        )
    for former, id in find_rematches(present, by_id.values()).found.items():
        present = dict(move_bookmark(present, former, by_id[id]))
    return present


def move_bookmark(
    bookmarks: Mapping[str, Bookmark], former: str, session: Session
) -> Mapping[str, Bookmark]:
    """Return bookmarks with one under the id of the session that it is of; else as they are.

    It remembers what the session was, so that it is told what changed, and the id that it had
    first. What is kept of the session already is merged with it.
    """
    if former not in bookmarks or former == session.id:
        return bookmarks
    present = dict(bookmarks)
    old, there = present.pop(former), present.get(session.id)
    arrived = _arrived(old, session, there.sequence if there else 0)
    present[session.id] = merge(there, arrived) if there and there.kept else arrived
    return present


def rematch_imported(
    theirs: Iterable[Bookmark], mine: Mapping[str, Bookmark], sessions: Iterable[Session]
) -> list[Bookmark]:
    """Return bookmarks from elsewhere under the ids by which the schedule has their sessions here.

    Those whose session is not certain stay as they are.
    """
    by_id = {session.id: session for session in sessions}
    theirs = list(theirs)
    brought = {each.session: each for each in theirs}
    heirs = _heirs(brought, mine, by_id)
    found = find_rematches(brought, by_id.values()).found
    return [
        each._replace(session=heirs[each.session])
        if each.session in heirs
        else _arrived(each, by_id[found[each.session]])
        if each.session in found
        else each
        for each in theirs
    ]


def _arrived(bookmark: Bookmark, session: Session, sequence: int = 0) -> Bookmark:
    """Return a bookmark under the id of its session, with a number above what calendars saw."""
    known_as = bookmark.first_id
    return bookmark._replace(
        session=session.id,
        keys=session.keys or bookmark.keys,
        known_as="" if known_as == session.id else known_as,
        ruled_out=(),
        # As long as the session was missing, an export said that it is cancelled.
        sequence=max(bookmark.sequence, sequence) + 1,
    )


def _heirs(
    orphans: Mapping[str, Bookmark], kept: Mapping[str, Bookmark], ids: Collection[str]
) -> Mapping[str, str]:
    """Return under which id a bookmark is kept that was moved there before, by its former id.

    Another session may have had that id since: only what has a name in common is the same.
    """
    heirs = {each.first_id: each for id, each in kept.items() if id in ids}
    found = {}
    for id, orphan in orphans.items():
        heir = heirs.get(orphan.first_id) if id not in ids else None
        if heir is not None and set(_names(orphan)) & set(_names(heir)):
            found[id] = heir.session
    return found


def _find_candidates(orphan: Bookmark, named: Mapping[str, Sequence[Session]]) -> _Candidates:
    """Narrow down what a bookmark may be of, by one name after the other."""
    hunch = _Candidates()
    for name in _names(orphan):
        same = named.get(name, ())
        if hunch.among:
            ids = {session.id for session in same}
            same = [session for session in hunch.among if session.id in ids]
        if same and len(same) != len(hunch.among):
            hunch = _Candidates(tuple(same), _kind_of(name))
    return hunch


def _best(hunches: Mapping[str, _Candidates]) -> Mapping[str, str]:
    """Return the sessions that are certain, each for who knows it by the most lasting name."""
    claims: dict[str, list[tuple[int, str]]] = {}
    for id, hunch in hunches.items():
        if hunch.certain:
            claims.setdefault(hunch.among[0].id, []).append((hunch.kind, id))
    best = {}
    for session, claimants in claims.items():
        (kind, id), *others = sorted(claimants)
        if not others or others[0][0] != kind:
            best[id] = session
    return best


def _candidates(orphan: Bookmark, hunch: _Candidates, taken: Collection[str]) -> tuple[str, ...]:
    """Return what to ask about; of breaks and the like those of the same day, where there are."""
    free = [
        session
        for session in hunch.among
        if session.visible and session.id not in taken and session.id not in orphan.ruled_out
    ]
    if hunch.kind == _TITLE and orphan.start:
        day = orphan.start.date()
        near = [
            each
            for each in free
            if each.kind not in SUPPORTING_KINDS or (each.start and each.start.date() == day)
        ]
        free = near or free
    free.sort(key=lambda each: (each.start or datetime.max, each.id))
    return tuple(session.id for session in free)


def _by_name(sessions: Iterable[Session], wanted: Collection[str]) -> Mapping[str, list[Session]]:
    """Return the sessions by those of some names that not too many share."""
    named: dict[str, list[Session]] = {}
    for session in sessions:
        for name in session.keys:
            if name in wanted:
                named.setdefault(name, []).append(session)
        if session.visible and (title := f"title:{fold_line(session.title)}") in wanted:
            named.setdefault(title, []).append(session)
    return {name: among for name, among in named.items() if len(among) <= _MOST}


def _names(bookmark: Bookmark) -> Iterator[str]:
    """Yield what names a bookmark's session, the most lasting first.

    Where nothing was kept of that, the id may have been a name.
    """
    id = clean(bookmark.session)
    keys = bookmark.keys or (f"guid:{id}", f"code:{id}")
    yield from sorted((key for key in dict.fromkeys(keys) if _kind_of(key) < _TITLE), key=_kind_of)
    if (title := fold_line(bookmark.title)) not in _UNTITLED:
        yield f"title:{title}"


def _kind_of(name: str) -> int:
    kind = name.partition(":")[0]
    return _KINDS.index(kind) if kind in _KINDS else _TITLE
