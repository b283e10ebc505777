"""Which web addresses confui asks for a schedule, and in what form."""

import re

from confui.sources.problems import in_quotes
from confui.text import safe_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address

_CALENDAR = re.compile("^webcals?(?=://)", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
_PUNCTUATION = "%/:@!$&'()*+,;=~?"
"""What may stand in a path or a query as it is, besides letters and digits."""


class RefusedUrlError(Exception):
    """An address that confui does not ask; the message is one line, safe to show."""


def downloadable_url(written: str) -> str:
    """Return a web address in the form in which it is asked: in ASCII, and without a fragment.

    It has to be https, or http to this very computer; `webcal://` means https.

    Raises:
        RefusedAddressError: It is another one, has a user name or password, or white space or
            invisible characters.
    """
    from urllib.parse import quote, urlsplit, urlunsplit

    url = safe_url(_CALENDAR.sub("https", written.strip()))
    if not url:
        raise RefusedUrlError(
            f"{in_quotes(written)} is no web address that confui asks; "
            "write one with https://, without a user name, a password or spaces"
        )
    parts = urlsplit(url)
    host = _in_ascii(parts.hostname or "")
    if not host:
        raise RefusedUrlError(f"{in_quotes(written)} names no host; check the address")
    if parts.scheme == "http" and not _is_loopback(host):
        raise RefusedUrlError(f"{host}: http:// is not safe; write https:// instead")
    port = "" if parts.port is None else f":{parts.port}"
    place = (f"[{host}]" if ":" in host else host) + port
    path, query = quote(parts.path or "/", _PUNCTUATION), quote(parts.query, _PUNCTUATION)
    return urlunsplit((parts.scheme, place, path, query, ""))


def host_of(url: str) -> str:
    """Return the host of an address that may be asked, and its port where it names one."""
    from urllib.parse import urlsplit

    return urlsplit(url).netloc


def leads_to_private_network(origin: str, target: str) -> bool:
    """Whether a public address leads to this computer, or to an address in a private network.

    Both may be asked. What is looked at is what the addresses say: numbers, and `localhost`. A name
    is taken for a public one, wherever it resolves to.
    """
    return _is_public(origin) and not _is_public(target)


def _is_public(url: str) -> bool:
    from urllib.parse import urlsplit

    host = urlsplit(url).hostname or ""
    number = _number(host)
    return number.is_global if number is not None else not _is_this_computer(host)


def _is_loopback(host: str) -> bool:
    number = _number(host)
    return number.is_loopback if number is not None else host.rstrip(".") == "localhost"


def _is_this_computer(name: str) -> bool:
    return f".{name.rstrip('.')}".endswith(".localhost")


def _number(host: str) -> "IPv4Address | IPv6Address | None":
    """Return the number that a host is written as, in any of the ways that computers take."""
    import socket
    from ipaddress import IPv4Address, IPv6Address

    try:
        if ":" not in host:
            return IPv4Address(socket.inet_aton(host))  # 127.1 and 0x7f000001 are numbers too
        number = IPv6Address(host)
    except (OSError, ValueError):
        return None
    return number.ipv4_mapped or number


def _in_ascii(host: str) -> str:
    """Return a host in the letters that names on the web have; empty where it is none."""
    if ":" in host:
        return host if _number(host) is not None else ""
    try:
        written = host.encode("idna").decode().lower()
    except UnicodeError:  # also a part that is empty or too long
        return ""
    return written if _HOST.fullmatch(written) else ""
