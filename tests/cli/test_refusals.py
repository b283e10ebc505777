"""Errors are one line that says what to do, never a traceback."""

import os
import socket
from pathlib import Path

import pytest

from confui import cli
from tests.cli.conftest import Run, Write

GOOD = "---\ntitle: Good\nroom: Aurora\ndate: 2031-05-17 10:00\n---\n"
COMMANDS = [["{}"], ["list", "-c", "{}"], ["show", "x", "-c", "{}"], ["star", "x", "-c", "{}"]]
COMMANDS += [["unstar", "x", "-c", "{}"], ["check", "{}"], ["now", "-c", "{}"]]
COMMANDS += [["next", "-c", "{}"], ["plan", "-c", "{}"], ["import", "x", "-c", "{}"]]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_path_that_does_not_exist_is_refused_by_every_command(
    run: Run, tmp_path: Path, command: list[str]
) -> None:
    path = str(tmp_path / "nowhere")
    outcome = run(*(word.format(path) for word in command))
    assert outcome.status == cli.WRONG_USE
    assert (
        outcome.refusal
        == f"{path}: no such folder or file; give a folder of talk files or a schedule file"
    )


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_empty_folder_is_refused_by_every_command(
    run: Run, tmp_path: Path, command: list[str]
) -> None:
    outcome = run(*(word.format(tmp_path) for word in command))
    assert outcome.status == cli.WRONG_USE
    assert (
        outcome.refusal
        == f"{tmp_path}: an empty folder; give a folder of talk files or a schedule file"
    )


def test_a_folder_without_a_talk_file_is_refused_with_what_confui_looks_for(
    run: Run, write: Write
) -> None:
    outcome = run(write({"README.md": "# Hello\n"}))
    assert outcome.status == cli.WRONG_USE
    assert "no talk files; confui looks for *.md files whose front matter has" in outcome.refusal


def test_a_file_that_is_not_a_schedule_is_refused(run: Run, write: Write) -> None:
    path = write({"notes.txt": "Buy bread."}) + "/notes.txt"
    outcome = run(path)
    assert outcome.status == cli.WRONG_USE
    assert outcome.refusal.startswith(f"{path}: no conference that confui can read")


def test_a_named_pipe_instead_of_a_conference_does_not_hang(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert run("check", str(tmp_path / "pipe")).status == cli.WRONG_USE


@pytest.mark.parametrize("command", ["", "list", "check"])
@pytest.mark.parametrize("time", ["nonsense", "", "25:00", "2031-02-30T10:00", "tomorrow", "\x1b["])
def test_a_time_that_cannot_be_read_is_refused(run: Run, command: str, time: str) -> None:
    outcome = run(*command.split(), "--now", time)
    assert outcome.status == cli.WRONG_USE
    assert "is not a time; write 14:30 for today, or 2017-08-15T14:30" in outcome.refusal


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["list", "difficulty:hard"], "use beginner, intermediate, advanced, all, unset"),
        (["list", "difficulty:"], "difficulty: needs a value: beginner, intermediate"),
        (["list", "dificulty:all"], "did you mean “difficulty”?"),
        (["list", "--format", "xml"], "see confui list --help"),
        (["list", "--nonsense"], "unrecognized arguments: --nonsense"),
        (["show"], "the following arguments are required: ID; see confui show --help"),
        (["star"], "the following arguments are required: ID"),
        (["unstar"], "the following arguments are required: ID"),
        (["import"], "the following arguments are required: FILE"),
        (["plna"], "(did you mean the command `confui plan`?)"),
        (["lists", "--format", "json"], "(did you mean the command `confui list`?)"),
        (["one", "two"], "unrecognized arguments: two; see confui --help"),
        (["https://pywest.invalid"], "pywest.invalid: unknown host; check the URL"),
    ],
)
def test_wrong_use_says_what_to_write_instead(run: Run, arguments: list[str], part: str) -> None:
    outcome = run(*arguments)
    assert outcome.status == cli.WRONG_USE
    assert part in outcome.refusal


BROKEN: dict[str, tuple[str | bytes, int, str, str]] = {
    "latin-1": (b"---\ntitle: Caf\xe9\nroom: a\n---\n", 2, "not-utf8", "Save the file as UTF-8."),
    "unclosed": ("---\ntitle: Bad\n", 1, "unclosed-front-matter", "Put a line `---` after"),
    "tab": ("---\ntitle: Bad\ntags: x\n\ta: b\n---\n", 4, "tab-indent", "Indent with spaces."),
    "no-day": (GOOD.replace("2031-05-17", "2017-02-30"), 4, "bad-date", "Write it like"),
    "no-title": (GOOD.replace("title: Good\n", ""), 0, "no-title", "Write a `title`."),
    "level": (GOOD.replace("room:", "difficulty: 7\nroom:"), 3, "unknown-level", "Write All"),
    "list": (GOOD.replace("title: Good", "title: [a, b]"), 2, "not-text", "Write it as one text."),
    "large": (GOOD + "x" * 10_000_000, 0, "too-large", "Keep only text in it"),
}


def test_broken_files_do_not_cost_the_good_ones(run: Run, write: Write) -> None:
    folder = write(
        {f"{name}.md": content for name, (content, *_) in BROKEN.items()}
        | {f"good-{number}.md": GOOD.replace("Good", f"Good {number}") for number in range(9)}
    )
    os.mkfifo(Path(folder, "pipe.md"))
    Path(folder, "loop.md").symlink_to("loop.md")
    Path(folder, "circle").symlink_to(folder)
    outcome = run("check", folder)
    assert outcome.status == cli.PROBLEMS
    for name, (_, line, code, fix) in BROKEN.items():
        place = f"{name}.md:{line}: " if line else f"{name}.md: "
        (at,) = [n for n, text in enumerate(outcome.lines) if text.startswith(place)]
        assert outcome.lines[at].endswith(f"[{code}]")
        assert outcome.lines[at + 1].startswith(f"    fix: {fix}")
    assert "pipe.md: error: Not a regular file" in outcome.out
    assert "loop.md: error: Cannot be read: Too many levels of symbolic links" in outcome.out
    assert "circle" not in outcome.out
    assert outcome.lines[-1] == "Pywest 2030: 13 sessions, 8 errors, 4 warnings"
    listed = run("list", "-c", folder)
    assert listed.status == 0
    assert all(f"  Good {number}  " in listed.out for number in range(9))


def test_a_socket_among_talk_files_is_one_problem(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write({"good.md": GOOD})
    monkeypatch.chdir(folder)  # a socket's path has to be short
    with socket.socket(socket.AF_UNIX) as end:
        end.bind("talk.md")
        outcome = run("check", folder)
    assert outcome.status == cli.PROBLEMS
    assert outcome.lines[-1].endswith("1 session, 1 error")


def test_a_folder_of_only_broken_files_can_be_checked(run: Run, write: Write) -> None:
    outcome = run("check", write({"bad.md": "---\ntitle: Bad\n"}))
    assert outcome.status == cli.PROBLEMS
    assert outcome.lines[-1] == "Pywest 2030: 0 sessions, 1 error"


def test_a_list_of_only_broken_files_says_why_it_is_empty(run: Run, write: Write) -> None:
    outcome = run("list", "-c", write({"bad.md": "---\ntitle: Bad\n"}))
    assert outcome.status == cli.PROBLEMS
    assert outcome.refusal == (
        "the schedule has no sessions; bad.md: The front matter is not closed; "
        "put a line `---` after the last key."
    )


def test_an_interrupted_command_ends_quietly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(source: str, **_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("confui.library.library.open_conference", interrupt)
    outcome = run("list")
    assert (outcome.status, outcome.out, outcome.err) == (130, "", "")
