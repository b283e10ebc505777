"""Quitting does not wait for a server that does not answer."""

import time

from tests.sources.web.web_server import Caller, Server
from tests.terminal.conftest import Start


def test_q_ends_the_program_at_once_while_a_server_is_silent(start: Start) -> None:
    def silent(caller: Caller) -> None:
        caller.keep_waiting()

    with Server() as server:
        url = server.tell("/schedule.json", silent)
        terminal = start()
        terminal.wait_for("? help")
        terminal.settle()
        terminal.write(b"c")
        terminal.wait_for("last checked")
        terminal.write(b"a" + url.encode() + b"\r")
        terminal.wait_for("Reading http")
        for text in ("Cancelled", "add  r refresh", "b star"):
            shown = len(terminal.output)
            terminal.write(b"\x1b")
            terminal.wait_for(text, after=shown)
            terminal.settle()
        started = time.monotonic()
        terminal.write(b"q")
        assert terminal.wait() == 0
        assert time.monotonic() - started < 3
