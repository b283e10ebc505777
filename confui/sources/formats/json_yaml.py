"""Reads schedules in JSON or YAML: of Sessionize, in parts, of frab, or of any other structure."""

from confui.schedule.models import Conference, Severity
from confui.sources.formats.builder import ConferenceBuilder, SourceInfo
from confui.sources.joins import join_parts
from confui.sources.problems import BrokenFileError, in_quotes
from confui.sources.syntax.document import Document
from confui.sources.syntax.json_text import MAX_DEPTH

_MAX_NAMED = 5


def read_document(document: Document, source_info: SourceInfo) -> Conference:
    """Return the conference in a document.

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
            "Use fewer levels.",
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
            "JSON, but no schedule of frab, pretalx, c3voc or Sessionize",
            "Use the schedule that one of these exports.",
        )
    return conference


def _join_parts(document: Document, builder: ConferenceBuilder) -> Document:
    """Return a document with sessions, slots and speakers apart as one with a flat list."""
    root = document.values
    joined = join_parts(root) if isinstance(root, dict) else None
    if joined is None or not isinstance(root, dict):
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
    for problem in joined.problems:
        builder.add_problem(Severity.WARNING, *problem)
    conference = root.get("conference", "")
    return document._replace(
        values={
            "sessions": [session for session, _ in joined.sessions],
            **{key: value for key, value in root.items() if key not in joined.shape.parts},
            "conference": {**joined.about, **(conference if isinstance(conference, dict) else {})},
        }
    )
