"""Further names of a session, to recognise it when its id has changed."""

from collections.abc import Mapping

from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.fields import is_empty
from confui.text import clean


def read_identity_keys(
    values: Mapping[str, RawValue], *, guid: str = "guid", code: str = "code", page: str = ""
) -> tuple[str, ...]:
    """Return the identity keys of a session, see `models.Session.keys`.

    Only the path of a page's URL is used: a site may move to another host.

    Args:
        values: The session as its source has it.
        guid: The key of its globally unique id.
        code: The key of its code.
        page: The key of the URL of its page; empty where the source has none.
    """
    keys = []
    for kind, name in (("guid", guid), ("code", code), ("page", page)):
        value = values.get(name, "")
        if isinstance(value, str) and not is_empty(value):
            keys.append(f"{kind}:{_path(value) if kind == 'page' else clean(value)}")
    return tuple(keys)


def _path(url: str) -> str:
    """Return the path and query of a URL, without slashes at both ends."""
    _, scheme, rest = url.strip().partition("://")
    path = rest.partition("/")[2] if scheme else url.strip()
    return clean(path.strip("/"))
