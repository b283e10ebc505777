"""Random files become sessions and problems, in text that is safe to show."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from confui.schedule.models import Conference
from confui.sources.opening import SourceError
from confui.sources.problems import BrokenFileError
from confui.sources.syntax import yaml_text as yamltext
from confui.sources.syntax.yaml_text import read_yaml
from confui.sources.talk_folder.reader import read_talk_files
from confui.sources.values.synonyms import SESSION_KEYS
from confui.text import is_clean, safe_url
from tests.examples import examples
from tests.sources.conftest import texts

KEYS = [
    *sorted(SESSION_KEYS),
    *("title", "session_title", "subtitle", "language", "tags", "video_url", "slides_url"),
    *("additional_video_url", "permalink", "published", "hidden", "draft", "layout", "name"),
    *("content", "handler", "<<", "? x", "&a", "*a", "!!str", "\tx", "[a]", "{a: b}", "'"),
]
SCALARS = st.one_of(
    st.text(max_size=20),
    st.datetimes().map(str),
    st.sampled_from(
        [
            *("2017-02-30 10:00", "2031-05-17 25:00", "9999-12-31 23:59", "1900-01-01 00:00"),
            *("2031-05-17 10:00 +99:00", "1:2:3", "0x1F", "~", "null", "full", "t0", "All", "7"),
            *("'\\x1b'", '"\\0\\e[2J\\x9b\\u202e"', '"\\ud800"', '"\\UFFFFFFFF"', "&a x", "*a"),
            *("!!python/object:os.system x", "!!binary aGk=", "|\n  a\n\n  b", ">-\n  a\n  b"),
            *("<a href='x'>y</a>", "&#27;[2J", "https://example.org/\u202e", "javascript:x"),
            *("[a, [b, {c: d}]]", "{name: Amina, github: '@a', bio: \"\\e\"}", "[{name: []}]"),
            *("- a\n- name: Amina\n  website: --help", "[", "{", "'", '"', "\t", "%", "@", "`"),
        ]
    ),
)
FRONT_MATTER = st.lists(st.tuples(st.sampled_from(KEYS), SCALARS), max_size=8).map(
    lambda pairs: "\n".join(f"{key}: {value}" for key, value in pairs)
)
DOCUMENTS = st.builds(
    lambda mark, opening, front, closing, body, end: (
        (mark + opening + front + "\n" + closing + body)
        .replace("\n", end)
        .encode("utf-8", "surrogatepass")
    ),
    st.sampled_from(["", "\ufeff", "\n\n", " "]),
    st.sampled_from(["---\n", "", "+++\n", "--- \n", "----\n"]),
    FRONT_MATTER,
    st.sampled_from(["---\n", "...\n", "", "---", "--- \n"]),
    st.text(max_size=40),
    st.sampled_from(["\n", "\r\n", "\r"]),
)


def conference_of(content: bytes) -> Conference:
    with TemporaryDirectory() as temporary:
        folder = Path(temporary, "pywest-2030")
        folder.mkdir()
        (folder / "talk.md").write_bytes(content)
        (folder / "conference.yaml").write_bytes(content)
        return read_talk_files(folder, shown="somewhere")


def check(conference: Conference) -> None:
    assert all(map(is_clean, texts(conference)))
    for session in conference.sessions:
        assert session.title
        assert (session.start is None) == (session.end is None) == (session.day is None)
        if session.start is not None and session.end is not None:
            assert session.start < session.end
        links = [*session.links, *(link for each in session.speakers for link in each.links)]
        for url in (*session.video, *session.slides, *(link.url for link in links)):
            assert safe_url(url) == url
    assert all(problem.fix and problem.message for problem in conference.problems)


@given(st.binary(max_size=400))
def test_any_bytes_become_sessions_or_problems(content: bytes) -> None:
    check(conference_of(content))


@given(DOCUMENTS)
@settings(max_examples=examples(3))
def test_any_front_matter_becomes_sessions_or_problems(content: bytes) -> None:
    check(conference_of(content))


@given(DOCUMENTS)
@settings(max_examples=examples(0.5))
def test_the_same_bytes_give_the_same_conference(content: bytes) -> None:
    assert conference_of(content) == conference_of(content)


@pytest.mark.parametrize("loader", [getattr(yaml, "CBaseLoader", yaml.BaseLoader), yaml.BaseLoader])
@given(text=st.one_of(FRONT_MATTER, st.text(max_size=200)))
def test_any_text_is_a_mapping_or_a_broken_file(loader: type, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yamltext, "_LOADER", loader)
        try:
            mapping = read_yaml(text)
        except BrokenFileError as error:
            assert error.message and error.fix and error.line > 0
        else:
            assert set(mapping.lines) == set(mapping.values)


POISON = "\x1b]52;c;aGk=\x07\x9b2J\u202e\u200b\U000e0041"


def test_no_field_lets_a_control_character_through() -> None:
    escaped = POISON.encode("unicode_escape").decode()
    keys = [*sorted(SESSION_KEYS), "title", "video_url", "slides_url", "permalink", "layout"]
    lines = [f'{key}: "{escaped}"' for key in keys if key != "presenters"]
    people = [f'  {key}: "{escaped}"' for key in ("bio", "github", "website", "other")]
    front = "\n".join([*lines, "presenters:", f'- name: "{escaped}"', *people, f'"{escaped}": x'])
    conference = conference_of(f"---\n{front}\n---\n{POISON}".encode())
    assert len(conference.sessions) == 1
    assert len(conference.problems) > 5
    check(conference)


def test_a_source_without_a_usable_file_is_a_source_error() -> None:
    with TemporaryDirectory() as folder, pytest.raises(SourceError):
        from confui.sources.opening import open_conference

        Path(folder, "conference.yaml").write_bytes(b"\xff\x00")
        open_conference(folder)
