"""The links of a session: its own page, its recordings and slides, and what else it links to."""

from collections.abc import Iterator

from confui.schedule.models import Link, Session

PAGE = "Page"
"""The label that readers give to the link to a session's own page."""


def find_page(session: Session) -> Link | None:
    """Return the link to a session's own page on the site of the conference, if there is one.

    That is the link whose path the session is known by, else the one that a reader labelled so. A
    chat room or a form for feedback is neither.
    """
    paths = {key.removeprefix("page:") for key in session.keys if key.startswith("page:")}
    known = (link for link in session.links if _path(link.url) in paths)
    labelled = (link for link in session.links if link.label == PAGE)
    return next(known, None) or next(labelled, None)


def list_links(session: Session) -> tuple[Link, ...]:
    """Return all links of a session, each address once: page, recordings, slides, then others."""
    page = find_page(session)
    found: dict[str, Link] = {}
    for link in (
        *([page._replace(label=PAGE)] if page else []),
        *_number("Recording", session.video),
        *_number("Slides", session.slides),
        *session.links,
    ):
        found.setdefault(link.url, link)
    return tuple(found.values())


def name_link(link: Link) -> str:
    """Return the name of a link: its label, else its address without scheme and query."""
    if link.label and link.label != link.url:
        return link.label
    return link.url.partition("://")[2].partition("?")[0].removeprefix("www.").rstrip("/")


def _number(label: str, urls: tuple[str, ...]) -> Iterator[Link]:
    for number, url in enumerate(urls, 1):
        yield Link(label if number == 1 else f"{label} {number}", url)


def _path(url: str) -> str:
    return url.partition("://")[2].partition("/")[2].strip("/")
