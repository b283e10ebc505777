"""How much a test tries, which depends on the profile in use: `make torture` has the long form.

`tests/conftest.py` has the profiles. A number written at a test would be the same in all of them.
"""

import os

from hypothesis import settings


def examples(share: float) -> int:
    """Return `share` times the number of examples that the profile in use tries by default."""
    return max(1, round(settings().max_examples * share))


def short_or_long(short: int, long: int) -> int:
    """Return how much to try of something else than examples: `long` in the long form."""
    return long if os.environ.get("HYPOTHESIS_PROFILE") == "long" else short
