"""P11: an upgrade migrates the bookmarks after a copy; a downgrade reads and does not write them.

Each released format is in `tests/userdata/test_formats.py`; here, that none is forgotten there, and
what a newer format means for the commands.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import tests.userdata.test_formats
from confui.userdata.bookmark_table import MIGRATIONS
from tests.torture.sinks import run

TESTED = {
    int(number)
    for name in vars(tests.userdata.test_formats)
    for number in re.findall(r"^FORMAT_(\d+)$", name)
}


def test_there_is_a_file_of_every_released_format() -> None:
    assert set(range(1, len(MIGRATIONS))) <= TESTED


def test_after_a_downgrade_stars_are_shown_and_new_ones_refused(attendee: Path) -> None:
    assert run("star", "django-vs-flask")[0] == 0
    (path,) = attendee.rglob("bookmarks.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=99")
    before = path.read_bytes()
    status, output, errors = run("plan", "--now", "2017-08-01")
    assert status == 1
    assert "Django vs Flask" in output
    assert "99" in errors
    status, output, errors = run("star", "end-to-end")
    assert status == 1
    assert "format 99" in errors
    assert path.read_bytes() == before
