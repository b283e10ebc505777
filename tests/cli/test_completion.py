"""What a shell offers after Tab."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import PYNORTH, Run, Write

BASH = shutil.which("bash")


@pytest.fixture
def tab(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> "Tab":
    """Press Tab after a line, in a folder with a conference and a file."""
    (tmp_path / "my-conf").mkdir()
    (tmp_path / "mine.json").write_text("{}")
    (tmp_path / ".hidden").write_text("")
    monkeypatch.chdir(tmp_path)
    return Tab(run)


class Tab:
    def __init__(self, run: Run) -> None:
        self._run = run

    def __call__(self, line: str, shell: str = "bash") -> list[str]:
        words = [line] if shell == "bash" else line.split(" ")[1:]
        outcome = self._run("completion", shell, "--words", *words)
        assert (outcome.status, outcome.err) == (0, "")
        return outcome.lines


def test_the_first_word_is_a_command_or_a_conference(tab: Tab) -> None:
    assert tab("confui un") == ["unstar", "undo"]
    assert tab("confui mi") == ["mine.json"]
    assert tab("confui -q my") == ["my-conf/"]
    assert tab("confui m") == ["man", "mine.json", "my-conf/"]
    assert "djangocon-us-2017" in tab("confui ")
    assert tab("confui help pl") == ["plan"]


def test_options_are_those_of_the_command(tab: Tab) -> None:
    assert tab("confui plan --re") == ["--reminder"]
    assert tab("confui show --re") == []
    assert tab("confui completion --w") == []
    assert tab("confui list --format ") == ["table", "json", "tsv", "markdown", "ics"]
    assert tab("confui list --format=t") == ["table", "tsv"]
    assert tab("confui add --zone Europe/Os") == ["Europe/Oslo"]


def test_paths_go_on_and_hidden_files_need_a_dot(tab: Tab) -> None:
    assert tab("confui import mi") == ["mine.json"]
    assert tab("confui check ./my") == ["./my-conf/"]
    assert ".hidden" not in tab("confui import ")
    assert tab("confui import .h") == [".hidden"]
    assert tab("confui import nowhere/") == []
    assert tab("confui import ~=/") == []


def test_queries_complete_with_what_the_chosen_conference_has(tab: Tab) -> None:
    assert tab(f"confui list -c {PYNORTH} diffi") == ["difficulty:"]
    assert tab(f"confui now --conference={PYNORTH} level:be") == ["beginner"]
    assert tab(f"confui list -c {PYNORTH} -- -level:be") == ["beginner"]
    assert tab(f"confui list -c {PYNORTH} is:st") == ["starred"]


def test_bash_replaces_only_what_follows_a_colon_or_an_open_quote(tab: Tab) -> None:
    assert sorted(tab("confui list room:Ballroom")) == [
        r"Ballroom\ A",
        r"Ballroom\ B",
        r"Ballrooms\ B\ and\ C",
    ]
    assert tab('confui list room:"Ballroom A') == ["Ballroom A"]
    assert tab(r"confui list room:Ballroom\ A,Riv") == [r"Ballroom\ A,Riverfront\ Exhibit\ Hall"]


def test_other_shells_get_whole_words_with_what_they_mean(tab: Tab) -> None:
    assert tab("confui list room:Riv", "zsh") == ["room:Riverfront Exhibit Hall"]
    assert tab(r'confui show "django-v', "fish") == ["django-vs-flask\tDjango vs Flask"]
    assert tab("confui undo", "zsh") == [
        "undo\tTake back the last star, unstar or import that was made from the command line."
    ]


def test_a_session_is_completed_by_its_name_or_the_only_title_with_a_word(tab: Tab) -> None:
    assert tab("confui show django-v") == ["django-vs-flask"]
    assert tab("confui show flask") == ["django-vs-flask"]
    assert tab("confui show there-is-none") == []


def test_unstar_offers_what_is_marked(tab: Tab, run: Run) -> None:
    assert tab("confui unstar ") == []
    run("star", "django-vs-flask")
    assert tab("confui unstar ") == ["django-vs-flask"]


@pytest.mark.parametrize("conference", ["nowhere", "https://conf.invalid/schedule.xml", "-"])
def test_outside_any_conference_nothing_is_offered_and_nothing_is_asked(
    tab: Tab, conference: str
) -> None:
    assert tab(f"confui list -c {conference} room:") == []
    assert tab(f"confui show -c {conference} ") == []


@pytest.mark.skipif(BASH is None, reason="there is no bash to read the script")
def test_bash_reads_the_script_and_no_name_of_a_room_acts_in_it(
    tmp_path: Path, write: Write, run: Run
) -> None:
    room = "$(touch pwned) `touch pwned` * ;"
    talk = f"---\ntitle: Snow\nroom: '{room}'\nstart: 2031-05-17 10:00\n---\n"
    folder = write({"talks/snow.md": talk})
    script = run("completion", "bash").out
    line = f"confui list -c {folder} room:"
    program = f"""
confui() {{ {sys.executable} -m confui "$@"; }}
{script}
COMP_LINE='{line}' COMP_POINT={len(line)}
_confui 2>/dev/null
printf '%s\\n' "${{COMPREPLY[@]}}"
eval "printf '%s\\n' ${{COMPREPLY[0]}}"
"""
    assert BASH
    done = subprocess.run(
        [BASH, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert done.stdout.splitlines()[-1] == room
    assert not (tmp_path / "pwned").exists()


def test_a_mistyped_option_gets_a_suggestion(run: Run) -> None:
    assert "(did you mean --format?)" in run("list", "--formt", "json").refusal
