"""The SQL table of bookmarks: its migrations, its statements, and its rows as bookmarks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from confui.schedule.bookmark import Bookmark, Mark
from confui.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from confui.userdata.connection import DatabaseFormat

APPLICATION_ID = 0x434F4E46
""""CONF" in ASCII. SQLite keeps it in the header of the file."""

MIGRATIONS = (
    (
        """
        CREATE TABLE bookmark (
            conference TEXT NOT NULL,
            session TEXT NOT NULL,
            starred INTEGER NOT NULL,
            grade TEXT NOT NULL,
            note TEXT NOT NULL,
            title TEXT NOT NULL,
            starts TEXT,
            ends TEXT,
            rooms TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            device TEXT NOT NULL,
            PRIMARY KEY (conference, session)
        ) WITHOUT ROWID
        """,
        "CREATE TABLE device (id TEXT NOT NULL)",
        "INSERT INTO device VALUES (lower(hex(randomblob(8))))",
    ),
    (
        "ALTER TABLE bookmark RENAME TO bookmark_1",
        """
        CREATE TABLE bookmark (
            conference TEXT NOT NULL,
            session TEXT NOT NULL,
            mark TEXT NOT NULL,
            note TEXT NOT NULL,
            title TEXT NOT NULL,
            starts TEXT,
            ends TEXT,
            rooms TEXT NOT NULL,
            marked_at TEXT,
            noted_at TEXT,
            inferred INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            gone INTEGER NOT NULL,
            device TEXT NOT NULL,
            PRIMARY KEY (conference, session)
        ) WITHOUT ROWID
        """,
        """
        INSERT INTO bookmark
        SELECT conference, session, CASE starred WHEN 1 THEN grade ELSE '' END, note, title, starts,
            ends, rooms, updated_at, CASE note WHEN '' THEN NULL ELSE updated_at END,
            1, 0, 0, device
        FROM bookmark_1
        """,
        "DROP TABLE bookmark_1",
    ),
    (
        "ALTER TABLE bookmark ADD COLUMN keys TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE bookmark ADD COLUMN known_as TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE bookmark ADD COLUMN ruled_out TEXT NOT NULL DEFAULT ''",
    ),
    (
        "ALTER TABLE bookmark ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
        """
        CREATE TABLE summary (
            changes INTEGER NOT NULL,
            row_count INTEGER NOT NULL,
            total INTEGER NOT NULL,
            schema INTEGER NOT NULL,
            checksum INTEGER NOT NULL
        )
        """,
        "INSERT INTO summary VALUES (0, 0, 0, 0, 0)",
    ),
)
"""The statements that lead from each format to the next.

Times are ISO 8601: `starts` and `ends` are wall times, `…_at` are UTC. `rooms`, `keys` and
`ruled_out` have one entry a line. A row whose `mark` and `note` are empty is a tombstone: it
records when they were removed. `device` is a random number that does not identify the machine.
Format 1 did not record which ends were inferred, format 2 had no keys to find a session whose id
changed, format 3 no checksums (see `confui.userdata.checked_table`).
"""

_COLUMNS = (
    *("session", "mark", "note", "title", "starts", "ends", "rooms"),
    *("marked_at", "noted_at", "keys", "known_as", "ruled_out", "inferred", "sequence", "gone"),
)


def database_format() -> DatabaseFormat:
    """Return the format of the bookmark file."""
    # SQLite is loaded only if there is a bookmark file.
    from confui.userdata.checked_table import CheckedTable
    from confui.userdata.connection import DatabaseFormat

    key = ("conference", "session")
    table = CheckedTable("bookmark", key, (*key, *_COLUMNS[1:], "device"))
    return DatabaseFormat(APPLICATION_ID, MIGRATIONS, table)


READ = f"SELECT {', '.join(_COLUMNS)} FROM bookmark WHERE conference = :conference"
COUNT = "SELECT count(*) FROM bookmark WHERE mark IN ('must', 'maybe')"
"""How many sessions are starred, in all conferences."""

_INSERT = f"""
    INSERT INTO bookmark (conference, device, {", ".join(_COLUMNS)})
    VALUES (:conference, (SELECT id FROM device), {", ".join(f":{name}" for name in _COLUMNS)})
    ON CONFLICT (conference, session) DO UPDATE SET device = excluded.device
"""
_SNAPSHOT = ("title", "starts", "ends", "rooms", "inferred", "gone")

# A bookmark from before there were keys gets them when it is next written.
_KEEP_KEYS = ", keys = CASE excluded.keys WHEN '' THEN keys ELSE excluded.keys END"

_STARRED = "mark IN ('must', 'maybe')"
MARK = _INSERT + _KEEP_KEYS + "".join(
    # A change of the grade keeps the snapshot, or changes of the session would go unnoticed.
    f", {name} = CASE WHEN {_STARRED} THEN {name} ELSE excluded.{name} END"
    for name in _SNAPSHOT
) + f"""
    , mark = excluded.mark, marked_at = excluded.marked_at
    -- A calendar that has the event ignores a change without a new number (RFC 5545, 3.8.7.4).
    , sequence = sequence + (NOT {_STARRED} AND (
        starts IS NOT excluded.starts OR rooms <> excluded.rooms OR title <> excluded.title OR gone
        OR (ends IS NOT excluded.ends AND NOT inferred AND NOT excluded.inferred)))
"""  # fmt: skip

NOTE = _INSERT + _KEEP_KEYS + ", note = excluded.note, noted_at = excluded.noted_at"

REPLACE = _INSERT + "".join(f", {name} = excluded.{name}" for name in _COLUMNS[1:])

REMOVE = "DELETE FROM bookmark WHERE conference = :conference AND session = :session"

UNMARK = """
    UPDATE bookmark
    SET mark = '', marked_at = :marked_at, device = (SELECT id FROM device)
    WHERE conference = :conference AND session = :session AND mark <> ''
"""


def row_from_bookmark(conference: str, bookmark: Bookmark) -> dict[str, object]:
    """Return the row of a bookmark, by column."""
    return {
        "conference": conference,
        "session": bookmark.session,
        "mark": bookmark.mark or "",
        "note": bookmark.note,
        "title": bookmark.title,
        "starts": _iso(bookmark.start),
        "ends": _iso(bookmark.end),
        "rooms": "\n".join(bookmark.rooms),
        "marked_at": _iso(bookmark.marked_at and bookmark.marked_at.astimezone(UTC)),
        "noted_at": _iso(bookmark.noted_at and bookmark.noted_at.astimezone(UTC)),
        "keys": "\n".join(bookmark.keys),
        "known_as": bookmark.known_as,
        "ruled_out": "\n".join(bookmark.ruled_out),
        "inferred": int(bookmark.inferred),
        "sequence": bookmark.sequence,
        "gone": int(bookmark.gone),
    }


def bookmark_from_row(row: Sequence[Any]) -> Bookmark:
    """Return the bookmark in a row. A bad value (a flipped bit) costs only its field."""
    *texts, inferred, sequence, gone = row
    session, mark, note, title, starts, ends, rooms, marked_at, noted_at, *names = (
        value if isinstance(value, str) else "" for value in texts
    )
    keys, known_as, ruled_out = names
    return Bookmark(
        session=session,
        mark=(_MARKS.get(mark, Mark.MUST) if mark else None),
        note=clean(note, multiline=True),
        title=clean(title),
        start=_wall_time(starts),
        end=_wall_time(ends),
        rooms=tuple(map(clean, _lines(rooms))),
        marked_at=_instant(marked_at),
        noted_at=_instant(noted_at),
        inferred=inferred == 1,
        sequence=sequence if isinstance(sequence, int) and 0 <= sequence < _MAX_SEQUENCE else 0,
        gone=gone == 1,
        keys=tuple(map(clean, _lines(keys))),
        known_as=known_as,
        ruled_out=_lines(ruled_out),
    )


_MARKS: dict[str, Mark] = {mark.value: mark for mark in Mark}
_MAX_SEQUENCE = 1_000_000


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _wall_time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _instant(text: str) -> datetime | None:
    moment = _wall_time(text)
    return moment.replace(tzinfo=UTC) if moment else None
