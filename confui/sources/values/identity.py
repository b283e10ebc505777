"""What else names a session, so that it is known again when its id has changed."""

from collections.abc import Mapping

from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.fields import is_empty
from confui.text import clean


def read_identity_keys(
    values: Mapping[str, RawValue], *, guid: str = "guid", code: str = "code", page: str = ""
) -> tuple[str, ...]:
    """Return the keys of a session (see `models.Session.keys`) from what its source writes.

    `guid`, `code` and `page` are the source's own words for them. Of a page's address only the path
    counts: a site may change its name.
    """
    found = []
    for kind, name in (("guid", guid), ("code", code), ("page", page)):
        value = values.get(name, "")
        if isinstance(value, str) and not is_empty(value):
            found.append(f"{kind}:{_path(value) if kind == 'page' else clean(value)}")
    return tuple(found)


def _path(address: str) -> str:
    """Return the path and query of an address, without a slash at either end."""
    _, scheme, rest = address.strip().partition("://")
    path = rest.partition("/")[2] if scheme else address.strip()
    return clean(path.strip("/"))
