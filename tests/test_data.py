"""What ships with confui: it loads without a problem, and its texts are our own."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from confui.paths import SHIPPED, SHIPPED_CONFERENCE
from confui.schedule.models import Conference, EndSource, Kind, Session
from confui.sources.opening import open_conference
from confui.text import fold

PUBLISHED = Path(__file__).parents[1].parent / "shared" / "conferences" / "djangocon-us-2017"
TALK_FILES = sorted(SHIPPED.rglob("*.md"))
RUN = 8
"""So many words in a row are a quotation."""

MENDED = {"http://hello.jerivas.comdifficulty": "http://hello.jerivas.com"}
"""Addresses that were published with a slip of the keyboard."""

beside_the_published = pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason="needs the shared conferences"
)


@pytest.fixture(scope="module")
def conference() -> Conference:
    return open_conference(SHIPPED_CONFERENCE)


@pytest.fixture(scope="module")
def published() -> Conference:
    return open_conference(PUBLISHED)


@pytest.mark.parametrize("folder", sorted(SHIPPED.iterdir()), ids=lambda folder: folder.name)
def test_every_conference_that_ships_loads_with_no_problem(folder: Path) -> None:
    conference = open_conference(folder)
    assert conference.problems == ()
    assert conference.visible


def test_the_conference_that_opens_first_is_whole(conference: Conference) -> None:
    assert conference.title == "DjangoCon US 2017"
    assert conference.timezone == "America/Los_Angeles"
    assert len(conference.sessions) == 87
    assert len(conference.visible) == 86
    assert len(conference.days) == 6


def test_what_a_talk_tells_is_in_its_abstract_and_outline(conference: Conference) -> None:
    for session in conference.sessions:
        if session.kind in (Kind.TALK, Kind.TUTORIAL, Kind.KEYNOTE):
            assert session.speakers, session.id
            assert 20 <= len(session.abstract.split()) <= 120, session.id
            assert re.search(r"^\s*(?:[-*]|\d+\.) ", session.body, re.MULTILINE), session.id


def test_nobody_is_described_or_pictured(conference: Conference) -> None:
    for session in conference.sessions:
        for speaker in session.speakers:
            assert speaker.name
            assert speaker.bio == ""
            assert speaker.extra == {}


@pytest.mark.parametrize("path", TALK_FILES, ids=lambda path: path.stem)
def test_no_file_has_a_bio_or_a_photo(path: Path) -> None:
    assert not re.search(r"bio:|photo|gravatar|!\[|<img", path.read_text(encoding="utf-8"))


@beside_the_published
def test_the_facts_are_those_that_were_published(
    conference: Conference, published: Conference
) -> None:
    assert sorted(map(facts, conference.sessions)) == sorted(map(facts, published.sessions))


@beside_the_published
def test_no_text_is_a_quotation(conference: Conference, published: Conference) -> None:
    common_knowledge = {run for each in published.sessions for run in runs(names(each))}
    theirs = {run for each in published.sessions for run in runs(texts(each))} - common_knowledge
    quoted = {
        f"{session.id}: {' '.join(run)}"
        for session in conference.sessions
        for run in runs([session.subtitle, session.abstract, session.body])
        if run in theirs
    }
    assert len(theirs) > 5_000
    assert quoted == set()


def facts(session: Session) -> tuple[str, ...]:
    """Return what may be told of a session in other words only at the price of being wrong."""
    given = session.end_source is EndSource.GIVEN
    return (
        session.title,
        str(session.start),
        str(session.end) if given else "",
        str(session.rooms),
        str(session.whole_venue),
        str(session.level),
        str(session.kind),
        str(session.visible),
        *(speaker.name for speaker in session.speakers),
        *(MENDED.get(link.url, link.url) for each in session.speakers for link in each.links),
        *session.video,
        *session.slides,
    )


def names(session: Session) -> Iterator[str]:
    """Yield the texts that are the same in any telling."""
    yield session.title
    yield from (speaker.name for speaker in session.speakers)


def texts(session: Session) -> Iterator[str]:
    yield session.abstract
    yield session.body
    yield from (speaker.bio for speaker in session.speakers)


def runs(texts: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield every run of eight words, however they are written and divided."""
    for text in texts:
        words = re.findall(r"\w+", fold(text))
        yield from zip(*(words[start:] for start in range(RUN)), strict=False)


def test_a_quotation_is_found_across_lines_case_and_quotes() -> None:
    one = "- It’s the *Django* admin,\n  but not as YOU know it"
    other = "They say it's the Django admin but not as you know it."
    assert set(runs([one])) & set(runs([other]))
    assert not set(runs(["It's the Django admin in ways that are new to you"])) & set(runs([one]))
