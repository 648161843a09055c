"""The kinds of errands, apart from what does them: a process that takes errands loads that with the first one."""

from enum import StrEnum

CONGRESS_UPDATE, STATES_UPDATE = "congress update", "states update"


class Marking(StrEnum):
    """What a command does to a seat; also the kind of its errand."""

    VACANT = "congress vacant"
    FILL = "congress fill"
