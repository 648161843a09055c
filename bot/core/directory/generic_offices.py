"""The words for a caller's own three members of Congress while the members are unknown."""

from bot.text import fold

# People whose district is unknown call these three through the switchboard.
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


def parse_generic(word: str) -> str:
    """The word of `GENERIC` that ``word`` means. Any other word is returned folded."""
    typed = "-".join(fold(word).removeprefix("my ").removeprefix("your ").removeprefix("the ").split())
    return _SPOKEN.get(typed, typed)
