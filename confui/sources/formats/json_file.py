"""Which of the JSON schedules a file is: Sessionize, or one of the frab family."""

from confui.schedule.models import Conference, Severity
from confui.sources.formats.builder import ConferenceBuilder, SourceInfo
from confui.sources.problems import BrokenFileError, in_quotes
from confui.sources.syntax.json_text import MAX_DEPTH, JsonText


def read_json_file(content: bytes, source_info: SourceInfo) -> Conference:
    """Return the conference in a JSON file of frab, pretalx, c3voc or Sessionize.

    Raises `BrokenFileError` where it is no JSON, or JSON without a schedule.
    """
    read = JsonText(content)
    builder = ConferenceBuilder(source_info)
    if read.repeated:
        names = ", ".join(in_quotes(key) for key in list(read.repeated)[:5])
        builder.add_problem(
            Severity.WARNING,
            "repeated-key",
            f"Written twice: {names}; the last value counts, and lists are joined",
            "Delete the one that is wrong.",
        )
    if read.too_deep:
        builder.add_problem(
            Severity.WARNING,
            "json-too-deep",
            f"Lists and objects more than {MAX_DEPTH} deep within one another are left out",
            "Write it flatter.",
        )
    from confui.sources.formats import sessionize

    if sessionize.is_sessionize(read.values):
        return sessionize.read_sessionize(read, builder, source_info)
    from confui.sources.formats.frab_json import read_frab_json

    conference = read_frab_json(read, builder, source_info)
    if conference is None:
        raise BrokenFileError(
            "no-schedule",
            "JSON, but no schedule of frab, pretalx, c3voc or Sessionize",
            "Name the schedule that one of these exports.",
        )
    return conference
