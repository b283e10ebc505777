"""The commands that change nothing: open without a terminal, list, show, check, and the help."""

import io
import json
import re
import sys
from pathlib import Path

import pytest

from confui import __version__, cli
from confui.paths import remembered_file
from confui.userdata.remembered import Remembered
from tests.cli.conftest import Run, Write
from tests.snow import schedule

TALK = "---\ntitle: Snow\nroom: Aurora\ndate: 2031-05-17 10:00\n---\n"


def test_the_version_is_one_line(run: Run) -> None:
    assert run("--version").out == f"confui {__version__}\n"


def test_the_help_names_every_command_and_shows_examples(run: Run) -> None:
    outcome = run("--help")
    assert outcome.status == 0
    assert "examples:" in outcome.out
    for command in filter(None, cli.COMMANDS):
        assert f"  confui {command} " in outcome.out


@pytest.mark.parametrize("command", [*cli.COMMANDS])
def test_every_command_has_help_and_the_option_now(run: Run, command: str) -> None:
    outcome = run(*command.split(), "--help")
    assert outcome.status == 0
    assert outcome.out.startswith(f"usage: confui {command}".strip())
    assert "--now TIME" in outcome.out


def test_without_a_terminal_the_first_day_is_printed(run: Run, pynorth: str) -> None:
    outcome = run(pynorth, "--now", "2017-01-01T09:00")
    assert outcome.status == 0
    assert outcome.lines[:2] == ["PyNorth 2031", "Saturday, 17 May 2031"]
    assert "Sunday, 18 May 2031" not in outcome.out


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2031-05-17T09:00", "Saturday, 17 May 2031"),
        ("2031-05-18T09:00", "Sunday, 18 May 2031"),
        ("2031-05-18 02:00", "Saturday, 17 May 2031"),
        ("2031-05-18T09:00+09:00", "Sunday, 18 May 2031"),
    ],
)
def test_during_the_conference_the_present_day_is_printed(
    run: Run, pynorth: str, now: str, day: str
) -> None:
    assert run(pynorth, "--now", now).lines[1] == day


def test_the_day_leaves_out_hidden_sessions(run: Run, pynorth: str) -> None:
    assert "Withdrawn" not in run(pynorth, "--now", "2031-05-18T09:00").out


def test_a_conference_without_any_time_is_printed_too(run: Run, write: Write) -> None:
    folder = write({"snow.md": "---\ntitle: Snow\nroom: Aurora\n---\n"})
    assert run(folder).lines[1] == "Unscheduled"
    assert "Snow" in run(folder).lines[2]


def test_without_a_conference_the_one_that_ships_opens(run: Run) -> None:
    assert run().lines[0] == "DjangoCon US 2017"


@pytest.mark.parametrize("name", ["djangocon-us-2017", ""])
def test_the_shipped_conference_has_a_name(run: Run, name: str) -> None:
    assert run("list", "-c", name).out == run("list").out


def test_a_folder_comes_before_the_shipped_conference_of_the_same_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "djangocon-us-2017").mkdir()
    (tmp_path / "djangocon-us-2017" / "snow.md").write_text(TALK)
    assert "Snow" in run("djangocon-us-2017").out


def test_list_prints_every_visible_session_by_day(run: Run, pynorth: str) -> None:
    outcome = run("list", "-c", pynorth)
    assert outcome.status == 0
    assert sum(line.endswith(".md") for line in outcome.lines) == 16
    assert [line for line in outcome.lines if line and not line.endswith(".md")] == [
        "Saturday, 17 May 2031",
        "Sunday, 18 May 2031",
        "Unscheduled",
    ]


def test_list_prints_hidden_sessions_with_an_option(run: Run, pynorth: str) -> None:
    assert "Withdrawn" not in run("list", "-c", pynorth).out
    assert "Withdrawn" in run("list", "-c", pynorth, "--hidden").out


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ([], 16),
        (["difficulty:beginner"], 2),
        (["level:Beginner"], 2),
        (["difficulty:beginner,advanced"], 3),
        (["difficulty:beginner", "difficulty:all"], 0),
        (["--", "-difficulty:unset"], 7),
        (["room:Aurora Hall", "difficulty:advanced"], 1),
        (["rivers"], 1),
        (["day:sunday", "kind:lightning"], 1),
        (["difficulty:all,unset"], 11),
        (["difficulty:unset"], 9),
    ],
)
def test_list_prints_what_a_query_matches(
    run: Run, pynorth: str, query: list[str], count: int
) -> None:
    outcome = run("list", "-c", pynorth, "--format", "json", *query)
    assert len(json.loads(outcome.out)["sessions"]) == count
    assert outcome.status == (0 if count else 1)


@pytest.mark.parametrize(
    ("options", "order"),
    [
        ([], ["Bees and Rust", "Bees", "Rust", "Late Bees"]),
        (["--sort", "match"], ["Bees and Rust", "Bees", "Late Bees", "Rust"]),
    ],
)
def test_list_is_in_the_order_of_time_or_of_matches(
    run: Run, write: Write, options: list[str], order: list[str]
) -> None:
    talks = {"Rust": "10:00", "Bees": "10:00", "Bees and Rust": "09:00", "Late Bees": "12:00"}
    folder = write(
        {
            f"{number}.md": f"---\ntitle: {title}\ndate: 2031-05-17 {start}\n---\nAbout bees.\n"
            for number, (title, start) in enumerate(talks.items())
        }
    )
    outcome = run("list", "bees", "-c", str(folder), "--format", "json", *options)
    assert [session["title"] for session in json.loads(outcome.out)["sessions"]] == order


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Save two filters, and return the file."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    file = remembered_file()
    Remembered(file).change_filters({"easy": "difficulty:beginner", "my talks": "kind:talk"})
    return file


@pytest.mark.parametrize(
    ("query", "count"),
    [(["@easy"], 2), (["@EASY", "amina"], 1), (["@my talks"], 6), (["--", "-@my talks"], 10)],
)
def test_list_knows_saved_filters(
    run: Run, pynorth: str, saved: Path, query: list[str], count: int
) -> None:
    outcome = run("list", "-c", pynorth, "--format", "json", *query)
    assert len(json.loads(outcome.out)["sessions"]) == count
    assert outcome.err == ""


def test_list_says_which_filters_are_saved(run: Run, pynorth: str, saved: Path) -> None:
    outcome = run("list", "@zzz", "-c", pynorth)
    assert (outcome.status, outcome.out) == (2, "")
    assert "no filter is saved as “zzz”; saved: @easy, @my talks" in outcome.err
    assert "did you mean “easy”?" in run("list", "@esay", "-c", pynorth).err


def test_list_says_that_the_saved_filters_are_damaged(run: Run, pynorth: str, saved: Path) -> None:
    saved.write_text("{")
    outcome = run("list", "@easy", "-c", pynorth)
    assert outcome.status == 2
    assert "was damaged" in outcome.err
    assert "none is saved yet" in outcome.err


def test_list_reports_a_mistake_and_filters_by_the_rest(run: Run, pynorth: str) -> None:
    outcome = run("list", "rivers", "dificulty:all", "-c", pynorth)
    assert "Rivers, Roots and Readable Code" in outcome.out
    assert "did you mean “difficulty”?" in outcome.err
    assert outcome.status == 0


def test_list_can_filter_by_stars_and_by_time(run: Run, pynorth: str) -> None:
    run("star", "rivers", "-c", pynorth)
    assert "Rivers" in run("list", "is:starred", "-c", pynorth).out
    assert run("list", "is:now", "-c", pynorth, "--now", "2031-05-17T09:30").status == 0
    assert run("list", "is:now", "-c", pynorth, "--now", "2035-05-17T09:30").status == 1


def test_a_list_without_matches_is_reported_on_standard_error(run: Run, write: Write) -> None:
    folder = write({"snow.md": TALK})
    outcome = run("list", "difficulty:advanced", "-c", folder)
    assert outcome.status == 1
    assert outcome.err.endswith("no session matches difficulty:advanced\n")
    assert not json.loads(run("list", "level:all", "-c", folder, "--format", "json").out)[
        "sessions"
    ]


@pytest.mark.parametrize(("format", "lines"), [("table", 0), ("tsv", 1), ("markdown", 0)])
def test_a_list_without_matches_is_empty_except_for_column_names(
    run: Run, write: Write, format: str, lines: int
) -> None:
    outcome = run("list", "level:all", "-c", write({"snow.md": TALK}), "--format", format)
    assert (outcome.status, len(outcome.lines)) == (1, lines)
    assert outcome.err.endswith("no session matches level:all\n")


def test_tsv_is_a_row_for_each_session_under_the_column_names(run: Run, pynorth: str) -> None:
    run("star", "small-maps", "-c", pynorth)
    outcome = run("list", "-c", pynorth, "--format", "tsv")
    names, *rows = [line.split("\t") for line in outcome.lines]
    assert (outcome.status, len(rows)) == (0, 16)
    assert [row[1] for row in rows if row[names.index("starred")] == "true"] == [
        "Small Maps for Big Forests"
    ]


def test_markdown_begins_with_the_title_of_the_conference(run: Run, pynorth: str) -> None:
    run("star", "small-maps", "-c", pynorth)
    outcome = run("list", "is:starred", "-c", pynorth, "--format", "markdown")
    assert outcome.status == 0
    assert outcome.lines[:6:2] == [
        "# PyNorth 2031",
        "## Saturday, 17 May 2031",
        "### Small Maps for Big Forests ★",
    ]


def test_json_has_the_conference_its_sessions_and_problems(run: Run, write: Write) -> None:
    folder = write({"snow.md": TALK, "bad.md": "---\n"})
    document = json.loads(run("list", "-c", folder, "--format", "json").out)
    assert document["conference"]["id"] == "pywest-2030"
    assert document["conference"]["source"] == folder
    assert [session["title"] for session in document["sessions"]] == ["Snow"]
    assert [problem["code"] for problem in document["problems"]] == ["unclosed-front-matter"]


@pytest.mark.parametrize(
    "part", ["talks/small-maps-for-big-forests.md", "small-maps", "…maps-for-big-forests.md"]
)
def test_show_prints_the_one_session_with_that_part_in_its_id(
    run: Run, pynorth: str, part: str
) -> None:
    outcome = run("show", part, "-c", pynorth)
    assert outcome.status == 0
    assert outcome.lines[:2] == [
        "Small Maps for Big Forests",
        "Sat 17 May  10:50 – 11:35 · Birch Room",
    ]


def test_a_whole_id_is_not_a_part_of_other_ids(run: Run, write: Write) -> None:
    folder = write({"snow.md": TALK, "b/snow.md": TALK.replace("Snow", "Deeper Snow")})
    assert run("show", "snow.md", "-c", folder).lines[0] == "Snow"


def test_words_that_name_several_sessions_list_them_with_what_tells_them_apart(
    run: Run, pynorth: str
) -> None:
    outcome = run("show", "talks/", "-c", pynorth)
    assert outcome.status == cli.WRONG_USE
    *candidates, refusal = outcome.err.splitlines()
    assert refusal == "confui: “talks/” may be any of 9 sessions; use a name from the left"
    assert len(candidates) == 9
    assert any("Sat 17 May  10:50" in line and "Small Maps" in line for line in candidates)
    name = candidates[0].split()[0]
    assert run("show", name, "-c", pynorth).status == 0


@pytest.mark.parametrize("part", ["blizzard", "withdrawn"])
def test_a_part_of_no_visible_id_is_refused(run: Run, pynorth: str, part: str) -> None:
    outcome = run("show", part, "-c", pynorth)
    assert outcome.status == cli.WRONG_USE
    assert outcome.refusal == (
        f"no session is called “{part}”; `confui list` prints what each is called"
    )


def test_check_counts_sessions_and_problems(run: Run, pynorth: str) -> None:
    outcome = run("check", pynorth)
    assert outcome.status == 0
    assert outcome.lines[0].endswith("[room-overlap]")
    assert outcome.lines[2:] == ["PyNorth 2031: 17 sessions, 1 warning"]


def test_what_ships_passes_the_check(run: Run) -> None:
    assert run("check").status == 0


def test_warnings_alone_pass_the_check(run: Run, write: Write) -> None:
    folder = write({"snow.md": TALK.replace("room:", "difficulty: 7\nroom:")})
    outcome = run("check", folder)
    assert outcome.status == 0
    assert outcome.lines == [
        "snow.md:3: warning: `difficulty` is “7” [unknown-level]",
        "    fix: Write All, Beginner, Intermediate or Advanced.",
        "Pywest 2030: 1 session, 1 warning",
    ]


@pytest.mark.parametrize("words", [["version"], ["-V"]])
def test_the_version_has_every_usual_name(run: Run, words: list[str]) -> None:
    assert run(*words).out == f"confui {__version__}\n"


def test_help_explains_a_command_and_refuses_what_is_none(run: Run) -> None:
    assert run("help").out == run("--help").out
    assert run("help", "list").out == run("list", "--help").out
    outcome = run("help", "lsit")
    assert (outcome.status, outcome.out) == (cli.WRONG_USE, "")


def test_json_is_short_for_its_format(run: Run, pynorth: str) -> None:
    for command in (
        ["list", "-c", pynorth],
        ["plan", "-c", pynorth],
        ["conferences"],
        ["check", pynorth],
    ):
        assert run(*command, "--json").out == run(*command, "--format", "json").out


def test_a_time_without_a_day_is_one_of_today(run: Run, pynorth: str) -> None:
    assert "ended on" in run("now", "-c", pynorth, "--now", "2099-01-01T10:00").err
    assert run("now", "-c", pynorth, "--now", "9:05").err.startswith("confui: nothing is on")
    assert "25:00" in run("now", "-c", pynorth, "--now", "25:00").refusal


def test_colour_goes_through_a_pipe_only_if_it_is_asked_for(
    run: Run, pynorth: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    plain = run("list", "-c", pynorth).out
    painted = run("list", "-c", pynorth, "--color", "always").out
    assert "\x1b" not in plain
    assert "\x1b[1mSaturday, 17 May 2031\x1b[0m" in painted
    assert re.sub(r"\x1b\[\d*m", "", painted).split() == plain.split()
    monkeypatch.setenv("CLICOLOR_FORCE", "1")
    assert run("list", "-c", pynorth).out == painted
    monkeypatch.setenv("NO_COLOR", "1")
    assert run("list", "-c", pynorth).out == plain


def test_a_schedule_is_read_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(schedule("Flakes").encode())))
    assert "Flakes" in run("list", "-c", "-").out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"nothing of the kind")))
    assert "standard input" in run("list", "-c", "-").refusal


def test_quiet_leaves_only_the_status_and_mistakes_in_the_command(run: Run, pynorth: str) -> None:
    outcome = run("list", "snowshoes", "-c", pynorth, "--quiet")
    assert (outcome.status, outcome.out, outcome.err) == (cli.PROBLEMS, "", "")
    assert run("list", "-q", "-c", "nowhere").refusal.startswith("nowhere: no such")


def test_a_talk_file_opens_its_conference_on_its_day(
    run: Run, pynorth: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pynorth)
    inside = "talks/small-maps-for-big-forests.md"
    for path in (inside, f"{pynorth}/{inside}"):
        outcome = run(path)
        assert (outcome.status, outcome.err) == (cli.OK, "")
        assert outcome.lines[0].startswith("PyNorth 2031") and "Small Maps" in outcome.out
    assert "no talk of PyNorth" in run("talks/withdrawn.md").refusal


def test_another_command_says_which_folder_a_talk_file_belongs_to(run: Run, pynorth: str) -> None:
    refusal = run("list", "-c", f"{pynorth}/talks/small-maps-for-big-forests.md").refusal
    assert refusal.endswith(f"a single file; open its folder, {pynorth}")


def test_what_changed_since_it_was_starred_is_found_also_if_it_was_cancelled(
    run: Run, write: Write
) -> None:
    talk = "---\ntitle: {0}\nroom: {1}\ndate: 2031-05-17 {2}\n---\n"
    talks = {"snow": ("Snow", "Aurora", "10:00"), "ice": ("Ice", "Aurora", "11:00")}
    talks |= {"fog": ("Fog", "Aurora", "12:00"), "hail": ("Hail", "Aurora", "13:00")}
    folder = write({f"{name}.md": talk.format(*facts) for name, facts in talks.items()})
    run("star", *talks, "-c", folder)
    assert run("list", "is:changed", "-c", folder).status == 1
    Path(folder, "snow.md").write_text(talk.format("Snow", "Aurora", "09:00"))
    Path(folder, "ice.md").write_text(talk.format("Ice", "Birch", "11:00"))
    Path(folder, "fog.md").unlink()
    found = run("list", "is:changed", "-c", folder)
    assert found.status == 0
    titles = [line for line in found.lines if "★" in line]
    assert [name in line for name, line in zip(("Snow", "Ice", "Fog"), titles, strict=True)] == [
        *(True, True, True)
    ]
    assert "Fog (cancelled)" in titles[2]
    assert "Hail" not in found.out
    assert "cancelled" not in run("list", "-c", folder).out


def test_show_now_and_next_print_json_as_list_does(run: Run, pynorth: str) -> None:
    run("star", "small-maps", "-c", pynorth)
    at = ("-c", pynorth, "--now", "2031-05-17T11:00", "--json")
    (shown,) = json.loads(run("show", "small-maps", *at[:2], "--json").out)["sessions"]
    now = json.loads(run("now", *at).out)["sessions"]
    assert (shown["title"], shown["starred"]) == ("Small Maps for Big Forests", True)
    assert now[0] == shown, "starred sessions come first"
    assert [each["start"] for each in json.loads(run("next", *at).out)["sessions"]]
    assert json.loads(run("now", "snowshoes", *at).out)["sessions"] == []
