"""The bookmark file in every released format, in a newer one, and with many bookmarks."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.models import Session
from confui.userdata.bookmark_table import database_format
from confui.userdata.bookmarks import Bookmarks, NotSavedError
from tests.examples import short_or_long
from tests.ratios import ratio
from tests.userdata.conftest import merge_into, reseal

Opened = Callable[[], Bookmarks]

# As the confui that knew only this format wrote it: not to be changed with the code.
FORMAT_1 = """
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
    ) WITHOUT ROWID;
    CREATE TABLE device (id TEXT NOT NULL);
    INSERT INTO device VALUES ('0123456789abcdef');
    PRAGMA application_id = 1129270854;
    PRAGMA user_version = 1;
"""
WROTE = datetime(2017, 8, 15, 22, 0, tzinfo=UTC)
WHAT = ("A Lantern", "2017-08-15T17:00:00", "2017-08-15T17:30:00", "Ballroom A\nBallroom B")
ROWS_1 = [
    ("c", "must", 1, "must", "", *WHAT),
    ("c", "maybe", 1, "maybe", "front row", *WHAT),
    ("c", "bare", 1, "must", "", "Sprint", None, None, ""),
    ("c", "taken away", 0, "must", "", *WHAT),
    ("c", "taken away, noted", 0, "maybe", "two\nlines", *WHAT),
    ("other", "must", 1, "maybe", "", *WHAT),
]


def remembered(session: str, mark: Mark | None, note: str = "") -> Bookmark:
    """Return a bookmark of format 1 as it is known now."""
    return Bookmark(
        session=session,
        mark=mark,
        note=note,
        title="A Lantern",
        start=datetime(2017, 8, 15, 17, 0),
        end=datetime(2017, 8, 15, 17, 30),
        rooms=("Ballroom A", "Ballroom B"),
        marked_at=WROTE,
        noted_at=WROTE if note else None,
        inferred=True,
    )


FOUND = {
    "must": remembered("must", Mark.MUST),
    "maybe": remembered("maybe", Mark.MAYBE, "front row"),
    "bare": remembered("bare", Mark.MUST)._replace(title="Sprint", start=None, end=None, rooms=()),
    "taken away, noted": remembered("taken away, noted", None, "two\nlines"),
}


FORMAT_3 = """
    CREATE TABLE device (id TEXT NOT NULL);
    INSERT INTO device VALUES ('0123456789abcdef');
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
        device TEXT NOT NULL, keys TEXT NOT NULL DEFAULT '', known_as TEXT NOT NULL DEFAULT '',
        ruled_out TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (conference, session)
    ) WITHOUT ROWID;
    PRAGMA application_id = 1129270854;
    PRAGMA user_version = 3;
"""


FORMAT_2 = """
    CREATE TABLE device (id TEXT NOT NULL);
    INSERT INTO device VALUES ('0123456789abcdef');
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
    ) WITHOUT ROWID;
    PRAGMA application_id = 1129270854;
    PRAGMA user_version = 2;
"""
STAMP = WROTE.isoformat()
ROWS_2 = [
    ("c", "must", "must", "", *WHAT, STAMP, None, 1, 0, 0),
    ("c", "maybe", "maybe", "front row", *WHAT, STAMP, STAMP, 1, 0, 0),
    ("c", "bare", "must", "", "Sprint", None, None, "", STAMP, None, 1, 0, 0),
    ("c", "seen", "skip", "", *WHAT, STAMP, None, 0, 4, 1),
    ("c", "taken away", "", "", *WHAT, STAMP, None, 1, 0, 0),
    ("c", "taken away, noted", "", "two\nlines", *WHAT, STAMP, STAMP, 1, 0, 0),
]


@pytest.fixture
def second_format(path: Path) -> Path:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(FORMAT_2)
        connection.executemany(
            f"INSERT INTO bookmark VALUES ({', '.join('?' * 14)})",
            [(*row, "0123456789abcdef") for row in ROWS_2],
        )
    return path


def test_a_file_of_format_2_is_read_completely(second_format: Path, opened: Opened) -> None:
    bookmarks = opened()
    seen = remembered("seen", Mark.SKIP)._replace(inferred=False, sequence=4, gone=True)
    assert bookmarks.load("c") == {**FOUND, "seen": seen}
    assert bookmarks.load_all("c")["taken away"] == remembered("taken away", None)
    assert bookmarks.notice == ""


def test_a_file_of_format_2_is_copied_before_it_is_changed(
    second_format: Path, opened: Opened
) -> None:
    before = contents(second_format)
    opened().load("c")
    assert contents(second_format.with_name("bookmarks.db.v2.bak")) == before
    with closing(sqlite3.connect(second_format)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (4,)


def test_a_file_of_format_3_gets_checksums_after_it_is_copied(path: Path, opened: Opened) -> None:
    path.parent.mkdir(parents=True)
    names = ("guid:1\npage:lantern", "talks/lantern.md", "talks/other.md")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(FORMAT_3)
        connection.executemany(
            f"INSERT INTO bookmark VALUES ({', '.join('?' * 17)})",
            [(*row, "0123456789abcdef", *names) for row in ROWS_2],
        )
    before = contents(path)
    found = opened().load("c")
    assert found["must"] == FOUND["must"]._replace(
        keys=("guid:1", "page:lantern"),
        known_as="talks/lantern.md",
        ruled_out=("talks/other.md",),
    )
    assert found.keys() == {*FOUND, "seen"}
    assert contents(path.with_name("bookmarks.db.v3.bak")) == before
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM bookmark WHERE checksum").fetchone() == (6,)
    assert database_format().table is not None
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE bookmark SET title = 'Lamp' WHERE session = 'must'")
        connection.commit()
    bookmarks = opened()
    bookmarks.load("c")
    assert "damaged and in no backup" in bookmarks.notice


def _annotate(bookmarks: Bookmarks, conference: str, session: Session) -> Bookmark:
    return bookmarks.annotate(conference, session, "new")


@pytest.mark.parametrize("change", [Bookmarks.mark, _annotate])
def test_a_bookmark_without_keys_gets_them_when_it_is_next_written(
    change: Callable[[Bookmarks, str, Session], Bookmark], second_format: Path, opened: Opened
) -> None:
    bookmarks = opened()
    change(bookmarks, "c", Session("maybe", "A Lantern", keys=("guid:1", "page:lantern")))
    assert opened().load("c")["maybe"].keys == ("guid:1", "page:lantern")
    change(bookmarks, "c", Session("maybe", "A Lantern"))
    assert opened().load("c")["maybe"].keys == ("guid:1", "page:lantern"), "none is no news"


@pytest.fixture
def first_format(path: Path) -> Path:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(FORMAT_1)
        stamps = (WROTE.isoformat(), "0123456789abcdef")
        connection.executemany(
            f"INSERT INTO bookmark VALUES ({', '.join('?' * 11)})",
            [(*row, *stamps) for row in ROWS_1],
        )
    return path


def contents(path: Path) -> list[object]:
    with closing(sqlite3.connect(path)) as connection:
        settings = [
            connection.execute(f"PRAGMA {name}").fetchone()
            for name in ("application_id", "user_version")
        ]
        return [
            *settings,
            *connection.execute("SELECT * FROM device"),
            *connection.execute("SELECT * FROM bookmark ORDER BY conference, session"),
        ]


def test_a_file_of_format_1_is_read_completely(first_format: Path, opened: Opened) -> None:
    bookmarks = opened()
    assert bookmarks.load("c") == FOUND
    assert bookmarks.load("other") == {"must": remembered("must", Mark.MAYBE)}
    assert bookmarks.notice == ""
    assert bookmarks.load_all("c")["taken away"] == remembered("taken away", None)


def test_a_file_of_format_1_is_copied_before_it_is_changed(
    first_format: Path, opened: Opened
) -> None:
    before = contents(first_format)
    opened().load("c")
    assert contents(first_format.with_name("bookmarks.db.v1.bak")) == before
    with closing(sqlite3.connect(first_format)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (4,)
        assert connection.execute("SELECT * FROM device").fetchone() == ("0123456789abcdef",)
        devices = connection.execute("SELECT DISTINCT device FROM bookmark").fetchall()
        assert devices == [("0123456789abcdef",)]


def test_a_migrated_file_is_written_and_read_like_any_other(
    first_format: Path, opened: Opened, talk: Session
) -> None:
    bookmarks = opened()
    bookmarks.mark("c", talk, Mark.SKIP)
    bookmarks.unmark("c", "must")
    bookmarks.annotate("c", Session("maybe", "A Lantern"), "second row")
    found = opened().load("c")
    assert {id: (each.mark, each.note) for id, each in found.items()} == {
        "maybe": (Mark.MAYBE, "second row"),
        "bare": (Mark.MUST, ""),
        "taken away, noted": (None, "two\nlines"),
        talk.id: (Mark.SKIP, ""),
    }
    assert len(contents(first_format)) == len(ROWS_1) + 4


def test_fields_that_format_1_did_not_have_are_never_reported_as_changes(
    first_format: Path, opened: Opened
) -> None:
    from confui.schedule.models import EndSource
    from confui.schedule.plan.changes import describe_changes

    kept = opened().load("c")["must"]
    session = Session(
        "must",
        "A Lantern",
        start=kept.start,
        end=datetime(2017, 8, 15, 17, 45),
        end_source=EndSource.GIVEN,
        rooms=kept.rooms,
    )
    assert describe_changes(kept, session) == ()


def test_two_windows_that_open_format_1_at_once_both_read_it(
    first_format: Path, opened: Opened
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    windows = [opened() for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda window: window.load("c"), windows))
    assert answers == [FOUND] * 4
    assert [window.notice for window in windows] == [""] * 4


def test_a_newer_format_is_read_only_and_says_so(opened: Opened, talk: Session, path: Path) -> None:
    kept = opened().mark("c", talk)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ALTER TABLE bookmark ADD COLUMN mood TEXT NOT NULL DEFAULT 'keen'")
        connection.execute("PRAGMA user_version = 5")
    content = path.read_bytes()
    bookmarks = opened()
    assert bookmarks.load("c") == {talk.id: kept}
    assert bookmarks.notice == (
        "Bookmarks cannot be changed: the file is in format 5, and this confui knows 4. "
        f"Upgrade confui ({path})."
    )
    for change in (
        lambda: bookmarks.mark("c", talk, Mark.SKIP),
        lambda: bookmarks.unmark("c", talk.id),
        lambda: bookmarks.annotate("c", talk, "front row"),
        lambda: bookmarks.replace("c", [kept._replace(mark=None)]),
        lambda: merge_into(bookmarks, "c", [kept._replace(session="compass")]),
        lambda: bookmarks.revise("c", lambda _: {}),
    ):
        with pytest.raises(NotSavedError, match="the file is in format 5"):
            change()
    assert bookmarks.notice.startswith("Bookmarks cannot be changed: the file is in format 5")
    assert bookmarks.load("c") == {talk.id: kept}
    assert path.read_bytes() == content
    assert {each.name for each in path.parent.iterdir()} == {"bookmarks.db", "backups"}


@pytest.mark.parametrize(
    ("column", "value", "read"),
    [
        ("mark", "love", {"mark": Mark.MUST}),
        ("keys", b"7", {"keys": ()}),
        ("keys", "guid:\x1b[2J", {"keys": ("guid:\ufffd[2J",)}),
        ("known_as", b"7", {"known_as": ""}),
        ("ruled_out", b"\x00", {"ruled_out": ()}),
        ("sequence", -1, {"sequence": 0}),
        ("sequence", "x", {"sequence": 0}),
        ("inferred", "x", {"inferred": False}),
        ("starts", "2017-08-15T17:0x", {"start": None}),
        ("marked_at", "soon", {"marked_at": None}),
        ("title", "\x1b[2JLantern", {"title": "\ufffd[2JLantern"}),
    ],
)
def test_a_bad_value_costs_its_field_and_not_the_bookmark(
    column: str,
    value: object,
    read: dict[str, object],
    opened: Opened,
    talk: Session,
    path: Path,
) -> None:
    bookmarks = opened()
    bookmarks.mark("c", talk)
    kept = bookmarks.annotate("c", talk, "front row")
    bookmarks.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE bookmark SET {column} = ?", (value,))
        reseal(connection)
    assert opened().load("c") == {talk.id: Bookmark(**{**kept._asdict(), **read})}


def file_of(count: int, path: Path) -> Path:
    """Write a file of so many bookmarks, most of them of sessions that nobody knows any more."""
    with Bookmarks(path) as bookmarks:
        bookmarks.mark("c", Session("lantern", "Lantern"))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            f"""
            WITH RECURSIVE
                number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number LIMIT {count - 1})
            INSERT INTO bookmark SELECT CASE WHEN n % 100 THEN 'old ' || (n % 99) ELSE 'c' END,
                'talks/' || n, 'must', 'a note', 'Title', '2017-08-15T17:00:00', NULL, 'Loft',
                '2017-08-15T22:00:00+00:00', NULL, 0, 0, 0, 'another', '', '', '', 0 FROM number
            """
        )
        reseal(connection)
    return path


@pytest.fixture(scope="module")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return file_of(MANY, tmp_path_factory.mktemp("large") / "bookmarks.db")


MANY = short_or_long(20_000, 100_000)
GROWTH = 10
LINEAR = 4 * GROWTH
"""How many times the work `GROWTH` times as many may be; their square is 100 times as many."""


def opened_and_changed(path: Path) -> None:
    with Bookmarks(path) as bookmarks:
        bookmarks.mark("c", Session("compass", "Compass"))
        merge_into(bookmarks, "c", list(bookmarks.load("c").values()))
        assert bookmarks.notice == ""


def test_very_many_bookmarks_are_opened_and_changed_quickly(
    large_file: Path, tmp_path: Path
) -> None:
    with Bookmarks(large_file) as bookmarks:
        assert len(bookmarks.load("c")) == MANY // 100
    smaller = file_of(MANY // GROWTH, tmp_path / "bookmarks.db")
    cost = ratio(
        lambda: opened_and_changed(large_file), lambda: opened_and_changed(smaller), enough=LINEAR
    )
    assert cost < LINEAR
    with Bookmarks(large_file) as bookmarks:
        assert len(bookmarks.load("c")) == MANY // 100 + 1


def test_bookmarks_of_unknown_sessions_are_kept(large_file: Path) -> None:
    with Bookmarks(large_file) as bookmarks:
        bookmarks.unmark("c", "talks/100")
        bookmarks.unmark("c", "lantern")
        assert bookmarks.load("old 7")["talks/7"].note == "a note"
    with closing(sqlite3.connect(large_file)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM bookmark").fetchone()
    assert count >= MANY


def test_the_newest_format_is_written(opened: Opened, talk: Session, path: Path) -> None:
    opened().mark("c", talk)
    form = database_format()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (form.version,) == (4,)
