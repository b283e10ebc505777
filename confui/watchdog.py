"""Ends the program on a signal or a closed terminal, even while the event loop is busy.

Signals are caught in C and written to a pipe, which a thread reads: neither needs the event loop.
The thread asks the app to exit. If that takes too long, it restores the terminal and ends the
process. It cannot run while C code holds the interpreter's lock, as one call of `re` may.
"""

import os
import select
import signal
import sys
from collections.abc import Callable
from threading import Event, Thread

_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT") if hasattr(signal, name)
)

_GRACE = 1.2
"""Seconds that the app gets to exit by itself; two seconds are promised in all."""

_CHECK_TERMINAL = 0.5
"""Seconds between two checks that the terminal still exists."""

_LEAVE_SCREEN = (
    b"\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?2004l\x1b[?2048l"
    b"\x1b[?1004l\x1b[<u\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h"
)
"""Ends what a terminal application switches on: mouse, paste, keyboard protocol, other screen."""


class Watchdog:
    """Watches for signals while the app runs. Use it as a context manager in the main thread."""

    def __init__(self, ask_to_exit: Callable[[], object]) -> None:
        """Watch.

        Args:
            ask_to_exit: Asks the app to exit; is called in another thread, at most once.
        """
        self._ask_to_exit = ask_to_exit
        self._ended = Event()
        self._attributes: list[object] | None = None
        self._pipe: tuple[int, int] | None = None
        self._old_handlers: dict[int, object] = {}
        self._old_wakeup = -1

    def __enter__(self) -> None:
        self._attributes = _terminal_attributes()
        read, write = self._pipe = os.pipe()
        os.set_blocking(write, False)
        self._old_wakeup = signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        for number in _SIGNALS:
            # Some handler must exist, or Python would not write the number to the pipe.
            self._old_handlers[number] = signal.signal(number, lambda *_: None)
        Thread(target=self._watch, args=(read,), name="watchdog", daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for number, handler in self._old_handlers.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what `signal.signal` returned
        signal.set_wakeup_fd(self._old_wakeup)
        assert self._pipe is not None
        os.close(self._pipe[1])  # the thread reads the end of the pipe, and ends

    def _watch(self, pipe: int) -> None:
        while not self._ended.is_set():
            number = self._next_signal(pipe)
            if number and not self._ended.is_set():
                self._ask_to_exit()
                if not self._ended.wait(_GRACE):
                    self._end_process(number)
        os.close(pipe)

    def _next_signal(self, pipe: int) -> int:
        """Return the number of a signal that arrived, SIGHUP for a closed terminal, else 0."""
        if not select.select([pipe], [], [], _CHECK_TERMINAL)[0]:
            return 0 if os.isatty(0) else int(signal.SIGHUP)
        arrived = set(os.read(pipe, 64)).intersection(_SIGNALS)
        return min(arrived, default=0)

    def _end_process(self, number: int) -> None:
        try:
            os.write(1, _LEAVE_SCREEN)
            if self._attributes is not None:
                import termios  # not on Windows

                termios.tcsetattr(0, termios.TCSANOW, self._attributes)  # type: ignore[arg-type]  # as read
        except OSError:
            os._exit(128 + number)  # the terminal is gone: there is nothing to restore
        os._exit(128 + number)


def _terminal_attributes() -> list[object] | None:
    """Return how the terminal is set up before the app changes it; None without a terminal."""
    if sys.platform == "win32" or not os.isatty(0):
        return None
    import termios  # not on Windows

    return list(termios.tcgetattr(0))
