"""What takes a while, done beside the screen and without keeping the program from ending."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TypeVar, cast

T = TypeVar("T")


async def run_in_thread(work: Callable[[], T]) -> T:
    """Return what `work` returns, or raise what it raises, once its thread is done.

    Where nobody waits any more, what comes of it is dropped; the thread ends with the program at
    the latest. Textual's own threads would hold up the end until the slowest server has answered.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: Exception | None) -> None:
        if done.done():
            return  # it was cancelled: nobody waits any more
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(cast(T, result))

    def run() -> None:
        result = failure = None
        try:
            result = work()
        except Exception as error:
            failure = error
        with suppress(RuntimeError):  # the program has ended meanwhile
            loop.call_soon_threadsafe(settle, result, failure)

    Thread(target=run, daemon=True).start()
    return await done
