"""In which file a session is, for problems of a whole conference."""

import re

from confui.schedule.models import Conference, Session

_OWN_FILE = re.compile(r"(.+?\.(?:md|markdown|ya?ml))(?:#.*)?", re.IGNORECASE)
"""The id of a session in a folder of talk files, which starts with the file."""


def find_schedule_file(conference: Conference) -> str:
    """Return the file that contains all sessions; empty for a folder of talk files."""
    if all(map(find_file, conference.sessions)):
        return ""
    files = {problem.file for problem in conference.problems} - {"conference.yaml"}
    return min(files, default="") or conference.source.rpartition("/")[2] or conference.source


def find_file(session: Session) -> str:
    """Return the talk file in the id of a session; empty if there is none."""
    match = _OWN_FILE.fullmatch(session.id)
    return match[1] if match else ""


def find_place(conference: Conference, session: Session) -> tuple[str, int]:
    """Return the file and the line of a session."""
    return find_schedule_file(conference) or find_file(session), session.line
