"""Searching: from the text of a query to what matches and to the counts beside every filter.

What somebody types is timed key by key: every beginning of ten queries, each parsed, matched and
counted anew. It is processor time, in which a busy machine shows least. The texts have the
vocabulary of real ones: beside the words that all talks share, each has some that no other has.
"""

import gc
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from benchmarks.figures import Figure, in_milliseconds, milliseconds, percentile
from benchmarks.stored_indexes import IndexesInMemory
from benchmarks.synthesis import write_conference
from confui.schedule.bookmark import Mark, make_bookmark
from confui.schedule.models import Conference, Session
from confui.schedule.query.parser import parse
from confui.schedule.search.attendee import Attendee
from confui.schedule.search.corpus import Corpus
from confui.schedule.search.facets import count_facets, find_relaxations
from confui.sources.opening import open_conference

_FOLDERS, _IN_A_FOLDER = 5, 5_000
_ROUNDS = 3
_STARS = 40
_CHARACTERS = 10_000


def measure() -> Iterator[Figure]:
    """Return the figures of 1,000 and of 25,000 sessions, and of a query that is far too long."""
    small = _conference(folders=1, sessions=1_000)
    yield from _typing(small, "1,000 sessions", goal=0.002)
    yield from _typing(_conference(_FOLDERS, _IN_A_FOLDER), "25,000 sessions", goal=0.016)
    yield _parsing(small)


def _typing(conference: Conference, size: str, goal: float) -> Iterator[Figure]:
    """Measure a corpus that was made ready in idle time, and the first word in one that was not.

    No text is asked for twice, as the second answer would come from memory.
    """
    attendee = _attendee(conference)
    corpus = Corpus(conference)
    steps = _steps(corpus)
    _answer(corpus, "", attendee)
    typed = [query[:end] for query in _queries(conference) for end in range(1, len(query) + 1)]
    with _long_lived():
        answers = [_answer(corpus, text, attendee) for text in dict.fromkeys(typed)]
    alone, counted = zip(*answers, strict=True)
    note = f"{len(answers)} keys; longest {milliseconds(max(counted))}"
    yield _within(f"filter, {size}, median / p95", alone, goal)
    yield _within("the same with all counts", counted, goal, note)
    first, _ = _answer(Corpus(conference), "kubernetes", attendee)
    yield Figure("the first word, nothing prepared", milliseconds(first))
    yield Figure(
        "preparing in idle time, a step", in_milliseconds(steps), note=f"{sum(steps):.2f} s in all"
    )
    stored = IndexesInMemory.of(Corpus(conference))
    again, _ = _answer(Corpus(conference, stored=stored), "kubernetes", attendee)
    yield Figure(
        "the first word, the index stored",
        milliseconds(again),
        note=f"{again / first:.2f} of the above; {sum(map(len, stored.values())) / 2**20:.1f} MiB",
    )
    steps = _steps(Corpus(conference, stored=stored))
    yield Figure("preparing with it, a step", in_milliseconds(steps), note=f"{sum(steps):.2f} s")


@contextmanager
def _long_lived() -> Iterator[None]:
    """Keep the garbage collector from what is there, as the program does once it has painted."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _within(what: str, seconds: Sequence[float], goal: float, note: str = "") -> Figure:
    reached = percentile(seconds, 0.95) <= goal
    return Figure(what, in_milliseconds(seconds), f"p95 ≤ {goal * 1000:.0f} ms", reached, note)


def _answer(corpus: Corpus, text: str, attendee: Attendee) -> tuple[float, float]:
    """Return the seconds until the sessions that match are known, and until the counts are."""
    begun = time.process_time()
    query = parse(text, corpus.fields).query
    matching = corpus.search(query, attendee)
    searched = time.process_time() - begun
    count_facets(corpus, query, attendee)
    if not matching:
        find_relaxations(corpus, query, attendee)
    return searched, time.process_time() - begun


def _steps(corpus: Corpus) -> list[float]:
    """Return how long each step of getting ready takes, in seconds."""
    steps: list[float] = []
    begun = time.process_time()
    for _ in corpus.prepare():
        steps.append(time.process_time() - begun)
        begun = time.process_time()
    return steps


def _parsing(conference: Conference) -> Figure:
    """Measure the longest of some texts that nobody would type."""
    corpus = Corpus(conference)
    parts = (
        "a ",
        "a,",
        '"',
        "\\",
        "a:b ",
        "level:hrad ",
        "room:rom ",
        "speaker:bal ",
        "-",
        "“",
        "\0",
    )
    texts = [(part * _CHARACTERS)[:_CHARACTERS] for part in parts]
    texts.append(" ".join(f"room:r{n} speaker:s{n} x{n}" for n in range(_CHARACTERS))[:_CHARACTERS])
    longest = max(min(_parse(text, corpus) for _ in range(_ROUNDS)) for text in texts)
    return Figure(
        "parsing 10,000 characters", milliseconds(longest), "≤ 5 ms", longest <= 0.005, "the worst"
    )


def _parse(text: str, corpus: Corpus) -> float:
    """Return the seconds that parsing takes."""
    begun = time.process_time()
    parse(text, corpus.fields)
    return time.process_time() - begun


def _queries(conference: Conference) -> list[str]:
    """Return ten queries, with words of these sessions from often to never said."""
    sessions = conference.sessions
    said = Counter(word for each in sessions[:1000] for word in each.abstract.lower().split())
    words = [word.strip(".") for word, _ in said.most_common()]
    talk = next(session for session in sessions if session.speakers)
    phrase = " ".join(talk.body.split()[3:6])
    return [
        words[2],
        f"{words[40]} {words[400]}",
        words[-1],
        "kubernetes",
        f'"{phrase}"',
        f"difficulty:beginner,all {words[10]}",
        f'room:"{talk.rooms[0]}" after:14:00 day:2',
        f"tag:web -kind:break {words[100]} has:abstract",
        f"speaker:{talk.speakers[0].name.split()[-1]} -{words[20]}",
        f"track:data is:starred,upcoming {words[200]}",
    ]


def _attendee(conference: Conference) -> Attendee:
    talks = [session for session in conference.sessions if session.start]
    starred = talks[:: max(1, len(talks) // _STARS)]
    stars = {session.id: make_bookmark(session, Mark.MUST, "ask about it") for session in starred}
    start = talks[len(talks) // 2].start
    return Attendee(stars, start and start + timedelta(minutes=10))


def _conference(folders: int, sessions: int) -> Conference:
    """Return a conference of as many sessions as several folders hold, each with its own words."""
    parts = [_read(sessions, seed) for seed in range(folders)]
    everything = tuple(
        _enriched(session, number)
        for number, session in enumerate(session for part in parts for session in part.sessions)
    )
    rooms = tuple(room for part in parts for room in part.rooms)
    return parts[0]._replace(sessions=everything, rooms=rooms)


def _read(sessions: int, seed: int) -> Conference:
    with tempfile.TemporaryDirectory() as folder:
        write_conference(Path(folder), sessions=sessions, seed=seed)
        return open_conference(Path(folder))


def _enriched(session: Session, number: int) -> Session:
    """Return a session with what talk files do not have, and with words that only it has."""
    return session._replace(
        id=f"{number}/{session.id}",
        track=("data", "web", "community", "core")[number % 4],
        tags=(f"topic {number % 97}", "web" if number % 3 else "art"),
        language=("en",) if number % 5 else ("de",),
        body=f"{session.body}\nlib{number:x} and v{number}.{number % 7} naïvely",
    )
