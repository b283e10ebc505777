"""How many examples a property is tried with: a share of what the profile in use asks for.

`tests/conftest.py` has the profiles. A number written at a test would be the same in all of them.
"""

from hypothesis import settings


def examples(share: float) -> int:
    """Return `share` times the number of examples that the profile in use tries by default."""
    return round(settings().max_examples * share)
