"""Mistakes in one file become its problems, and the other files load."""

from collections.abc import Callable, Mapping

import pytest
import yaml

from confui.schedule.models import Conference, Severity
from confui.sources.syntax import files
from confui.sources.syntax import yaml_text as yamltext
from confui.sources.talk_folder import front_matter as documents

Load = Callable[[Mapping[str, str | bytes]], Conference]
GOOD = "---\ntitle: Snow\nroom: Aurora\ndate: 2031-05-17 10:00\n---\n\nBody.\n"


def front(text: str) -> str:
    return f"---\ntitle: Bad\nroom: Aurora\n{text}\n---\n"


@pytest.fixture(params=["libyaml", "pure Python"])
def either_yaml(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML may be installed without libyaml."""
    if request.param == "pure Python":
        monkeypatch.setattr(yamltext, "_LOADER", yaml.BaseLoader)
    elif not hasattr(yaml, "CBaseLoader"):
        pytest.skip("PyYAML without libyaml")


@pytest.mark.usefixtures("either_yaml")
@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"---\ntitle: Caf\xe9\nroom: a\n---\n", "not-utf8", 2),
        (GOOD.encode("utf-16"), "not-utf8", 1),
        ("---\ntitle: Snow\nroom: Aurora\n", "unclosed-front-matter", 1),
        ("\n\n---\ntitle: Snow\nroom: Aurora\n", "unclosed-front-matter", 3),
        ("---", "unclosed-front-matter", 1),
        ("+++\ntitle = 'Snow'\nroom = \n+++\n", "bad-toml", 3),
        ("+++\ntitle = 'Snow'\ntitle = 'Ice'\n+++\n", "bad-toml", 3),
        ("+++\ntitle = 'Snow'\n", "unclosed-front-matter", 1),
        ("+++\na = " + "[" * 30_000 + "\n+++\n", "toml-too-deep", 2),
        ("+++\na = " + "[" * 20 + "]" * 20 + "\n+++\n", "toml-too-deep", 2),
        ("+++\na = '" + "a" * 70_000 + "'\n+++\n", "toml-too-large", 2),
        ("title: Snow\nroom: Aurora\n\nBody.\n", "no-front-matter-lines", 1),
        (front("presenters: x\n\tname: Amina"), "tab-indent", 5),
        (front("abstract: Python: the good parts"), "bad-yaml", 4),
        (front("abstract: 'open"), "bad-yaml", 5),
        (front("abstract: [1, 2"), "bad-yaml", 5),
        (front("abstract: \x1b[2J"), "control-character", 4),
        (front("abstract: a\x00"), "control-character", 4),
        (front("tags: &all [a]"), "yaml-alias", 4),
        (front("tags: *all"), "yaml-alias", 4),
        (front("a: &a [x]\n<<: *a"), "yaml-alias", 4),
        (front("a: &a [*a]"), "yaml-alias", 4),
        (front("? [a, b]\n: c"), "key-not-text", 4),
        (front("{a: b}: c"), "key-not-text", 4),
        (front("tags: " + "[" * 20 + "]" * 20), "yaml-too-deep", 4),
        (front("tags: " + "[" * 30_000), "yaml-too-deep", 4),
        (front("tags: " + "{a: " * 10_000), "yaml-too-deep", 4),
        (front("tags: [" + "a," * 3_000 + "]"), "yaml-too-large", 4),
        (front("abstract: " + "a" * 70_000), "yaml-too-large", 2),
        (front("a: b\n" * 2), "repeated-key", 5),
        ("---\n- a\n- b\n---\n", "no-mapping", 2),
        ("---\nJust a text\n---\n", "no-mapping", 2),
        (b"---\n" + b"a" * (files.MAX_TEXT_BYTES + 1), "too-large", 0),
    ],
)
def test_a_mistake_is_reported_with_its_line_and_a_fix(
    load: Load, content: str | bytes, code: str, line: int
) -> None:
    conference = load({"good.md": GOOD, "bad.md": content})
    assert "good.md" in [session.id for session in conference.sessions]
    (problem,) = conference.problems
    assert (problem.code, problem.file, problem.line) == (code, "bad.md", line)
    assert problem.message
    assert problem.fix
    broken = code != "repeated-key"
    assert problem.severity is (Severity.ERROR if broken else Severity.WARNING)
    assert len(conference.sessions) == (1 if broken else 2)


def test_the_message_has_the_offset_of_the_first_invalid_byte(load: Load) -> None:
    (problem,) = load({"a.md": b"---\ntitle: Caf\xe9\n---\n", "b.md": GOOD}).problems
    assert "byte 0xe9 at offset 14" in problem.message


def test_utf_16_is_recognised(load: Load) -> None:
    (problem,) = load({"a.md": GOOD.encode("utf-16"), "b.md": GOOD}).problems
    assert "UTF-16" in problem.message


def test_bad_files_of_every_kind_do_not_affect_two_hundred_good_ones(load: Load) -> None:
    bad: list[str | bytes] = [
        "---\n",
        "+++\na = [\n+++\n",
        front("a: ["),
        front("\ta: b"),
        "---\n? []\n---\n",
        b"\xff",
    ]
    conference = load(
        {
            **{f"good/{number}.md": GOOD for number in range(200)},
            **{f"bad/{number}.md": content for number, content in enumerate(bad)},
        }
    )
    assert len(conference.sessions) == 200
    assert [problem.file for problem in conference.problems] == [
        f"bad/{number}.md" for number in range(len(bad))
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("byte-order mark", "\ufeff" + GOOD),
        ("CRLF", GOOD.replace("\n", "\r\n")),
        ("lone CR", GOOD.replace("\n", "\r")),
        ("closed by dots", GOOD.replace("---\n\n", "...\n\n")),
        ("blanks behind the lines", GOOD.replace("---", "---  ")),
        ("longer lines", GOOD.replace("---", "-----")),
        ("blank lines before", "\n\n" + GOOD),
        ("a rule in the body", GOOD + "\n---\n\nMore.\n"),
    ],
)
def test_unusual_but_valid_front_matter_loads(load: Load, name: str, content: str) -> None:
    conference = load({"talk.md": content})
    assert conference.problems == (), name
    assert conference.sessions[0].title == "Snow"
    assert conference.sessions[0].body.startswith("Body.")


def test_front_matter_without_its_first_line_loads_with_a_warning(load: Load) -> None:
    conference = load({"talk.md": "title: Snow\nroom: Aurora\ndifficulty: 7\n---\nBody.\n"})
    assert conference.sessions[0].rooms == ("Aurora",)
    assert [(problem.code, problem.line) for problem in conference.problems] == [
        ("no-opening-line", 1),
        ("unknown-level", 3),
    ]


@pytest.mark.parametrize("before", ["", "\n\n", "\ufeff", "\r\n"])
def test_problems_have_line_numbers_of_the_file(load: Load, before: str) -> None:
    conference = load({"talk.md": before + "---\n\n\nroom: a\n# remark\ndifficulty: 7\n---\n"})
    lines = {problem.code: problem.line for problem in conference.problems}
    assert lines["unknown-level"] == 6 + before.replace("\r\n", "\n").count("\n")


@pytest.mark.parametrize(
    "content",
    [
        "# A readme\n",
        "A rule\n\n---\n\nand another\n\n---\n",
        "---\nlayout: page\ntitle: The venue\n---\n",
        "---\n---\n",
        "---\n\n---\nText\n",
        "",
    ],
)
def test_other_markdown_files_are_ignored(load: Load, content: str) -> None:
    conference = load({"good.md": GOOD, "other.md": content})
    assert (len(conference.sessions), conference.problems) == (1, ())


def test_scalars_stay_as_written(load: Load) -> None:
    conference = load({"a.md": front("a: 012\nb: 1.10\nc: 25:30\nd: yes\ne: 1:59:59\nf: 0x1F")})
    assert conference.sessions[0].extra == dict(
        zip("abcdef", ["012", "1.10", "25:30", "yes", "1:59:59", "0x1F"], strict=True)
    )


@pytest.mark.parametrize("key", ["content", "handler", "yes", "'1'", "<<", "metadata", "text"])
def test_any_word_may_be_a_key(load: Load, key: str) -> None:
    conference = load({"a.md": front(f"{key}: x")})
    assert conference.sessions[0].extra == {key.strip("'"): "x"}
    assert conference.problems == ()


def test_tags_for_python_objects_create_no_objects(load: Load) -> None:
    conference = load({"a.md": front("x: !!python/object/apply:os.system [echo]")})
    assert conference.sessions[0].extra == {"x": ["echo"]}


def test_the_last_of_repeated_keys_counts_at_any_level(load: Load) -> None:
    conference = load(
        {
            "a.md": front(
                "presenters:\n- name: Amina\n  company: A\n  company: B\ntrack: x\ntrack: y"
            )
        }
    )
    (session,) = conference.sessions
    assert (session.track, session.speakers[0].company) == ("y", "B")
    (problem,) = conference.problems
    assert (problem.code, problem.line) == ("repeated-key", 7)
    assert "“company”, “track”" in problem.message


def test_a_file_without_front_matter_is_not_a_talk_file() -> None:
    assert documents.parse_front_matter("# Snow\n", first_keys=frozenset({"title"})) is None
