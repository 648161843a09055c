"""How hard the random and the violent tests try: a short form in every run, the long one when asked for.

``CALLBOARD_LONG_TESTS=1 ./callboard test`` takes the long form: more examples, more kills, every fault on both roads.
"""

import os
from typing import Final

IS_LONG: Final = bool(os.environ.get("CALLBOARD_LONG_TESTS"))


def choose(short: int, long: int) -> int:
    """The number of examples, rounds or kills for this run."""
    return long if IS_LONG else short
