"""`confui backup list` and `restore`, and what commands say while bookmarks cannot be read."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from confui import cli
from tests.cli.conftest import Run


@pytest.fixture
def database(share: Path) -> Path:
    return share / "confui" / "bookmarks.db"


@pytest.fixture
def starred(run: Run, pynorth: str, database: Path) -> list[str]:
    """The ids of three sessions that are starred one after the other."""
    rows = run("list", "-c", pynorth, "--format", "tsv").lines[1:4]
    ids = [row.split("\t")[0] for row in rows]
    for id in ids:
        assert run("star", id, "-c", pynorth).status == cli.OK
    return ids


@pytest.fixture
def locked(starred: list[str], database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def test_each_saved_state_is_listed_with_its_stars_and_its_size(
    run: Run, starred: list[str], database: Path
) -> None:
    outcome = run("backup", "list")
    assert outcome.status == cli.OK
    assert [line.split("  ")[2] for line in outcome.lines[:3]] == ["3 stars", "2 stars", "1 star"]
    assert outcome.lines[3:] == [
        f"in {database.parent / 'backups'}",
        "go back to one with: confui backup restore NAME",
    ]


def test_other_programs_get_the_list_as_tsv(run: Run, starred: list[str], database: Path) -> None:
    heading, *rows = run("backup", "list", "--format", "tsv").lines
    assert heading == "name\tsaved\tstars\tbytes\tfile"
    name, saved, stars, size, file = rows[-1].split("\t")
    assert stars == "1"
    assert int(size) == Path(file).stat().st_size
    assert Path(file).name == f"bookmarks-{name}.db"
    assert saved.endswith("+00:00")


def test_without_a_backup_the_list_says_so(run: Run) -> None:
    outcome = run("backup", "list")
    assert outcome.status == cli.OK
    assert outcome.lines == [
        "there are no backups yet; the first one is made when you star a session"
    ]
    restore = run("backup", "restore")
    assert restore.status == cli.PROBLEMS
    assert restore.refusal.startswith("there are no backups in ")


def test_a_damaged_file_is_restored_by_the_command_that_the_notice_names(
    run: Run, starred: list[str], pynorth: str, database: Path
) -> None:
    database.write_bytes(b"junk")
    outcome = run("plan", "-c", pynorth)
    assert outcome.status == cli.PROBLEMS
    assert outcome.out.count("★") == 3
    assert "Repair: confui backup restore" in outcome.err

    restored = run("backup", "restore")
    assert restored.status == cli.OK
    assert restored.lines[0].startswith("restored 3 stars as of ")
    assert restored.lines[1].startswith("the damaged file is kept: ")
    again = run("plan", "-c", pynorth)
    assert (again.status, again.err) == (cli.OK, "")


def test_a_restore_is_undone_by_the_command_that_it_prints(
    run: Run, starred: list[str], pynorth: str
) -> None:
    assert "nothing was restored" in run("backup", "restore").out
    first = run("backup", "list").lines[2].split()[0]
    restored = run("backup", "restore", first)
    assert restored.status == cli.OK
    assert run("plan", "-c", pynorth).out.count("★") == 1
    _, _, undo = restored.lines[1].partition("undo it with: confui ")
    assert run(*undo.split()).status == cli.OK
    assert run("plan", "-c", pynorth).out.count("★") == 3


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("restore", "nonsense"), "no backup has “nonsense” in the name"),
        (("list", "nonsense"), "a NAME is for `confui backup restore NAME`"),
        (("restore", "--format", "tsv"), "--format is for `confui backup list`"),
        ((), "required: action"),
        (("delete",), "invalid choice: 'delete'"),
    ],
)
def test_wrong_use_is_refused(
    run: Run, starred: list[str], arguments: tuple[str, ...], part: str
) -> None:
    outcome = run("backup", *arguments)
    assert outcome.status in (cli.PROBLEMS, cli.WRONG_USE)
    assert part in outcome.refusal


ASKING = [
    ["plan"],
    *(["plan", "--format", format] for format in ("json", "markdown", "ics")),
    *(["list", query] for query in ("is:starred", "is:fits", "has:note", "is:must,maybe")),
    ["list", "--", "-is:starred"],
]


@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize("command", ASKING, ids=" ".join)
def test_while_the_file_is_locked_no_command_says_that_nothing_is_starred(
    command: list[str], run: Run, pynorth: str, database: Path
) -> None:
    name, *arguments = command
    outcome = run(name, "-c", pynorth, *arguments)
    assert outcome.status == cli.PROBLEMS
    assert outcome.refusal == (
        f"Bookmarks cannot be read: another program has it locked ({database})."
    )


@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize("command", ["now", "next", "list"])
def test_while_the_file_is_locked_the_schedule_is_still_shown_with_a_warning(
    command: str, run: Run, pynorth: str
) -> None:
    outcome = run(command, "-c", pynorth, "--now", "2031-05-18T09:45")
    assert outcome.status == cli.PROBLEMS
    assert outcome.out
    assert outcome.err.startswith("confui: Bookmarks cannot be read: ")
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.usefixtures("locked")
def test_while_the_file_is_locked_other_programs_are_not_told_that_nothing_is_starred(
    run: Run, pynorth: str
) -> None:
    sessions = json.loads(run("list", "-c", pynorth, "--json").out)["sessions"]
    assert {session["starred"] for session in sessions} == {None}
    names, *rows = (
        line.split("\t") for line in run("list", "-c", pynorth, "--format", "tsv").lines
    )
    assert {row[names.index("starred")] for row in rows} == {""}


@pytest.mark.usefixtures("starred")
@pytest.mark.parametrize("command", ASKING, ids=" ".join)
def test_a_damaged_file_without_backups_is_not_an_empty_plan(
    command: list[str], run: Run, pynorth: str, database: Path
) -> None:
    for backup in (database.parent / "backups").iterdir():
        backup.unlink()
    database.write_bytes(b"junk")
    name, *arguments = command
    outcome = run(name, "-c", pynorth, *arguments)
    assert outcome.status == cli.PROBLEMS
    assert outcome.refusal.startswith("Bookmark file damaged, and no backup is sound")


@pytest.mark.usefixtures("locked")
def test_an_import_into_a_locked_file_does_not_count_what_would_change(
    run: Run, pynorth: str, tmp_path: Path
) -> None:
    file = tmp_path / "mine.json"
    file.write_text(
        '{"confui": "bookmarks", "format": 1, "conference": {"id": "x"}, "bookmarks": []}'
    )
    outcome = run("import", str(file), "-c", pynorth, "--dry-run")
    assert outcome.status == cli.PROBLEMS
    assert "Bookmarks cannot be read" in outcome.err
