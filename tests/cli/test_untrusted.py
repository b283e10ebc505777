"""No schedule and no argument can make confui print what acts on a terminal."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from confui.text import is_clean
from tests.cli.conftest import Run, Write

POISON = "\x1b]52;c;ZXZpbA==\x1b\\\x1b[2J\x1bP\x9b2J\x9d0;x\x07\x08\x0e\x7f\r\x85\u2028\u202e\u200b"
ESCAPED = POISON.encode("unicode_escape").decode()
FIELDS = [
    *("title", "subtitle", "abstract", "room", "track", "difficulty", "category", "talk_slot"),
    *("date", "end_date", "language", "tags", "video_url", "slides_url", "permalink", "accepted"),
    *("layout", "sponsor"),
]
PERSON = ["name", "bio", "company", "role", "website", "github", "twitter", "mood"]


def poisoned(fields: list[str]) -> str:
    """Return a talk file with the payload in these fields, in its people, in a key and the body."""
    front = [f'{field}: "bad{ESCAPED}"' for field in fields]
    people = [f'  {field}: "bad{ESCAPED}"' for field in PERSON]
    people[0] = people[0].replace("  ", "- ", 1)
    key = f'"key{ESCAPED}": x'
    return "\n".join(["---", *front, "presenters:", *people, key, "---", f"# Body{POISON}", POISON])


@pytest.fixture
def hostile(write: Write) -> str:
    folder = write(
        {
            "all.md": poisoned(FIELDS),
            "timed.md": poisoned(["title", "room", "abstract"]).replace(
                "---\n", "---\ndate: 2031-05-17 10:00\n", 1
            ),
            "raw.md": f"---\ntitle: a{POISON}\nroom: b\n---\n",
            "yaml.md": f'---\ntitle: "{ESCAPED}\n---\n',
            "conference.yaml": f'title: "Evil{ESCAPED}"\n"{ESCAPED}": x\nrooms: ["{ESCAPED}"]\n',
        }
    )
    name = f"name{POISON}".replace("\r", "\n")
    Path(folder, f"{name}.md").write_text(poisoned(["title"]), encoding="utf-8")
    Path(folder, f"broken{name}.md").write_text("---\n", encoding="utf-8")
    Path(folder, "byte\udcff.md").write_text(poisoned(["title"]), encoding="utf-8")
    return folder


def commands(folder: str) -> Iterator[list[str]]:
    yield [folder]
    yield ["list", "-c", folder]
    yield ["list", "-c", folder, "--hidden"]
    for format in ("json", "tsv", "markdown", "ics"):
        yield ["list", "-c", folder, "--format", format]
    yield ["star", "timed.md", "-c", folder]
    for format in ("table", "json", "markdown", "ics"):
        yield ["plan", "-c", folder, "--format", format, "--now", "2031-05-01"]
    yield ["plan", "-c", folder, "--format", "markdown", "--now", "2031-06-01"]
    yield ["now", "-c", folder, "--now", "2031-05-17T10:01"]
    yield ["next", "-c", folder, "--now", "2031-05-17T09:00"]
    yield ["check", folder]
    for id in ("all.md", "timed.md", "name", "byte"):
        for command in ("show", "star", "show", "unstar"):
            yield [command, id, "-c", folder]


def test_a_hostile_schedule_is_printed_as_plain_text(run: Run, hostile: str) -> None:
    for command in commands(hostile):
        outcome = run(*command)
        assert "bad" in outcome.out or "Evil" in outcome.out
        lines = outcome.out.replace("\r\n", "\n") if "ics" in command else outcome.out
        assert is_clean(lines), command
        assert is_clean(outcome.err), command
        assert "\t" not in outcome.out or "tsv" in command


def test_every_poisoned_file_is_a_session_or_a_problem(run: Run, hostile: str) -> None:
    document = json.loads(run("list", "-c", hostile, "--format", "json").out)
    assert len(document["sessions"]) == 4
    broken = {p["file"] for p in document["problems"] if p["code"] == "unclosed-front-matter"}
    assert len(broken) == 1
    assert {"raw.md", "yaml.md"} <= {problem["file"] for problem in document["problems"]}


@pytest.mark.parametrize(
    "arguments",
    [
        ["{}"],
        ["{}", "{}"],
        ["check", "{}"],
        ["list", "--{}"],
        ["list", "--format", "{}"],
        ["list", "--now", "{}"],
        ["show", "{}"],
        ["star", "{}", "-c", "djangocon-us-2017"],
        ["list", "-c", "{}"],
        ["list", "-c", "file://{}"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("payload", [POISON, "\udcff", "a\nb"])
def test_a_hostile_argument_is_quoted_safely(run: Run, arguments: list[str], payload: str) -> None:
    outcome = run(*(word.format(payload) for word in arguments))
    assert outcome.status == 2
    assert outcome.err.startswith("confui: ") or "may be any of" in outcome.err
    assert all(map(is_clean, outcome.err.splitlines()))


@pytest.mark.parametrize("query", ["{}", "difficulty:{}", "room:{}", '"{}', "{}:{}", "-{}"])
@pytest.mark.parametrize("payload", [POISON, "\udcff", "a\nb"])
def test_no_query_acts_on_the_terminal(run: Run, query: str, payload: str) -> None:
    outcome = run("list", "--", query.replace("{}", payload))
    assert outcome.status in (0, 1, 2)
    assert is_clean(outcome.out + outcome.err)


def test_markup_in_a_title_is_text(run: Run, pynorth: str) -> None:
    assert "[/nope] and Other Paths" in run("list", "-c", pynorth).out
    assert "Reading list[int] and dict[str, int] Aloud" in run("list", "-c", pynorth).out
