"""`confui import`: bookmarks from another computer, or from a friend."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from confui import cli
from tests.cli.conftest import Run, Write

NOTHING = "nothing changed"


@pytest.fixture
def elsewhere(run: Run, pynorth: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of another laptop's files, where two sessions are starred."""
    with monkeypatch.context() as other:
        other.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
        run("star", "small-maps", "-c", pynorth)
        run("star", "--maybe", "bees", "-c", pynorth)
        for format in ("json", "ics"):
            written = run("plan", "-c", pynorth, "--format", format).out
            (tmp_path / f"theirs.{format}").write_bytes(written.encode())
    return tmp_path


def starred(run: Run, conference: str) -> dict[str, str]:
    document = json.loads(run("list", "-c", conference, "--format", "json").out)
    return {each["id"]: each["grade"] for each in document["sessions"] if each["starred"]}


BOTH = {"talks/small-maps-for-big-forests.md": "must", "talks/bees-and-asyncio.md": "maybe"}


@pytest.mark.parametrize("format", ["json", "ics"])
def test_an_import_adds_marks_and_a_second_one_changes_nothing(
    run: Run, pynorth: str, elsewhere: Path, format: str
) -> None:
    file = str(elsewhere / f"theirs.{format}")
    first, second = (run("import", file, "-c", pynorth) for _ in range(2))
    assert (first.status, first.err) == (0, "")
    assert first.out == "0 in common, 2 only theirs, 0 only yours; 2 added\n"
    assert second.out == f"2 in common, 0 only theirs, 0 only yours; {NOTHING}\n"
    assert starred(run, pynorth) == BOTH


def test_an_import_is_exported_unchanged(run: Run, pynorth: str, elsewhere: Path) -> None:
    run("import", str(elsewhere / "theirs.json"), "-c", pynorth)
    for format in ("json", "ics"):
        written = run("plan", "-c", pynorth, "--format", format).out
        assert written.encode() == (elsewhere / f"theirs.{format}").read_bytes()


def test_the_newer_mark_wins_and_local_bookmarks_stay(
    run: Run, pynorth: str, elsewhere: Path
) -> None:
    run("star", "bees", "rivers", "-c", pynorth)
    file = elsewhere / "theirs.json"
    outcome = run("import", str(file), "-c", pynorth)
    assert outcome.out == "1 in common, 1 only theirs, 1 only yours; 1 added\n"
    document = json.loads(file.read_bytes())
    for row in document["bookmarks"]:
        row |= {"mark": "maybe", "note": "Go!", "marked_at": "2099-01-01", "noted_at": "2031-01-01"}
    file.write_text(json.dumps(document), encoding="utf-8")
    outcome = run("import", str(file), "-c", pynorth)
    assert outcome.out == (
        "2 in common, 0 only theirs, 1 only yours; 2 marks and 2 notes changed\n"
    )


def test_a_dry_run_prints_what_would_change_and_changes_nothing(
    run: Run, pynorth: str, elsewhere: Path, share: Path
) -> None:
    file = str(elsewhere / "theirs.json")
    outcome = run("import", file, "-c", pynorth, "--dry-run")
    assert outcome.out == "0 in common, 2 only theirs, 0 only yours; would add 2\n"
    assert not share.exists()
    run("import", file, "-c", pynorth)
    outcome = run("import", file, "-c", pynorth, "--dry-run")
    assert outcome.out.endswith("; would change nothing\n")


def test_an_import_does_not_restore_a_removed_star(run: Run, pynorth: str, elsewhere: Path) -> None:
    run("star", "bees", "-c", pynorth)
    run("unstar", "bees", "-c", pynorth)
    outcome = run("import", str(elsewhere / "theirs.json"), "-c", pynorth)
    assert outcome.out == "0 in common, 2 only theirs, 0 only yours; 1 added\n"
    assert "talks/bees-and-asyncio.md" not in starred(run, pynorth)


def test_bookmarks_of_another_conference_are_kept_for_that_one(
    run: Run, pynorth: str, elsewhere: Path
) -> None:
    outcome = run("import", str(elsewhere / "theirs.json"))
    assert outcome.lines == [
        "these bookmarks are for PyNorth 2031 (pynorth-2031), not DjangoCon US 2017; "
        "they are kept for that one",
        "0 in common, 2 only theirs, 0 only yours; 2 added",
    ]
    assert starred(run, pynorth) == BOTH


def test_a_session_with_another_id_here_is_matched(run: Run, pynorth: str, elsewhere: Path) -> None:
    file = elsewhere / "theirs.json"
    file.write_text(file.read_text("utf-8").replace("bees-and", "bees-or"), encoding="utf-8")
    assert run("import", str(file), "-c", pynorth).lines == [
        "0 in common, 2 only theirs, 0 only yours; 2 added"
    ]
    assert starred(run, pynorth) == BOTH


def test_bookmarks_of_unknown_sessions_are_kept_and_counted(
    run: Run, pynorth: str, elsewhere: Path
) -> None:
    file = elsewhere / "theirs.json"
    text = file.read_text("utf-8").replace("bees", "wasps").replace("Bees", "Wasps")
    file.write_text(text, encoding="utf-8")
    outcome = run("import", str(file), "-c", pynorth)
    assert outcome.lines[1] == "1 bookmark is for sessions that are not in this schedule"
    assert len(json.loads(run("plan", "-c", pynorth, "--format", "json").out)["bookmarks"]) == 2


def test_events_of_other_programs_are_counted(run: Run, pynorth: str, elsewhere: Path) -> None:
    file = elsewhere / "theirs.ics"
    foreign = "BEGIN:VEVENT\r\nUID:dentist\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\n"
    data = file.read_bytes().decode().replace("END:VCALENDAR", foreign + "END:VCALENDAR")
    file.write_bytes(data.encode())
    outcome = run("import", str(file), "-c", pynorth)
    assert outcome.lines[-1] == "ignored 1 event that confui did not write"


def test_the_first_few_unusable_rows_are_reported_one_by_one(
    run: Run, pynorth: str, elsewhere: Path
) -> None:
    file = elsewhere / "theirs.json"
    document = json.loads(file.read_bytes())
    document["bookmarks"] += [{"session": "\x1b[2J"}] * 7
    file.write_text(json.dumps(document), encoding="utf-8")
    outcome = run("import", str(file), "-c", pynorth)
    assert outcome.status == cli.PROBLEMS
    assert starred(run, pynorth) == BOTH
    assert outcome.err.splitlines() == [
        *(f"confui: skipped: bookmark {number} names no session" for number in range(3, 8)),
        "confui: skipped: 2 more",
    ]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "not JSON from line 1 on"),
        (b"# Notes\n", "`confui plan --format json` writes a file that can be imported"),
        (b'{"confui": "bookmarks", "format": 2}', "written by a newer confui"),
        (b"BEGIN:VCALENDAR\n\xff", "not text in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(
    run: Run, tmp_path: Path, share: Path, content: bytes, part: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    outcome = run("import", str(file))
    assert outcome.status == cli.WRONG_USE
    assert outcome.refusal.startswith(f"{file}: ")
    assert part in outcome.refusal
    assert not share.exists()


@pytest.mark.parametrize(
    ("name", "reason"), [("nowhere", "No such file or directory"), (".", "Is a directory")]
)
def test_a_path_that_is_no_file_is_refused(
    run: Run, tmp_path: Path, name: str, reason: str
) -> None:
    outcome = run("import", str(tmp_path / name))
    assert outcome.status == cli.WRONG_USE
    assert outcome.refusal == f"{tmp_path / name}: {reason}"


def test_the_output_of_list_is_not_a_bookmark_file(run: Run, pynorth: str, tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text(run("list", "-c", pynorth, "--format", "json").out, encoding="utf-8")
    assert "not a bookmark file" in run("import", str(file)).refusal


def test_an_import_that_cannot_be_saved_is_one_line_and_status_1(
    run: Run, pynorth: str, elsewhere: Path, share: Path
) -> None:
    share.write_text("a file in the place of the folder")
    outcome = run("import", str(elsewhere / "theirs.json"), "-c", pynorth)
    assert outcome.status == cli.PROBLEMS
    assert "The import was not saved: not a directory" in outcome.refusal


def test_a_file_may_come_through_a_pipe(pynorth: str, elsewhere: Path, share: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "confui", "import", "-", "-c", pynorth],
        input=(elsewhere / "theirs.ics").read_bytes(),
        env={**os.environ, "XDG_DATA_HOME": str(share)},
        capture_output=True,
        check=True,
    )
    assert process.stdout.decode() == "0 in common, 2 only theirs, 0 only yours; 2 added\n"


def test_a_hostile_note_acts_on_no_terminal(run: Run, write: Write, tmp_path: Path) -> None:
    folder = write({"snow.md": "---\ntitle: Snow\nroom: Aurora\ndate: 2031-05-17 10:00\n---\n"})
    row = {"session": "snow.md", "mark": "must", "note": "a\x1b[2Jb", "title": "\x9b2J"}
    document = {
        "confui": "bookmarks",
        "format": 1,
        "conference": {"id": "pywest-2030", "title": "\x1b]0;x\x07"},
        "bookmarks": [row, {**row, "session": "lost", "rooms": ["\x1b[2J"]}],
    }
    file = tmp_path / "theirs.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    commands = [
        *(
            ["import", str(file), "-c", folder],
            ["import", str(file)],
            ["show", "snow", "-c", folder],
        ),
        *(["plan", "-c", folder, "--format", format] for format in ("table", "json", "markdown")),
    ]
    for command in commands:
        outcome = run(*command)
        assert "\x1b" not in outcome.out + outcome.err
        assert "\x9b" not in outcome.out + outcome.err


def test_a_truncated_calendar_is_refused_and_one_without_bookmarks_is_reported(
    run: Run, pynorth: str, tmp_path: Path
) -> None:
    whole = tmp_path / "mine.ics"
    run("star", "small-maps", "-c", pynorth)
    whole.write_text(run("plan", "-c", pynorth, "--format", "ics").out)
    run("unstar", "small-maps", "-c", pynorth)
    part = tmp_path / "part.ics"
    part.write_text(whole.read_text().partition("END:VEVENT")[0])
    refused = run("import", str(part), "-c", pynorth)
    assert refused.status == cli.WRONG_USE
    assert "cut short" in refused.refusal
    bare = tmp_path / "bare.ics"
    bare.write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
    told = run("import", str(bare), "-c", pynorth)
    assert told.status == cli.PROBLEMS
    assert "no bookmarks in the file" in told.refusal
