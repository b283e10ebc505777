"""Work in a background thread that does not delay the end of the program."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TypeVar, cast

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
