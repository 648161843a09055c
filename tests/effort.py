"""How much the random tests and the crash tests try: a short form in every run, a long one on request.

``CALLBOARD_LONG_TESTS=1 ./callboard test`` runs the long form: more examples, more kills, every fault on both.
"""

import os
from typing import Final

IS_LONG: Final = bool(os.environ.get("CALLBOARD_LONG_TESTS"))


def choose(short: int, long: int) -> int:
    """The number of examples, rounds or kills for this run."""
    return long if IS_LONG else short
