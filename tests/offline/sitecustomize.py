"""Forbids the network to this process: a connection to another computer is refused and counted.

Python imports a module of this name at its start from any folder of ``PYTHONPATH``, so the programs
that tests start are kept from the network too. It imports nothing that Python has not loaded.
"""

import errno
import os
import sys

COUNT = "CONFUI_REFUSED_CONNECTIONS"
"""The environment variable with the path of the file that gets a line for each refusal."""

attempts: list[str] = []
"""Every connection and look-up of a name that this process asked for, refused or not."""

_EVENTS = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"}
_NAMES = ("socket.gethostbyname", "socket.gethostbyaddr")
_THIS_COMPUTER = ("127.", "::1", "localhost", "::ffff:127.")
_NOWHERE = (".invalid", ".invalid.")
"""Ends of names that no server knows (RFC 2606): they are unknown here without asking one."""


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _EVENTS and event not in _NAMES:
        return
    address = arguments[0] if event in ("socket.getaddrinfo", *_NAMES) else arguments[1]
    host = address[0] if isinstance(address, tuple) and address else address
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if not isinstance(host, str) or host.startswith("/") or not address:
        return  # no name at all, or a socket of the file system
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg") and isinstance(address, str):
        return  # the same, by a relative or an abstract name
    attempts.append(f"{event} {host}")
    if host.startswith(_THIS_COMPUTER) or not host:
        return
    if host.endswith(_NOWHERE):
        from socket import EAI_NONAME, gaierror  # whoever asks has loaded it

        raise gaierror(EAI_NONAME, "Name or service not known")
    if COUNT in os.environ:
        with open(os.environ[COUNT], "a", encoding="utf-8") as file:  # noqa: PTH123  # no imports
            file.write(f"{event} {host!r} by {sys.argv[:3] if hasattr(sys, 'argv') else '?'}\n")
    raise OSError(errno.ENETUNREACH, "The tests have no network")


sys.addaudithook(_refuse)
