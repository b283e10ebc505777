"""Takes times and rooms of talk files from the YAML and JSON files beside them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from confui.schedule.models import Problem, Severity
from confui.sources.joins import (
    FILE_STEMS,
    MAIN_STEM,
    Joined,
    NamedSlot,
    find_named_slots,
    join_parts,
)
from confui.sources.problems import BrokenFileError, in_quotes
from confui.sources.syntax.files import (
    DataFiles,
    decode_text,
    is_json,
    printable_path,
)
from confui.sources.syntax.raw_values import RawValue
from confui.sources.syntax.yaml_text import YamlTree, read_yaml_tree
from confui.sources.talk_folder.front_matter import MarkdownFile
from confui.sources.talk_folder.session_lists import ListedSessions, has_usual_name
from confui.sources.values.people import make_slug
from confui.sources.values.synonyms import canonical_name
from confui.text import clean

_SCHEDULE_NAMES = frozenset(
    (
        *("agenda", "calendar", "days", "program", "programme", "schedule", "sessions", "slots"),
        *("talks", "timetable"),
    )
)
"""Names of files, or of their folders, that may be a schedule of an unknown shape."""
_MAX_NAMED = 3
_REFERENCE_KEYS = ("key", "id", "slug", "code", "title", "name")


class JoinedFiles(NamedTuple):
    """What data files say."""

    lists: dict[str, ListedSessions]
    """The sessions that have no file of their own, by the file that has them."""
    about: dict[str, RawValue]
    """The title, URL and time zone of the conference, as far as known."""


def join_data_files(
    folder: Path, paths: Iterable[str], talks: dict[str, MarkdownFile], problems: list[Problem]
) -> JoinedFiles:
    """Add when and where to talk files, and return the sessions that have no file of their own.

    Talk files that have a time already are not changed.

    Args:
        folder: The folder of the conference.
        paths: The YAML and JSON files in it. Those named in `FILE_STEMS`, and `main`, are read.
        talks: The talk files by their printable path; those that are placed are replaced.
        problems: Where problems are added.
    """
    by_folder: defaultdict[str, list[str]] = defaultdict(list)
    paths = [*paths]
    for path in paths:
        if is_json(path) and not talks:
            continue  # a schedule file, or a part of one
        if PurePosixPath(path).stem.lower() in (*FILE_STEMS, MAIN_STEM):
            by_folder[path.rpartition("/")[0]].append(path)
    lists: dict[str, ListedSessions] = {}
    about: dict[str, RawValue] = {}
    if any(map(_has_time, talks.values())):
        broken: list[Problem] = []  # they may be about anything
    else:
        broken = problems
    for group in by_folder.values():
        trees = dict(_read_trees(folder, group, broken))
        names = {PurePosixPath(file).stem.lower(): file for file in trees}
        main = names.pop(MAIN_STEM, "")
        inside = trees[main].value if main else ""
        inside = inside if isinstance(inside, dict) else {}
        references = _find_references(talks)
        parts = {name: trees[file].value for name, file in names.items()}
        for name in FILE_STEMS.intersection(inside).difference(parts):
            parts[name], names[name] = inside[name], main
        joined = join_parts(parts, frozenset(references))
        if joined is None:
            continue
        file = names[joined.shape.schedule]
        problems += [
            Problem(Severity.WARNING, code, file, 0, clean(message), fix)
            for code, message, fix in joined.problems
        ]
        if not joined.filled_slots:
            continue
        lists |= _list_sessions(joined, trees, names)
        about |= joined.about
        again = _place_talks(joined, references, talks)
        if again:
            listed = lists.get(file, ListedSessions((), (), ()))
            items = (*listed.items, *again)
            lists[file] = listed._replace(items=items, headings=("",) * len(items))
    _use_other_files(folder, paths, talks, lists, problems)
    return JoinedFiles(lists, about)


def _use_other_files(
    folder: Path,
    paths: Sequence[str],
    talks: dict[str, MarkdownFile],
    lists: Mapping[str, ListedSessions],
    problems: list[Problem],
) -> None:
    """Place talk files by schedules of unknown shapes, if none has a time; else say what is there.

    Schedules are known by their names or those of their folders.
    """
    others = [path for path in paths if printable_path(path) not in lists and _is_schedule(path)]
    if not talks or not others:
        return
    references = _find_references(talks)
    is_timeless = not lists and not any(map(_has_time, talks.values()))
    days = {day for document in talks.values() for day in _find_days(document)}
    for file, tree in _read_trees(folder, others, []):
        slots = find_named_slots(tree.value)
        if is_timeless:
            _place_slots(slots, references, talks)
        elif titles := _find_others(slots, references, days):
            problems.append(_describe_unread(file, titles))


def _is_schedule(path: str) -> bool:
    """Whether a file may be a schedule of an unknown shape, by its name or that of a folder."""
    pure = PurePosixPath(path.lower())
    words = {word.lstrip("_") for word in (*pure.parts[:-1], pure.stem)}
    return not has_usual_name(path) and not _SCHEDULE_NAMES.isdisjoint(words)


def _describe_unread(file: str, titles: Sequence[str]) -> Problem:
    some = ", ".join(in_quotes(title) for title in titles[:_MAX_NAMED])
    number = "A session" if len(titles) == 1 else f"{len(titles):,} sessions"
    return Problem(
        Severity.WARNING,
        "unread-sessions",
        file,
        0,
        f"{number} in the schedule that no talk file has, such as {some}",
        "Write talk files for them, or list them in a manual.yaml.",
    )


def _place_slots(
    slots: Iterable[NamedSlot], references: Mapping[str, str], talks: dict[str, MarkdownFile]
) -> None:
    for slot in slots:
        file = references.get(slot.reference, "")
        if file and not _has_time(talks[file]):
            names = set(map(canonical_name, talks[file].values))
            missing = {k: v for k, v in slot.when.items() if canonical_name(k) not in names}
            talks[file] = talks[file]._replace(values={**talks[file].values, **missing})


def _find_others(
    slots: Iterable[NamedSlot], references: Mapping[str, str], days: set[str]
) -> list[str]:
    """Return the titles on days of the talks that no talk file has."""
    places: defaultdict[int, list[NamedSlot]] = defaultdict(list)
    for slot in slots:
        places[slot.origin].append(slot)
    return [
        together[-1].title
        for together in places.values()
        if together[0].when.get("date") in days
        and all(slot.reference not in references for slot in together)
    ]


def _find_days(document: MarkdownFile) -> Iterator[str]:
    for key, value in document.values.items():
        if canonical_name(key) in ("date", "start") and isinstance(value, str):
            yield value.strip()[:10]


def _has_time(document: MarkdownFile) -> bool:
    return not {"date", "start"}.isdisjoint(map(canonical_name, document.values))


def _read_trees(
    folder: Path, paths: Iterable[str], problems: list[Problem]
) -> Iterator[tuple[str, YamlTree]]:
    data_files = DataFiles()
    for path in paths:
        try:
            content = data_files.read(folder / path)
            if is_json(path):
                from confui.sources.syntax.json_text import read_json  # few sites have JSON

                tree = YamlTree(read_json(content).values, {}, [])
            else:
                tree = read_yaml_tree(decode_text(content))
            yield printable_path(path), tree._replace(value=_unwrap(path, tree.value))
        except BrokenFileError as error:
            problems.append(error.problem(printable_path(path)))


def _unwrap(path: str, value: RawValue) -> RawValue:
    """Return what a file such as `sessions.json` has under the key `sessions`, if there is one."""
    inner = value.get(PurePosixPath(path).stem.lower(), "") if isinstance(value, dict) else ""
    return inner if isinstance(inner, list | dict) and inner else value


def _find_references(talks: dict[str, MarkdownFile]) -> dict[str, str]:
    """Return the talk file for each slug that a schedule may name it by; keys before titles."""
    found: dict[str, str] = {}
    for key in _REFERENCE_KEYS:
        for file, document in talks.items():
            value = document.values.get(key, "")
            if isinstance(value, str) and make_slug(value):
                found.setdefault(make_slug(value), file)
    for file in talks:
        found.setdefault(make_slug(PurePosixPath(file).name.partition(".")[0]), file)
    return found


def _place_talks(
    joined: Joined, references: dict[str, str], talks: dict[str, MarkdownFile]
) -> list[MarkdownFile]:
    """Add when and where to talk files; return those that take place again."""
    again: list[MarkdownFile] = []
    placed: dict[str, MarkdownFile] = {}
    for reference, when in joined.placed:
        file = references[reference]
        document = placed.get(file, talks[file])
        names = set(map(canonical_name, document.values))
        if file not in placed and not _has_time(document):
            missing = {
                key: value for key, value in when.items() if canonical_name(key) not in names
            }
            placed[file] = document
            talks[file] = document._replace(values={**document.values, **missing})
        elif file in placed:
            again.append(document._replace(values={**document.values, **when}))
    return again


def _list_sessions(
    joined: Joined, trees: dict[str, YamlTree], names: dict[str, str]
) -> dict[str, ListedSessions]:
    """Return the sessions in the data files themselves, by the file that has them."""
    items: defaultdict[str, list[MarkdownFile]] = defaultdict(list)
    for session, origin in joined.sessions:
        file = next(
            (file for file, tree in trees.items() if id(origin) in tree.lines),
            names[joined.shape.schedule],
        )
        lines = dict(trees[file].lines.get(id(origin), {}))
        items[file].append(MarkdownFile(session, lines, [], "", opened=True))
    return {
        file: ListedSessions(tuple(found), ("",) * len(found), ()) for file, found in items.items()
    }
