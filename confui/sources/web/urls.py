"""Which URLs confui downloads, and how they are written in a request."""

import re

from confui.sources.problems import in_quotes
from confui.text import safe_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address  # slow to import

_CALENDAR_SCHEME = re.compile("^webcals?(?=://)", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
_PERCENT = re.compile("%([0-9a-fA-F]{2})?")
_UNQUOTED = "%/:@!$&'()*+,;=~?"
"""Punctuation that stays as it is in a path or query (RFC 3986)."""


class RefusedUrlError(Exception):
    """confui does not download this URL. The message is one line, safe to show."""


def downloadable_url(text: str) -> str:
    """Return a URL as a request needs it: in ASCII, normalised, without a fragment.

    The scheme must be https, or http to this computer; `webcal://` becomes `https://`. The result
    is what urllib3 requests, which would normalise it too.

    Raises:
        RefusedUrlError: Another scheme, a user name or password, white space or invisible
            characters, or an invalid host.
    """
    from urllib.parse import urlsplit, urlunsplit

    url = safe_url(_CALENDAR_SCHEME.sub("https", text.strip()))
    if not url:
        raise RefusedUrlError(
            f"{in_quotes(text)} is not a URL that confui can download; "
            "use https:// without a user name, a password or spaces"
        )
    parts = urlsplit(url)
    host = _ascii_host(parts.hostname or "")
    if not host:
        raise RefusedUrlError(f"{in_quotes(text)} has no valid host; check the URL")
    if parts.scheme == "http" and not _is_loopback(host):
        raise RefusedUrlError(f"{host}: http:// is not safe; use https:// instead")
    port = "" if parts.port is None else f":{parts.port}"
    netloc = (f"[{host}]" if ":" in host else host) + port
    path = _quote(_without_dot_segments(parts.path or "/"))
    return urlunsplit((parts.scheme, netloc, path, _quote(parts.query), ""))


def host_of(url: str) -> str:
    """Return the host of a downloadable URL, with its port if it has one."""
    from urllib.parse import urlsplit

    return urlsplit(url).netloc


def leads_to_private_network(origin: str, target: str) -> bool:
    """Return whether `origin` is public and `target` is this computer or a private address.

    Only numeric addresses and `localhost` count as private; nothing is resolved, so any other name
    counts as public.
    """
    return _is_public(origin) and not _is_public(target)


def _is_public(url: str) -> bool:
    from urllib.parse import urlsplit

    host = urlsplit(url).hostname or ""
    address = _ip_address(host)
    return address.is_global if address is not None else not _is_localhost(host)


def _is_loopback(host: str) -> bool:
    address = _ip_address(host)
    return address.is_loopback if address is not None else host.rstrip(".") == "localhost"


def _is_localhost(name: str) -> bool:
    return f".{name.rstrip('.')}".endswith(".localhost")


def _ip_address(host: str) -> "IPv4Address | IPv6Address | None":
    """Return the address of a numeric host, in any notation that systems accept, else None."""
    import socket
    from ipaddress import IPv4Address, IPv6Address

    try:
        if ":" not in host:
            return IPv4Address(socket.inet_aton(host))  # accepts 127.1 and 0x7f000001 too
        address = IPv6Address(host)
    except (OSError, ValueError):
        return None
    return address.ipv4_mapped or address


def _quote(text: str) -> str:
    """Return a path or query in ASCII, with valid percent-encodings in capitals."""
    from urllib.parse import quote

    return _PERCENT.sub(
        lambda match: match[0].upper() if match[1] else "%25", quote(text, _UNQUOTED)
    )


def _without_dot_segments(path: str) -> str:
    """Return a path that starts with `/` without `.` and `..` (RFC 3986, 5.2.4)."""
    segments = path.split("/")[1:]
    if segments[-1] in (".", ".."):
        segments.append("")
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept)


def _ascii_host(host: str) -> str:
    """Return a host in ASCII (IDNA); empty if it is not valid."""
    if ":" in host:
        return host if _ip_address(host) is not None else ""
    try:
        ascii_host = host.encode("idna").decode().lower()
    except UnicodeError:  # also for a label that is empty or too long
        return ""
    return ascii_host if _HOST.fullmatch(ascii_host) else ""
