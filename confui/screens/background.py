"""Work in a background thread that does not delay the end of the program."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TypeVar, cast

from confui.doorway import TYPE_CHECKING

if TYPE_CHECKING:
    from confui.sources import Report

T = TypeVar("T")


async def run_in_thread(work: Callable[[], T]) -> T:
    """Call `work` in a thread; return its result, or raise its exception.

    If the caller is cancelled meanwhile, the result is dropped. The thread is a daemon: Textual's
    own thread workers would delay the end of the program until the slowest server has answered.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def finish(result: T | None, error: Exception | None) -> None:
        if done.done():
            return  # the caller was cancelled
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(cast(T, result))

    def run() -> None:
        result = exception = None
        try:
            result = work()
        except Exception as error:
            exception = error
        with suppress(RuntimeError):  # the program has ended, and the event loop with it
            loop.call_soon_threadsafe(finish, result, exception)

    Thread(target=run, daemon=True).start()
    return await done


async def load_in_thread(load: Callable[[], T], report: "Report" = lambda *_: None) -> T:
    """Call what loads a conference, as `run_in_thread` does; large ones do not delay keys.

    Args:
        load: Loads it. If the caller is cancelled meanwhile, that is stopped.
        report: Called with each step.
    """
    from confui.library import Reading  # only what is loaded after the first frame

    loop, reading = asyncio.get_running_loop(), Reading(load)

    def tell(what: str, done: int, total: int) -> None:
        loop.call_soon_threadsafe(report, what, done, total)

    try:
        return await run_in_thread(lambda: reading.wait(tell))
    finally:
        reading.stop()
