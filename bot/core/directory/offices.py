"""The three of one's own in Congress, as they are called while nobody knows who they are."""

from bot.text import fold

# Somebody whose district is unknown rings these three, all through the switchboard.
GENERIC = ("representative", "senator-1", "senator-2")

_SPOKEN = {
    "rep": "representative",
    "house": "representative",
    "congressman": "representative",
    "congresswoman": "representative",
    "delegate": "representative",
    "commissioner": "representative",
    "resident-commissioner": "representative",
    "senator": "senator-1",
    "sen": "senator-1",
    "senator1": "senator-1",
    "senator2": "senator-2",
    "senior": "senator-1",
    "senior-senator": "senator-1",
    "junior": "senator-2",
    "junior-senator": "senator-2",
}


def spoken(word: str) -> str:
    """Return the word of `GENERIC` that people mean by ``word``; one that means none of them comes back."""
    typed = "-".join(fold(word).removeprefix("my ").removeprefix("your ").removeprefix("the ").split())
    return _SPOKEN.get(typed, typed)
