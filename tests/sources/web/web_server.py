"""A web server for tests that sends any response, also broken or endless ones."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

Answer = bytes | Callable[["Caller"], None]
"""The bytes of a response, or a function that sends it."""


def answer(
    body: bytes | str = b"", status: str = "200 OK", length: int | None = None, **headers: str
) -> bytes:
    """Return the bytes of a response; an underscore in the name of a header becomes a hyphen."""
    body = body.encode() if isinstance(body, str) else body
    headers = {"Content_Length": str(len(body) if length is None else length), **headers}
    lines = [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
    return "\r\n".join((f"HTTP/1.1 {status}", *lines, "", "")).encode() + body


class Caller:
    """The connection of a client."""

    def __init__(self, connection: socket.socket, request: str, closing: threading.Event) -> None:
        self.connection = connection
        self.request = request
        self._closing = closing

    def send(self, content: bytes) -> None:
        self.connection.sendall(content)

    def keep_waiting(self, seconds: float | None = None) -> bool:
        """Wait until the test ends, or for some seconds; return whether the test has ended."""
        return self._closing.wait(seconds)


class Server:
    """Sends the responses set for each path, in order; the last one again and again."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.requests: list[str] = []
        self._context = context
        self._answers: dict[str, list[Answer]] = {}
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        self.url = f"{'https' if context else 'http'}://{self.host}"

    def tell(self, path: str, *answers: Answer) -> str:
        """Set the responses of a path, and return its URL."""
        self._answers[path] = list(answers)
        return self.url + path

    @property
    def paths(self) -> list[str]:
        """The requested paths, in order."""
        return [request.split()[1] for request in self.requests]

    def __enter__(self) -> Self:
        self._run(self._listen)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=5)
            assert not thread.is_alive()
        self._socket.close()

    def _run(self, task: Callable[[], None]) -> None:
        thread = threading.Thread(target=task)
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:  # it is closing
                return
            connection.settimeout(5)
            self._run(partial(self._serve, connection))

    def _serve(self, connection: socket.socket) -> None:
        # The client may close the connection at any time.
        with connection, suppress(OSError):
            if self._context is None:
                self._answer(connection)
            else:
                with self._context.wrap_socket(connection, server_side=True) as secure:
                    self._answer(secure)

    def _answer(self, connection: socket.socket) -> None:
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            part = connection.recv(4096)
            if not part:
                return
            request += part
        self.requests.append(request.decode())
        path = self.paths[-1]
        answers = self._answers.get(path) or [answer("nothing here", "404 Not Found")]
        told = answers.pop(0) if len(answers) > 1 else answers[0]
        if callable(told):
            told(Caller(connection, request.decode(), self._closing))
        else:
            connection.sendall(told)


def tunnel_to(port: int) -> Callable[[Caller], None]:
    """Return a response of a proxy that connects every client to one port of this computer."""

    def tunnel(caller: Caller) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as target:
            caller.send(b"HTTP/1.1 200 Connected\r\n\r\n")
            back = threading.Thread(target=_pour, args=(target, caller.connection))
            back.start()
            _pour(caller.connection, target)
            back.join(timeout=5)

    return tunnel


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(4096):
            target.sendall(part)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def write_certificate(folder: Path, *names: str) -> tuple[Path, ssl.SSLContext]:
    """Write a certificate for some host names; return its path and the context for a server."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    alternatives = ",".join(f"DNS:{name}" for name in names) + ",IP:127.0.0.1"
    subprocess.run(
        [
            *command.split(),
            *("-keyout", key, "-out", certificate, "-subj", "/CN=invented"),
            *("-addext", f"subjectAltName={alternatives}"),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return certificate, context
