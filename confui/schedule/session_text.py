"""The abstract and body of a session as one Markdown text."""

from confui.schedule.models import Session
from confui.text import fold


def session_markdown(session: Session) -> str:
    """Return the abstract and the body as Markdown, without repeating the abstract.

    In many schedules the abstract is also the first paragraph of the body, or all of it.
    """
    abstract, body = session.abstract.strip(), session.body.strip()
    if not abstract or _flat(body).startswith(_flat(abstract)):
        return body
    first, _, rest = body.partition("\n\n")
    if first and _flat(abstract).startswith(_flat(first)) and not _is_structure(first):
        body = rest.strip()
    return f"{abstract}\n\n{body}" if body else abstract


def _flat(text: str) -> str:
    """Return only letters and digits: the copies often differ in quotes and dashes."""
    return "".join(filter(str.isalnum, fold(text)))


def _is_structure(paragraph: str) -> bool:
    """Whether a paragraph is a heading, list, quote, table or code, which an abstract is not."""
    return paragraph.startswith(("#", "-", "*", "+", ">", "|", "`"))
