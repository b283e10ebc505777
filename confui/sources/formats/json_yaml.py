"""Reads schedules in JSON or YAML: of Sessionize, in parts, of frab, or of any other structure."""

from confui.doorway import TYPE_CHECKING
from confui.schedule.models import Conference, Severity
from confui.sources.formats.builder import ConferenceBuilder, ConferenceInfo, SourceInfo
from confui.sources.joins import Joined, join_parts
from confui.sources.problems import ASK_AGAIN, BrokenFileError, ProblemCollector, in_quotes
from confui.sources.syntax.document import Document
from confui.sources.syntax.files import decode_text
from confui.sources.syntax.json_text import MAX_DEPTH

if TYPE_CHECKING:
    from confui.sources.syntax.yaml_text import YamlTree

_MAX_NAMED = 5


def read_document(document: Document, source_info: SourceInfo, syntax: str = "JSON") -> Conference:
    """Return the conference in a document.

    Args:
        document: The document.
        source_info: Where it is from.
        syntax: `JSON` or `YAML`, for messages.

    Raises:
        BrokenFileError: There is no schedule in it.
    """
    builder = ConferenceBuilder(source_info)
    if document.repeated:
        keys = ", ".join(map(in_quotes, document.repeated[:_MAX_NAMED]))
        builder.add_problem(
            Severity.WARNING,
            "repeated-key",
            f"Repeated keys: {keys}; the last value counts, and lists are joined",
            "Delete the one that is wrong.",
        )
    if document.too_deep:
        builder.add_problem(
            Severity.WARNING,
            "json-too-deep",
            f"Lists and objects nested more than {MAX_DEPTH} deep are left out",
            ASK_AGAIN,
        )
    from confui.sources.formats.sessionize import is_sessionize, read_sessionize

    document = _join_parts(document, builder)
    if is_sessionize(document.values):
        return read_sessionize(document, builder, source_info)
    from confui.sources.formats.frab_json import read_frab_json  # one of both is loaded

    conference = read_frab_json(document, builder, source_info)
    if conference is None:
        raise BrokenFileError(
            "no-schedule",
            f"{syntax}, but no schedule of frab, pretalx, c3voc or Sessionize",
            "Use the schedule that one of these exports.",
        )
    return conference


def _join_parts(document: Document, builder: ConferenceBuilder) -> Document:
    """Return a document with sessions, slots and speakers apart as one with a flat list."""
    root = document.values
    joined = join_parts(root) if isinstance(root, dict) else None
    if joined is None or not isinstance(root, dict):
        return document
    if not joined.filled_slots:
        _add_problems(joined, builder)
        return document
    from confui.sources.formats.frab_json import count_timed

    others = count_timed(document)
    if others > joined.filled_slots:
        builder.add_problem(
            Severity.WARNING,
            "another-reading",
            f"Read as a list of {others:,} sessions with times; read like a file of "
            f"{joined.shape.name}, there would be {joined.filled_slots:,}",
            "Keep the schedule in one form.",
        )
        return document
    _add_problems(joined, builder)
    conference = root.get("conference", "")
    return document._replace(
        values={
            "sessions": [session for session, _ in joined.sessions],
            **{key: value for key, value in root.items() if key not in joined.shape.parts},
            "conference": {**joined.about, **(conference if isinstance(conference, dict) else {})},
        }
    )


def _add_problems(joined: Joined, builder: ConferenceBuilder) -> None:
    for problem in joined.problems:
        builder.add_problem(Severity.WARNING, *problem)


def read_yaml_schedule(content: bytes, source_info: SourceInfo) -> Conference:
    """Return the conference in a YAML file.

    It is a list of sessions with the keys of talk files, or has any structure that JSON may have.
    The reading with more times counts.

    Raises:
        BrokenFileError: It is not YAML, or has no sessions.
    """
    from confui.sources.syntax.yaml_text import read_yaml_tree  # JSON needs no YAML

    tree = read_yaml_tree(decode_text(content))
    listed = _read_list(tree, source_info)
    repeated = tuple(dict.fromkeys(key for key, _ in tree.repeated))
    try:
        other = read_document(Document(tree.value, repeated=repeated), source_info, "YAML")
    except BrokenFileError:
        if listed is None:
            raise
        return listed
    return other if listed is None else max((listed, other), key=_count_times)


def _read_list(tree: "YamlTree", source_info: SourceInfo) -> Conference | None:
    from confui.sources.talk_folder import (
        ConferenceSettings,
        find_session_list,
        read_listed_sessions,
    )

    session_list = find_session_list(source_info.file, tree, declared=True)
    if session_list is None:
        return None
    builder = ConferenceBuilder(source_info)
    info = builder.with_declared(ConferenceInfo())
    settings = ConferenceSettings(timezone=info.timezone, day_change=info.day_change, url=info.url)
    sessions, problems = read_listed_sessions(source_info.file, session_list, {}, settings)
    builder.problems.extend(problems)
    for session in sessions:
        if not builder.skip_if_full():
            name = session.id.removeprefix(f"{source_info.file}#")
            collector = ProblemCollector(source_info.file, {})
            builder.add(session._replace(id=name), collector, session.line)
    return builder.build(info)


def _count_times(conference: Conference) -> tuple[int, int]:
    timed = sum(session.start is not None for session in conference.sessions)
    return timed, len(conference.sessions)
