"""Which of the schedules in JSON a file is, told by its keys."""

from confui.schedule.models import Conference, Severity
from confui.sources.findings import BrokenFileError, quoted
from confui.sources.jsontext import MAX_DEPTH, JsonText
from confui.sources.programme import Origin, Programme


def read_json_file(content: bytes, origin: Origin) -> Conference:
    """Return the conference in a JSON file of frab, pretalx, c3voc or Sessionize.

    Raises `BrokenFileError` where it is no JSON, or JSON without a schedule.
    """
    read = JsonText(content)
    programme = Programme(origin)
    if read.repeated:
        names = ", ".join(quoted(key) for key in list(read.repeated)[:5])
        programme.note(
            Severity.WARNING,
            "repeated-key",
            f"Written twice: {names}; the last value counts, and lists are joined",
            "Delete the one that is wrong.",
        )
    if read.too_deep:
        programme.note(
            Severity.WARNING,
            "json-too-deep",
            f"Lists and objects more than {MAX_DEPTH} deep within one another are left out",
            "Write it flatter.",
        )
    from confui.sources import sessionize

    if sessionize.is_sessionize(read.values):
        return sessionize.read_sessionize(read, programme, origin)
    from confui.sources.frab_json import read_frab_json

    conference = read_frab_json(read, programme, origin)
    if conference is None:
        raise BrokenFileError(
            "no-schedule",
            "JSON, but no schedule of frab, pretalx, c3voc or Sessionize",
            "Name the schedule that one of these exports.",
        )
    return conference
