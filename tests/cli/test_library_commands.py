import hashlib
import json
import os
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from confui.sources.codec import from_json, to_json
from tests.cli.conftest import Run
from tests.snow import schedule


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "schedule.json"
    path.write_text(schedule("Flakes", "Ice"))
    return path


@pytest.fixture
def snow(run: Run, file: Path) -> Path:
    """The file of a conference that is in the library."""
    assert run("add", str(file)).status == 0
    return file


def test_add_prints_what_was_added_and_how_to_open_it(run: Run, file: Path) -> None:
    done = run("add", str(file))
    assert done.lines == [
        "added Snow 2031: 2 sessions, 17 May 2031",
        "open it with: confui snow-2031",
    ]
    assert (done.status, done.err) == (0, "")


def test_add_says_how_to_list_problems(run: Run, file: Path) -> None:
    file.write_text(schedule("Flakes", "Ice").replace("T11:00", "T99:00"))
    assert "1 problem; list them with: confui check snow-2031" in run("add", str(file)).out


def test_adding_again_is_a_refresh(run: Run, snow: Path) -> None:
    snow.write_text(schedule("Flakes", "Ice", "Rain"))
    done = run("add", str(snow))
    assert done.lines[0] == "snow-2031 is already in your library"
    assert done.lines[1].startswith("Snow 2031 (snow-2031): 1 added")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["nowhere"], "nowhere: no such folder or file"),
        (["ftp://snow.example.org/x"], "https"),
        (["https://"], "is not a URL"),
        ([""], "Give a URL"),
    ],
)
def test_what_cannot_be_added_is_refused_in_one_line(
    run: Run, arguments: list[str], reason: str
) -> None:
    done = run("add", *arguments)
    assert done.status == 2
    assert reason in done.refusal


def test_a_name_that_is_taken_is_refused(run: Run, snow: Path, pynorth: str) -> None:
    done = run("add", pynorth, "--name", "snow-2031")
    assert (done.status, done.out) == (1, "")
    assert done.err == "confui: snow-2031 is in your library already\n"


def test_every_command_takes_a_name_of_the_library(run: Run, snow: Path) -> None:
    assert "Flakes" in run("list", "-c", "snow-2031").out
    assert run("star", "flakes", "-c", "snow-2031").status == 0
    assert "Flakes" in run("plan", "-c", "snow-2031").out
    assert "Ice" in run("show", "ice", "-c", "snow-2031").out
    assert "Snow 2031: 2 sessions" in run("check", "snow-2031").out


def test_without_a_name_commands_use_what_is_on_or_comes_next(run: Run, snow: Path) -> None:
    assert "Flakes" in run("list", "--now", "2031-05-01T10:00").out
    assert "Flakes" in run("now", "--now", "2031-05-17T10:10").out


def test_conferences_lists_the_library(run: Run, snow: Path, pynorth: str) -> None:
    run("add", pynorth)
    done = run("conferences", "--now", "2031-05-10T10:00")
    assert [line.split()[0] for line in done.lines] == ["▶", "snow-2031"]
    assert done.lines[1].split("  ")[1:] != []
    assert "just now" in done.lines[1]


def test_an_empty_library_says_how_to_fill_it(run: Run) -> None:
    for command in ("conferences", "refresh"):
        done = run(command)
        assert (done.status, done.err) == (0, "")
        assert done.out == "your library is empty; add a conference with: confui add CONFERENCE\n"


def test_other_programs_read_the_library_as_json_and_tsv(run: Run, snow: Path) -> None:
    (conference,) = json.loads(run("conferences", "--format", "json").out)
    assert conference["name"] == conference["id"] == "snow-2031"
    assert conference["source"] == str(snow)
    assert conference["first_day"] == conference["last_day"] == "2031-05-17"
    head, row = run("conferences", "--format", "tsv").lines
    assert dict(zip(head.split("\t"), row.split("\t"), strict=True))["title"] == "Snow 2031"


def test_an_empty_library_is_an_empty_list_for_other_programs(run: Run) -> None:
    assert json.loads(run("conferences", "--format", "json").out) == []
    assert len(run("conferences", "--format", "tsv").lines) == 1


def test_refresh_prints_what_changed_with_bookmarked_sessions_first(run: Run, snow: Path) -> None:
    run("star", "ice", "-c", "snow-2031")
    snow.write_text(schedule("Hail", "Flakes", "Ice"))
    done = run("refresh")
    assert done.lines[0].startswith("Snow 2031 (snow-2031): 1 added, 2 moved")
    assert done.lines[1].strip().startswith("★")
    assert "Ice" in done.lines[1]
    assert run("refresh", "snow-2031").lines == ["Snow 2031 (snow-2031): nothing changed"]


def test_refresh_says_which_bookmarks_need_a_decision(run: Run, snow: Path) -> None:
    run("star", "ice", "-c", "snow-2031")
    twice = schedule("Flakes", "Ice", "Ice").replace('"guid": "ice"', '"guid": "new"')
    snow.write_text(twice)
    asked = "  1 bookmark no longer matches a session; press m in the app to resolve"
    assert run("refresh").lines[-1] == asked


def test_a_failed_refresh_does_not_stop_the_others(run: Run, snow: Path, pynorth: str) -> None:
    run("add", pynorth)
    snow.unlink()
    done = run("refresh")
    assert done.status == 1
    assert "nothing changed" in done.out
    assert done.err.startswith("confui: snow-2031: ")
    assert "the copy stays, last checked just now" in done.err
    assert "Flakes" in run("list", "-c", "snow-2031").out


@pytest.mark.parametrize("name", ["snow-2013", "SONW-2031"])
def test_an_unknown_name_gets_a_similar_one_suggested(run: Run, snow: Path, name: str) -> None:
    assert run("list", "-c", name).refusal.endswith("did you mean snow-2031?")


@pytest.mark.parametrize("command", ["refresh", "remove"])
def test_a_name_that_the_library_does_not_have_is_refused(run: Run, command: str) -> None:
    done = run(command, "snow")
    assert done.status == 2
    assert done.refusal == "snow: not in your library; `confui conferences` lists what is"


def test_remove_keeps_the_bookmarks_and_says_how_to_add_it_again(run: Run, snow: Path) -> None:
    run("star", "ice", "-c", "snow-2031")
    done = run("remove", "snow-2031")
    assert done.lines == [
        "removed Snow 2031; its bookmarks are kept",
        f"add it again with: confui add {snow}",
    ]
    run("add", str(snow))
    assert "Ice" in run("plan", "-c", "snow-2031").out


def test_a_damaged_entry_is_reported_and_the_others_are_listed(
    run: Run, snow: Path, share: Path
) -> None:
    broken = share / "confui" / "conferences" / "ice"
    broken.mkdir()
    (broken / "about.json").write_text("{")
    done = run("conferences")
    assert done.status == 1
    assert "snow-2031" in done.out
    assert "damaged" in done.err


def test_a_damaged_entry_can_be_removed_and_added_again(run: Run, snow: Path, share: Path) -> None:
    (share / "confui" / "conferences" / "snow-2031" / "about.json").write_text("{")
    assert "first run: confui remove snow-2031" in run("conferences").err
    assert run("remove", "snow-2031").lines == ["removed snow-2031; its bookmarks are kept"]
    assert run("add", str(snow)).lines[1] == "open it with: confui snow-2031"


def test_a_conference_cannot_have_the_name_of_a_command(run: Run, file: Path) -> None:
    done = run("add", str(file), "--name", "list")
    assert done.refusal == "'list' is a command; choose another name"


def test_the_latest_of_the_library_opens_where_all_are_over(run: Run, snow: Path) -> None:
    assert "Flakes" in run("list", "--now", "2032-01-01T10:00").out


def test_a_plan_says_that_a_bookmark_has_lost_its_session(run: Run, snow: Path) -> None:
    run("star", "ice", "-c", "snow-2031")
    snow.write_text(schedule("Flakes", "Ice", "Ice").replace('"guid": "ice"', '"guid": "new"'))
    run("refresh")
    assert "1 bookmark no longer matches a session" in run("plan", "-c", "snow-2031").err


def test_check_of_a_library_conference_names_no_private_path(run: Run, snow: Path) -> None:
    snow.write_text(schedule("Flakes", "Ice").replace("T11:00", "T99:00"))
    run("refresh")
    assert "share" not in run("check", "snow-2031").out


TITLES = ("Flakes", "Ice", "Rain", "Hail", "Sleet", "Fog")


@pytest.fixture
def six(run: Run, file: Path) -> Path:
    """The file of a conference with six sessions that is in the library."""
    file.write_text(schedule(*TITLES))
    assert run("add", str(file)).status == 0
    return file


@pytest.mark.parametrize("command", ["refresh", "refresh snow-2031", "add {}"])
def test_a_refresh_that_loses_most_sessions_says_so_and_needs_a_yes(
    run: Run, six: Path, command: str
) -> None:
    words = command.format(six).split()
    six.write_text(schedule("Flakes"))
    done = run(*words)
    assert (done.status, done.out) == (1, "")
    assert done.refusal == (
        "snow-2031: the new version of Snow 2031 loses 5 of 6 sessions; nothing was changed; "
        "to take it anyway, repeat the command with --yes"
    )
    assert "Fog" in run("list", "-c", "snow-2031").out
    done = run(*words, "--yes")
    assert done.status == 0
    assert "5 cancelled" in done.out
    assert "Fog" not in run("list", "-c", "snow-2031").out


def test_a_refresh_can_be_undone_and_the_bookmarks_follow(run: Run, six: Path) -> None:
    run("star", "fog", "-c", "snow-2031")
    six.write_text(schedule("Flakes"))
    run("refresh", "--yes")
    assert "cancelled" in run("plan", "-c", "snow-2031").out
    done = run("refresh", "--undo", "snow-2031")
    assert done.lines[0] == "Snow 2031 (snow-2031): 5 added"
    assert done.lines[1].startswith("  ★ added Sat 17")
    assert "Fog" in run("list", "-c", "snow-2031").out
    assert "cancelled" not in run("plan", "-c", "snow-2031").out


def test_only_a_refresh_that_changed_something_can_be_undone(
    run: Run, six: Path, pynorth: str
) -> None:
    assert run("refresh", "--undo").refusal == "name the conference: confui refresh --undo NAME"
    run("refresh")
    done = run("refresh", "--undo", "snow-2031")
    assert (done.status, done.refusal) == (1, "snow-2031: no earlier version of Snow 2031 is kept")
    run("add", pynorth)
    assert "bring back the files" in run("refresh", "--undo", "pynorth-2031").refusal


def test_a_damaged_copy_is_called_damaged_and_not_recent(run: Run, snow: Path, share: Path) -> None:
    copy = share / "confui" / "conferences" / "snow-2031" / "schedule"
    copy.write_text(copy.read_text().replace("Flakes", "Flukes"))
    assert run("conferences").lines[0].endswith("damaged")
    assert "is damaged or gone; to restore it: confui refresh snow-2031" in (
        run("list", "-c", "snow-2031").refusal
    )
    assert run("refresh").status == 0
    assert run("conferences").lines[0].endswith("just now")


NOW = "2031-05-17T10:10"
COMMANDS = (
    *("list", "list --format json", "list --format ics", "show flakes", "now", "next", "plan"),
    *(
        "plan --format ics",
        "star flakes",
        "check snow-2031",
        "conferences",
        "refresh",
        "",
        "remove",
    ),
)
BROKEN = {
    "an unknown zone": {"zone": "Mars/Olympus"},
    "an offset that overflows": {"checked_at": "0001-01-01T00:00:00+14:00"},
    "the last moment": {"checked_at": "9999-12-31T23:59:59.999999-14:00"},
    "the last day": {"first": "9999-12-31", "last": "9999-12-31"},
    "the first day": {"first": "0001-01-01", "last": "0001-01-01"},
    "another type": {"first": {}, "zone": [], "checked_at": 1e308, "title": None},
}


@pytest.mark.parametrize("fields", BROKEN.values(), ids=BROKEN)
def test_a_broken_entry_never_touches_the_others_and_can_be_removed(
    run: Run, snow: Path, share: Path, fields: dict[str, object]
) -> None:
    run("add", str(snow), "--name", "ice")
    about = share / "confui" / "conferences" / "ice" / "about.json"
    about.write_text(json.dumps({**json.loads(about.read_bytes()), **fields}))
    for command in COMMANDS:
        words = command.split()
        if words and words[0] not in ("check", "conferences", "refresh", "remove"):
            words += ["-c", "snow-2031"]
        elif words == ["remove"]:
            words += ["ice"]
        done = run(*words, *([] if words[0:1] in (["remove"], ["check"]) else ["--now", NOW]))
        assert done.status in (0, 1), (words, done)
        if command in ("conferences", "refresh"):
            assert "snow-2031" in done.out
    assert run("conferences").err == ""
    assert "Flakes" in run("list").out


@pytest.mark.parametrize("field", ["zone", "start", "offset"])
def test_a_folder_copy_with_values_at_the_edge_is_not_used(
    run: Run, share: Path, tmp_path: Path, pynorth: str, field: str
) -> None:
    folder = Path(shutil.copytree(pynorth, tmp_path / "talks"))
    run("add", str(folder), "--name", "talks")
    kept = share / "confui" / "conferences" / "talks"
    conference = from_json((kept / "schedule").read_text())
    session = conference.sessions[0]
    if field == "zone":
        conference = conference._replace(timezone="Mars/Olympus")
    elif field == "start":
        edge = session._replace(start=datetime.max, end=datetime.max, day=date.max)
        conference = conference._replace(sessions=(edge,))
    else:
        conference = conference._replace(sessions=(session._replace(utc_offset=10**9),))
    copy = to_json(conference).encode()
    (kept / "schedule").write_bytes(copy)
    about = json.loads((kept / "about.json").read_bytes())
    digest = hashlib.sha256(copy).hexdigest()
    (kept / "about.json").write_text(json.dumps({**about, "digest": digest}))
    shutil.rmtree(folder)
    for command in ("list", "plan", "now", "check", "list --format ics"):
        words = command.split()
        done = run(*words, *(["talks"] if command == "check" else ["-c", "talks"]))
        assert done.status == 2
        assert "no such folder" in done.refusal


def test_a_broken_entry_is_named_when_it_is_asked_for(run: Run, snow: Path, share: Path) -> None:
    about = share / "confui" / "conferences" / "snow-2031" / "about.json"
    about.write_text(json.dumps({**json.loads(about.read_bytes()), "zone": "Mars/Olympus"}))
    for words in (["list", "-c", "snow-2031"], ["snow-2031"]):
        done = run(*words)
        assert "this computer does not know its time zone, Mars/Olympus" in done.refusal
        assert done.refusal.endswith("first run: confui remove snow-2031")
    assert "Mars/Olympus" in run("refresh", "snow-2031").err


@pytest.mark.parametrize("place", ["last", "conferences/snow-2031/about.json"])
def test_a_pipe_in_the_place_of_a_file_does_not_hang(
    run: Run, snow: Path, share: Path, place: str
) -> None:
    path = share / "confui" / place
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    assert run("list").status == 0
    assert run("conferences").status in (0, 1)


def test_bookmarks_are_not_imported_from_a_pipe_by_name(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert run("import", str(tmp_path / "pipe")).refusal.endswith(
        "Not a regular file; to read from a pipe, write - for standard input"
    )


@pytest.fixture
def translated(tmp_path: Path) -> Path:
    """A folder with a talk in English and French."""
    folder = tmp_path / "ice-2031"
    folder.mkdir()
    for language, title in (("en", "Snow"), ("fr", "Neige")):
        head = f"---\ntitle: {title}\ndate: 2031-05-17 10:00\nroom: Cedar\n---\n"
        (folder / f"snow.{language}.md").write_text(head)
    return folder


def test_the_title_and_language_given_to_add_are_kept(run: Run, translated: Path) -> None:
    done = run("add", str(translated), "--title", "Ice and Snow", "--language", "fr")
    assert done.lines[0] == "added Ice and Snow: 1 session, 17 May 2031"
    assert "Neige" in run("list", "-c", "ice-2031").out
    assert run("refresh", "ice-2031").lines == ["Ice and Snow (ice-2031): nothing changed"]


@pytest.mark.parametrize("command", [["list", "-c"], ["now", "--now", "2031-05-17T10:00", "-c"]])
def test_a_command_reads_the_language_that_it_is_given(
    run: Run, translated: Path, command: list[str]
) -> None:
    source = str(translated)
    for language, title in (("fr", "Neige"), ("en", "Snow"), ("fr", "Neige")):
        assert title in run(*command, source, "--language", language).out


def test_a_conference_may_be_named_by_the_only_beginning_whatever_the_case(
    run: Run, snow: Path
) -> None:
    for name in ("snow", "Snow", "SNOW-2031"):
        assert "Flakes" in run("list", "-c", name).out
        assert "Flakes" in run(name, "--now", "2031-05-17T10:00").out
    run("add", str(snow), "--name", "snow-2030")
    assert "did you mean" in run("list", "-c", "snow").refusal
    assert "Flakes" in run("list", "-c", "snow-2030").out
