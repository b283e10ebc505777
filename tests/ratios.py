"""What work costs as a multiple of other work. Only this module of the tests reads a clock.

No number of seconds holds from one machine to the next, but a multiple of ordinary work does: what
grows with the square of its input, or faster, is far beyond every bound that ordinary work needs.
"""

import math
import time
from collections.abc import Callable

Work = Callable[[], object]


def ratio(work: Work, reference: Work, *, enough: float, rounds: int = 5) -> float:
    """Return how many times the processor time of `reference` it is that `work` takes.

    They take turns. Whatever else the machine does makes either of them only dearer, so the least
    of what each took is compared. The first round is the last one where it comes to no more than
    `enough`, which is all that a test asks.
    """
    least, least_of_reference = math.inf, math.inf
    for _ in range(rounds):
        least_of_reference = min(least_of_reference, _cost(reference))
        least = min(least, _cost(work))
        if least <= enough * least_of_reference:
            break
    return least / least_of_reference


def _cost(work: Work) -> float:
    """Return the processor time that this process takes for `work`."""
    begun = time.process_time()
    work()
    return time.process_time() - begun
