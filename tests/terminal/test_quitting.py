"""Quitting does not wait for a server that takes its time."""

from tests.sources.web.web_server import Caller, Server, answer
from tests.terminal.conftest import Start


def test_q_ends_the_program_while_a_server_answers_drop_by_drop(start: Start) -> None:
    def dripping(caller: Caller) -> None:
        caller.send(answer("{", length=1_000_000))
        while not caller.keep_waiting(0.5):
            caller.send(b" ")

    with Server() as server:
        url = server.tell("/schedule.json", dripping)
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
        terminal.write(b"q")
        # Whoever waited for the answer would read it for a minute, the longest that one may take.
        assert terminal.wait(timeout=30) == 0
