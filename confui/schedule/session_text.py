"""What a session says of itself: abstract and body as one Markdown text."""

from confui.schedule.models import Session
from confui.text import fold


def session_markdown(session: Session) -> str:
    """Return the session's abstract and body as Markdown, the abstract only once.

    Many schedules repeat the abstract as the first paragraph of the body, or as all of it.
    """
    abstract, body = session.abstract.strip(), session.body.strip()
    if not abstract or _flat(body).startswith(_flat(abstract)):
        return body
    first, _, rest = body.partition("\n\n")
    if first and _flat(abstract).startswith(_flat(first)) and not _is_structure(first):
        body = rest.strip()
    return f"{abstract}\n\n{body}" if body else abstract


def _flat(text: str) -> str:
    """Return letters and digits only: the repetition often differs in quotes and dashes."""
    return "".join(filter(str.isalnum, fold(text)))


def _is_structure(paragraph: str) -> bool:
    """Whether a paragraph is a heading or list, which an abstract never repeats."""
    return paragraph.startswith(("#", "-", "*", "+", ">", "|", "`"))
