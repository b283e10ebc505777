"""Hostile files take little time and little memory.

Most of what is large in them is four times as large in the long form, `make torture`.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from confui.sources.opening import open_conference
from tests.examples import short_or_long
from tests.sources.limited import Opener

MANY = short_or_long(1, 4)
MIB = MANY * 256 * 1024
DEAR = 30
"""How many times as much as a benign file of its format and size a hostile one may cost."""
SPACE = " " * MIB


def talk(front: str, body: str = "") -> str:
    return f"---\ntitle: Snow\nroom: Aurora\n{front}\n---\n{body}"


def xml(inside: str) -> str:
    return (
        "<schedule><day date='2031-05-17'><room name='Aurora'><event id='1'><title>Snow</title>"
        f"{inside}</event></room></day></schedule>"
    )


def calendar(inside: str, head: str = "") -> str:
    event = f"BEGIN:VEVENT\nUID:1\nSUMMARY:Snow\n{inside}\nEND:VEVENT\n"
    return f"BEGIN:VCALENDAR\n{head}\n{event}END:VCALENDAR\n"


def listed(**more: object) -> str:
    return json.dumps({"events": [{"title": "Snow", "start": "10:00", **more}]})


ALIASES = "\n".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9}]" for n in range(1, 10))
MERGED = "\n".join(f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}]}}" for n in range(1, 24))

TALKS = {
    "aliases of aliases": talk(f"a0: &a0 [x]\n{ALIASES}"),
    "merged keys": talk(f"m0: &m0 {{a: b}}\n{MERGED}"),
    "an alias of itself": talk("a: &a [*a]"),
    "200,000 keys": talk("\n".join(f"k{n}: x" for n in range(90_000))),
    "1,000 brackets": talk(f"a: {'[' * 1_000}{']' * 1_000}"),
    "50,000 brackets": talk(f"a: {'[' * 25_000}{']' * 25_000}"),
    "brackets without end": talk("a: " + "[" * 60_000),
    "a number to the base of sixty": talk("a: 1" + ":59" * 20_000),
    "a large number in hexadecimal": talk("a: 0x" + "f" * 60_000),
    "a body of blanks": talk("date: 2031-05-17 10:00", SPACE[:-1_000]),
    "a date of blanks": talk(f"date: '2031-05-17{' ' * 60_000}x'"),
    "speakers of blanks": talk(f"speakers: 'Amina Noor{' ' * 60_000}x'"),
    "speakers of commas": talk(f"speakers: '{'Amina Noor, ' * 5_000}'"),
}
SCHEDULES = {
    "xml: very deep": "<schedule>" + "<a>" * 100_000,
    "xml: very many elements": "<schedule>" + "<a/>" * 250_000 * MANY + "</schedule>",
    "xml: empty elements in an event": xml("<a/>" * 25_000 * MANY),
    "xml: an external entity": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><schedule/>",
    "xml: quadratic entities": f"<!DOCTYPE x [<!ENTITY a '{'a' * 99_999}'>]><x>{'&a;' * 9_999}</x>",
    "xml: breaks": xml(f"<abstract>{'&lt;br&gt;' * 125_000 * MANY}</abstract>"),
    "xml: stray signs": xml(f"<abstract>{'&' * MIB}</abstract>"),
    "xml: control characters": xml(f"<abstract>{'&#1;' * MIB}</abstract>"),
    "xml: attributes": xml("<a " + " ".join(f"a{n}=''" for n in range(50_000 * MANY)) + "/>"),
    "json: very deep": '{"events": ' + "[" * 100_000,
    "json: 5,000 deep and closed": '{"events": ' + "[" * 5_000 + "]" * 5_000 + "}",
    "json: a number of a million digits": listed().replace("10:00", "9" * 1_000_000),
    "json: keys twice": "{" + '"a": [1], ' * 50_000 * MANY + '"events": [{"title": "Snow"}]}',
    "json: a title of elements": listed(title="<a>" * 125_000 * MANY),
    "json: a length of blanks": listed(duration=f"1{SPACE}x"),
    "json: an end of blanks": listed(end=f"2031-05-17{SPACE}x"),
    "json: a level of blanks": listed(level=f"level{SPACE}x"),
    "json: a type of blanks": listed(type=f"a{SPACE}("),
    "json: people of blanks": listed(speakers=f"Amina Noor{SPACE}Bo"),
    "json: people of commas": listed(speakers="Amina Noor, " * 15_000 * MANY),
    "json: the same id": json.dumps({"events": [{"id": "1", "title": "Snow"}] * 1_500 * MANY}),
    "json: the same id on lines": json.dumps({"events": [{"id": "1"}] * 1_500 * MANY}, indent=1),
    "json: lists in lists": json.dumps({"a": [[[[[]] * 20] * 20] * 20] * 20}),
    "ics: repeats every second": calendar("DTSTART:20310517T100000\nRRULE:FREQ=SECONDLY"),
    "ics: one day after another": calendar("RDATE:20310101T000000Z\n" * 50_000 * MANY),
    "ics: a long description": calendar("DESCRIPTION:" + "a" * 7 * MIB),
    "ics: empty lines in it": calendar("DESCRIPTION:" + "\\n" * MIB),
    "ics: speakers of blanks": calendar(f"DESCRIPTION:Speakers: Amina{SPACE}Bo"),
    "ics: speakers of commas": calendar("DESCRIPTION:Speakers: Amina" + ", Bo" * 75_000 * MANY),
    "ics: very many events": "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nEND:VEVENT\n" * 7_500 * MANY,
    "ics: events within one another": "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 25_000 * MANY,
    "ics: a zone with a long name": calendar("DTSTART;TZID=" + "a" * MIB + ":20310517T100000"),
    "ics: a zone of the venue": calendar("", "X-WR-TIMEZONE:" + "a" * MIB),
    "ics: zones that nobody knows": "BEGIN:VCALENDAR\n"
    + "".join(
        f"BEGIN:VEVENT\nDTSTART;TZID=Z{n}:20310517T100000\nEND:VEVENT\n" for n in range(2_000)
    ),
    "ics: folds": calendar("X-A:" + "\n " * 125_000 * MANY),
    "ics: quotes": calendar('X-A;a="' * 50_000 * MANY),
}


CROWDED = {
    "json: the same id",
    "json: the same id on lines",
    "ics: zones that nobody knows",
    "ics: very many events",
    "ics: events within one another",
}
"""What is nothing but sessions, and costs as much as so many."""
MOST_SESSIONS = 5_000
MOST_YAML = 60_000
"""A front matter that is larger is refused unread, whatever is in it."""
PROSE = "Bring boots, a warm hat and something to drink. " * 30
"""As much as is told of a session in an ordinary schedule."""


def benign_talk(content: str) -> str:
    """Return a talk file with as much front matter, and as much text, as a hostile one."""
    _, front, body = content.split("---\n", 2)
    entry = f"- {PROSE[:90]}\n"
    entries = entry * (1 + min(len(front), MOST_YAML) // len(entry))
    return (
        f"---\ntitle: Snow\nroom: Aurora\nlinks:\n{entries}---\n{PROSE * (len(body) // len(PROSE))}"
    )


def benign_schedule(kind: str, size: int, told: str) -> str:
    """Return an ordinary schedule of a kind as long as a hostile one."""
    numbers = range(min(MOST_SESSIONS, 1 + size // (len(told) + 100)))
    if kind == "xml":
        events = (
            f"<event id='{number}'><date>2031-05-17T10:00:00</date><duration>00:30</duration>"
            f"<title>Snow {number}</title><abstract>{told}</abstract></event>"
            for number in numbers
        )
        return (
            "<schedule><day date='2031-05-17'><room name='Aurora'>"
            f"{''.join(events)}</room></day></schedule>"
        )
    if kind == "json":
        return json.dumps(
            {
                "events": [
                    {
                        "id": f"{number}",
                        "title": f"Snow {number}",
                        "start": "2031-05-17T10:00:00",
                        "room": "Aurora",
                        "abstract": told,
                    }
                    for number in numbers
                ]
            }
        )
    events = (
        f"BEGIN:VEVENT\nUID:{number}\nSUMMARY:Snow {number}\nDTSTART:20310517T100000\n"
        f"DTEND:20310517T103000\nLOCATION:Aurora\nDESCRIPTION:{told}\nEND:VEVENT\n"
        for number in numbers
    )
    return f"BEGIN:VCALENDAR\n{''.join(events)}END:VCALENDAR\n"


@pytest.fixture(scope="module")
def opener() -> Iterator[Opener]:
    with Opener() as running:
        yield running


@pytest.mark.parametrize("content", TALKS.values(), ids=TALKS.keys())
def test_a_hostile_talk_file_takes_little_time_and_memory(
    folder: Path, tmp_path: Path, opener: Opener, content: str
) -> None:
    benign = tmp_path / "benign"
    benign.mkdir()
    for each, text in ((folder, content), (benign, benign_talk(content))):
        (each / "good.md").write_text("---\ntitle: Ice\nroom: Birch\ndate: 2031-05-17 10:00\n---\n")
        (each / "bad.md").write_text(text)
    cost, sessions, problems = opener.open(folder, benign, enough=DEAR)
    assert cost < DEAR
    assert sessions == 2 or (sessions, problems) == (1, 1)


@pytest.mark.parametrize(("name", "content"), SCHEDULES.items(), ids=SCHEDULES.keys())
def test_a_hostile_schedule_takes_little_time_and_memory(
    folder: Path, opener: Opener, name: str, content: str
) -> None:
    path, benign = folder / "schedule", folder / "benign"
    path.write_text(content)
    told = "" if name in CROWDED else PROSE
    benign.write_text(benign_schedule(name.partition(":")[0], len(content), told))
    cost, sessions, problems = opener.open(path, benign, enough=DEAR)
    assert cost < DEAR
    assert sessions or problems


LISTS = {
    "brackets without end": "[" * MIB,
    "aliases of aliases": f"0\n  a0: &a0 [x]\n  {ALIASES.replace(chr(10), chr(10) + '  ')}",
    "an alias behind a long text": f"{SPACE}x\n  b: &b x",
    "a document behind a long text": f"{SPACE}x\n---\nb",
    "tabs": "x\n" + "\t\n" * (MIB // 2),
    "a quote without end": "'" + "'' " * (MIB // 3),
    "empty mappings": f"[{'{a},' * (MIB // 16)}]",
    "the same key": "x\n" + "  b: x\n" * (MIB // 28),
}
"""What follows the first session of a list."""


@pytest.mark.parametrize("content", LISTS.values(), ids=LISTS.keys())
def test_a_hostile_list_of_sessions_takes_little_time_and_memory(
    folder: Path, tmp_path: Path, opener: Opener, content: str
) -> None:
    benign = tmp_path / "benign"
    benign.mkdir()
    first = "- title: Snow\n  date: 2031-05-17 10:00\n  room: Aurora\n"
    told = f"{first}  abstract: {PROSE}\n"
    (benign / "manual.yaml").write_text(told * (1 + len(content) // len(told)))
    (folder / "manual.yaml").write_text(f"{first}  a: {content}")
    cost, sessions, problems = opener.open(folder, benign, enough=DEAR)
    assert cost < DEAR
    assert sessions or problems


def test_a_hostile_list_of_sessions_is_refused(folder: Path) -> None:
    (folder / "manual.yaml").write_text(f"- title: Snow\n  date: 2031-05-17\n  a: {'[' * 60_000}")
    assert [problem.code for problem in open_conference(folder).problems] == ["yaml-too-deep"]
