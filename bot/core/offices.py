"""Offices to ring, and the slots that calls to them count for."""

from collections.abc import Collection, Sequence

from bot.errors import UserError

# Somebody whose district is unknown rings these three, all through the switchboard.
GENERIC = ("representative", "senator-1", "senator-2")

_SPOKEN = {
    "rep": "representative",
    "house": "representative",
    "congressman": "representative",
    "congresswoman": "representative",
    "senator": "senator-1",
    "senator1": "senator-1",
    "senator2": "senator-2",
    "senior": "senator-1",
    "senior-senator": "senator-1",
    "junior": "senator-2",
    "junior-senator": "senator-2",
}


def slot_of(word: str, targets: Sequence[str]) -> str:
    """Return the slot that ``word`` names among ``targets``; raises UserError, naming them, when it is none."""
    typed = "-".join(word.casefold().split())
    slot = _SPOKEN.get(typed, typed)
    if slot not in targets:
        raise UserError("office.unknown", field="office", word=word, known=", ".join(targets))
    return slot


def next_slot(targets: Sequence[str], done: Collection[str]) -> str | None:
    """Return the first target that isn't done, None when all are."""
    return next((slot for slot in targets if slot not in done), None)
