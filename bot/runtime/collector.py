"""Python's garbage collector, for a process that serves for months after it has started."""

import gc

# So many objects more than before start a collection of young ones. Python's 700 come every other request, and a tenth
# of the CPU goes into looking at what requests under way still need.
_YOUNG = 10_000


def tune_collector() -> None:
    """Leave alone what was made so far, such as modules and sentences, and look at the rest less often."""
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
