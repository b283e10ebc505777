"""README.md and docs/ agree with the program: what they show works, and nothing is missing."""

import pkgutil
import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from textual.binding import Binding

from benchmarks.terminal import write_config
from confui import app, cli, screens, widgets
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.checks import check_sessions
from confui.schedule.models import EndSource
from confui.schedule.query.fields import FIELDS
from confui.sources import open_conference
from tests.menu import entry, menu
from tests.snapshots.picture import PICTURE, take

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
REFERENCE = (README, *sorted((ROOT / "docs").glob("*.md")))
"""What users read."""
PAGES = (*REFERENCE, *(ROOT / f"{name}.md" for name in ("SECURITY", "CONTRIBUTING", "CHANGELOG")))
MOST_LINES = 120
"""How long the README may be."""

WRITTEN = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "escape": "Esc",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "exclamation_mark": "!",
    "question_mark": "?",
    "colon": ":",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "slash": "/",
    "apostrophe": "'",
    "asterisk": "*",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "less_than_sign": "<",
    "greater_than_sign": ">",
}
"""Keys that a reader does not write as Textual does; the others are capitalised, as in `Ctrl+Z`."""

RANGE = {"2", "3", "4", "5", "6", "7", "8"}
"""Keys that the documentation writes as `1` … `9`."""

NOW = "2017-08-15T14:30"
"""The time at which the commands of the documentation run: a talk of the shipped conference."""

SCHEDULE_FILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<schedule>
  <conference><title>Web Conf</title><acronym>web-conf</acronym></conference>
  <day date="2017-01-14" index="1">
    <room name="Hall">
      <event guid="6a1f2c1e-0000-4000-8000-000000000001" id="1">
        <title>Welcome</title><date>2017-01-14T10:00:00+00:00</date>
        <start>10:00</start><duration>00:30</duration><room>Hall</room>
      </event>
    </room>
  </day>
</schedule>
"""


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def code_in(markdown: str) -> set[str]:
    """Return the words that are written as code."""
    return {word for code in re.findall(r"`+([^`\n]+)`+", markdown) for word in code.split()}


def blocks(markdown: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", markdown, re.DOTALL | re.MULTILINE)


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield import_module(found.name)


@cache
def bound_keys() -> frozenset[str]:
    """Return every key of every class of the screen, as a reader writes it."""
    classes = {
        each
        for module in (app, *modules(screens), *modules(widgets))
        for each in vars(module).values()
        if isinstance(each, type) and each.__module__.startswith("confui.")
    }
    bindings = (binding for each in classes for binding in vars(each).get("BINDINGS", ()))
    keys = {
        key
        for binding in bindings
        for key in (binding.key if isinstance(binding, Binding) else binding[0]).split(",")
    }
    return frozenset({as_written(key) for key in {*keys, "ctrl+p"} - RANGE})


def as_written(key: str) -> str:
    if len(key) == 1:
        return key
    return "+".join(
        WRITTEN.get(part) or (part.upper() if len(part) == 1 else part.capitalize())
        for part in key.split("+")
    )


def keys_in(markdown: str) -> set[str]:
    """Return the keys in the first column of the tables of keys."""
    tables = re.findall(r"^\| keys? \|.*\n(?:\|.*\n)+", markdown, re.MULTILINE)
    rows = [row for table in tables for row in table.splitlines()[2:]]
    return {key for row in rows for key in code_in(row.split(" | ")[0])}


def help_of(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    with pytest.raises(SystemExit):
        cli.main([*command, "--help"])
    return capsys.readouterr().out


def commands(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the commands that the help of the program lists."""
    words = set(re.findall(r"^ +confui ([a-z]+)\b", help_of(capsys), re.MULTILINE))
    found = [each for each in words if f"usage: confui {each} " in help_of(capsys, each)]
    assert len(found) > 10
    return sorted(found)


def test_the_readme_is_short() -> None:
    assert len(text(README).splitlines()) <= MOST_LINES


def test_a_picture_of_the_program_comes_before_the_first_section() -> None:
    picture = re.search(r"!\[[^\]]+\]\(([^)\s]+\.svg)\)", text(README))
    assert picture
    assert picture.start() < text(README).index("\n## ")
    assert (ROOT / picture[1]).is_file()


def test_every_key_is_documented() -> None:
    assert bound_keys() - keys_in(text(ROOT / "docs" / "keys.md")) == set()


@pytest.mark.parametrize("page", REFERENCE, ids=lambda page: page.name)
def test_every_key_that_a_table_shows_exists(page: Path) -> None:
    assert keys_in(text(page)) - bound_keys() == set()


def test_every_command_and_every_option_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    page = text(ROOT / "docs" / "command-line.md")
    known = commands(capsys)
    assert [each for each in known if not re.search(rf"^confui {each}\b", page, re.M)] == []
    helps = [help_of(capsys), *(help_of(capsys, each) for each in known)]
    options = {flag for each in helps for flag in re.findall(r"--[a-z][a-z-]*", each)}
    told = set(re.findall(r"--[a-z][a-z-]*", page))
    assert {"--now", "--format", "--hidden"} <= options
    assert options ^ told == set()


def test_every_field_of_a_query_is_documented_with_its_values() -> None:
    told = code_in(text(ROOT / "docs" / "queries.md"))
    names = {
        f"{name}:"
        for field in FIELDS.values()
        if field.name
        for name in (field.name, *field.aliases)
    }
    values = {str(value) for field in FIELDS.values() for value in field.values}
    assert names - told == set()
    assert values - told == set()
    assert {word for word in told if re.fullmatch(r"[a-z-]+:", word)} - names == set()


@pytest.fixture
def attendee(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Be in a folder with the files that the documentation names, with a library and a bookmark."""
    for kind in ("CACHE", "DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / "home" / kind.lower()))
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SHIPPED_CONFERENCE, tmp_path / "path" / "to" / "my-conference")
    (tmp_path / "schedule.xml").write_text(SCHEDULE_FILE, encoding="utf-8")
    listed = entry("FOSDEM 2018", "2018-02-03", url="schedule.xml")
    (tmp_path / "menu.json").write_text(menu(listed, entry("Linux Day 2017")), encoding="utf-8")
    write_config(tmp_path / "home" / "config", tmp_path / "menu.json")
    assert cli.main(["add", "path/to/my-conference", "--name", "my-conf"]) == cli.OK
    assert cli.main(["star", "-c", "my-conf", "end-to-end"]) == cli.OK
    capsys.readouterr()
    assert cli.main(["plan", "-c", "my-conf", "--format", "json"]) == cli.OK
    (tmp_path / "mine.json").write_text(capsys.readouterr().out, encoding="utf-8")


@pytest.mark.usefixtures("attendee")
@pytest.mark.parametrize("page", REFERENCE, ids=lambda page: page.name)
def test_every_command_shown_runs(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = commands(capsys)
    lines = [line for block in blocks(text(page), "sh") for line in block.splitlines()]
    for line in lines:
        words, target = shell(line)
        if not words or words[0] != "confui":
            continue
        arguments = ["schedule.xml" if "https://" in word else word for word in words[1:]]
        command = arguments[:1] if arguments and arguments[0] in known else []
        when = [] if "--now" in arguments else ["--now", NOW]
        status = cli.main([*command, *when, *arguments[len(command) :]])
        out, err = capsys.readouterr()
        assert status == cli.OK, f"{line}\n{err}"
        if target:
            Path(target).write_text(out, encoding="utf-8")


def shell(line: str) -> tuple[list[str], str]:
    """Return the words of the first command of a line, and the file to which its output goes."""
    words = shlex.split(line, comments=True)
    before_pipe = words[: words.index("|")] if "|" in words else words
    if ">" not in before_pipe:
        return before_pipe, ""
    place = before_pipe.index(">")
    return before_pipe[:place], before_pipe[place + 1]


def test_the_example_for_organisers_has_no_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = text(ROOT / "docs" / "organisers.md")
    (talk,) = blocks(page, "markdown")
    settings = next(each for each in blocks(page, "yaml") if "timezone:" in each)
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "weather.md").write_text(talk, encoding="utf-8")
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "kari.md").write_text("---\nname: Kari Holm\n---\n", encoding="utf-8")
    (tmp_path / "conference.yaml").write_text(settings, encoding="utf-8")
    assert cli.main(["check", str(tmp_path), "--strict"]) == cli.OK, capsys.readouterr().out
    assert "1 session" in capsys.readouterr().out


def examples_of_formats() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the name and the files of each example in the page about formats."""
    _, _, page = text(ROOT / "docs" / "formats.md").partition("\n## Examples\n")
    for section in page.split("\n### ")[1:]:
        files: dict[str, str] = {}
        for other, name, content in re.findall(
            r"^(or )?`(\S+)`\n\n```\w+\n(.*?)^```$", section, re.DOTALL | re.MULTILINE
        ):
            if other:
                yield section.splitlines()[0], files
                files = {}
            files[name] = content
        yield section.splitlines()[0], files


@pytest.mark.parametrize(("name", "files"), [*examples_of_formats()])
def test_every_example_of_a_format_is_read_completely(
    name: str, files: dict[str, str], tmp_path: Path
) -> None:
    for file, content in files.items():
        path = tmp_path / "pynorth-2031" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    is_folder = len(files) > 1 or path.suffix == ".md"
    conference = open_conference(tmp_path / "pynorth-2031" if is_folder else path)
    (session,) = conference.sessions
    assert session.title == "A Weather Station to Touch"
    assert (session.start, session.minutes) == (datetime(2031, 5, 17, 14), 45)
    assert session.end_source is not EndSource.INFERRED
    assert session.rooms == (() if name == "RubyEvents" else ("Birch Room",))
    assert [speaker.name for speaker in session.speakers] == ["Kari Holm"]
    assert (*conference.problems, *check_sessions(conference)) == ()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_repository_resolves(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", text(page)):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", text(target), re.MULTILINE)
            assert anchor in {anchor_of(heading) for heading in headings}, link


def anchor_of(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_the_readme_links_to_every_page() -> None:
    linked = {(ROOT / link).resolve() for link in re.findall(r"\]\(([^)#\s]+)\)", text(README))}
    assert {page for page in PAGES if page != README} - linked == set()


def test_every_target_of_make_is_documented_and_exists() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.+)$", text(ROOT / "Makefile"), re.MULTILINE)
    targets = set(phony.split())
    named = {name for page in PAGES for name in re.findall(r"(?:`|^)make (\w+)", text(page), re.M)}
    assert targets - set(re.findall(r"make (\w+)", text(ROOT / "CONTRIBUTING.md"))) == set()
    assert named - targets == set()


def test_no_page_names_a_place_on_the_machine_of_its_author() -> None:
    home = re.compile(r"/(?:home|root|Users|work|tmp)/")
    assert [page.name for page in PAGES if home.search(text(page))] == []


async def test_the_picture_shows_the_program_as_it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    if PICTURE.read_text(encoding="utf-8") != await take():
        pytest.fail("the picture in the README is out of date; take it again: make picture")
