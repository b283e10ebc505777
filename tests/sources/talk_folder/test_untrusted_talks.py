"""Arbitrary and hostile values in talk files and lists never lose a session."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confui.schedule.models import Conference
from confui.sources.talk_folder.reader import read_talk_files
from confui.sources.values.synonyms import (
    CANONICAL_NAMES,
    POSSIBLE_KEYS,
    SESSION_KEYS,
    canonical_name,
    find_talk_synonyms,
)
from tests.examples import examples
from tests.sources.formats.test_untrusted_schedules import POISON, TEXTS, check

WORDS = sorted(
    {*CANONICAL_NAMES, *SESSION_KEYS, *POSSIBLE_KEYS}
    | {"end", "duration", "length", "location", "audience", "youtube_slug", "vimeo_id", "slot"}
    | {"description", "type", "Proposal title", "guid", "id", "slides", "author", "level"}
)
CLOCKS = st.sampled_from(
    [
        *("10:15", "10h15", "9am", "10:00 - 10:45", "23:30 - 0:30", "17th Sep", "02/03/2031"),
        *("17/05/2031", "17.05.2031 9:00", "May 17, 2031 9:05 pm", "2031-05-17", "9999-12-31"),
        *("31/12/2199 23:59", "1.1.1900 0:00", "1 hour 30 mins", "PT30M", "-", "::", "12:00 pm"),
        *("Amina Berglund and Jonas Vik", " and ", " & ", "amina", "abc-DEF_123", "12345678"),
    ]
)
SCALARS = TEXTS | CLOCKS | st.just(POISON)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SCALARS, inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(WORDS) | SCALARS
ENTRIES = st.dictionaries(KEYS, VALUES, max_size=7)
LINE = {"title": "Snow", "start": "2031-05-17 10:00", "room": "Aurora"}


def as_yaml(value: object) -> str:
    """Return a value in YAML that holds every character, whatever it is."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'? {as_yaml(k)} : {as_yaml(v)}' for k, v in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(as_yaml, value))}]"
    escapes = "".join(f"\\U{ord(character):08x}" for character in str(value))
    return f'"{escapes}"'


def conference_of(files: Mapping[str, str]) -> Conference:
    with TemporaryDirectory() as temporary:
        folder = Path(temporary, "pywest-2030")
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return read_talk_files(folder, shown="somewhere")


@given(st.lists(ENTRIES, max_size=4), ENTRIES)
@settings(max_examples=examples(2.5))
def test_every_talk_file_is_a_session(
    entries: list[dict[str, object]], person: dict[str, object]
) -> None:
    files = {
        f"talks/{number}.md": f"---\n{as_yaml({'room': 'Aurora', **entry})}\n---\n{POISON}"
        for number, entry in enumerate(entries)
    }
    amina = {"presenters/amina.md": f"---\n{as_yaml({**person, 'name': 'Amina'})}\n---\n"}
    check(conference_of({**files, **amina}), len(entries))


@given(st.lists(ENTRIES, max_size=5))
@settings(max_examples=examples(2.5))
def test_every_entry_of_a_list_is_a_session(entries: list[dict[str, object]]) -> None:
    whole = [
        LINE,
        *({**entry, "title": entry.get("title", "x"), "start": "x"} for entry in entries),
    ]
    conference = conference_of({"manual.yaml": as_yaml(whole)})
    check(conference, len(whole))
    assert all(session.line == 1 for session in conference.sessions)


@given(ENTRIES, st.dictionaries(SCALARS, VALUES, max_size=3))
@settings(max_examples=examples(1.5))
def test_no_setting_loses_a_session(entry: dict[str, object], declared: dict[str, object]) -> None:
    names = {"fields": {**declared, "Proposal title": "title"}, "speakers": declared}
    talk = f"---\n{as_yaml({'room': 'Aurora', **entry})}\n---\n"
    check(conference_of({"a.md": talk, "conference.yaml": as_yaml({**declared, **names})}), 1)


@given(st.dictionaries(KEYS, st.just(""), max_size=8), st.dictionaries(KEYS, KEYS, max_size=4))
def test_every_key_stands_for_one_name_at_most(
    values: dict[str, str], declared: dict[str, str]
) -> None:
    ours = {
        theirs: canonical_name(name) for theirs, name in declared.items() if canonical_name(name)
    }
    found = [key for keys in find_talk_synonyms(values, ours).values() for key in keys]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("key", ["manual.yaml", "a.md"])
def test_hostile_values_in_every_key_are_safe(key: str) -> None:
    poisoned = dict.fromkeys(WORDS, POISON) | {"room": POISON}
    text = as_yaml([LINE, poisoned] if key == "manual.yaml" else poisoned)
    content = text if key == "manual.yaml" else f"---\n{text}\n---\n{POISON}"
    check(conference_of({key: content}), 2 if key == "manual.yaml" else 1)
