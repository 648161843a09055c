"""The words for a caller's own members of Congress, and for those of their state, while the members are unknown."""

import re

from bot.text import fold

# People whose district is unknown call these three through the switchboard.
GENERIC = ("representative", "senator-1", "senator-2")
SENATORS = GENERIC[1:]

# A caller's own members of their state's legislature, and their governor, while these are unknown.
LOWER, UPPER, GOVERNOR = "state-lower", "state-upper", "state-governor"
STATE_GENERIC = (LOWER, UPPER, GOVERNOR)

_GOVERNOR = re.compile(r"governor-[a-z]{2}", re.ASCII)  # a governor's key: see `state_shape.Governor`


def _make_keys(*several: str) -> frozenset[str]:
    """The keys of words: folded, with hyphens between them."""
    return frozenset("-".join(fold(words).split()) for words in several)


# What means a senator of the caller's without saying which, in English and in the languages of the catalogs.
_EITHER_SENATOR = _make_keys(
    *("senate", "senator", "senators", "sen"),
    *("senador", "senadora", "senadores", "senadoras", "senado"),  # Spanish and Tagalog
    *("상원", "상원의원", "상원의원님"),
    *("thượng viện", "thượng nghị sĩ"),
    *("参议院", "参议员", "參議院", "參議員"),
)
# What means the caller's representative in the languages of the catalogs.
_REPRESENTATIVE = _make_keys(
    *("representante", "representantes", "congresista", "cámara", "cámara de representantes"),
    *("kinatawan", "kongresista"),
    *("하원", "하원의원", "하원의원님"),
    *("hạ viện", "hạ nghị sĩ", "dân biểu"),
    *("众议院", "众议员", "眾議院", "眾議員"),
)
_SPOKEN = {
    **dict.fromkeys(_EITHER_SENATOR, "senator-1"),
    **dict.fromkeys(_REPRESENTATIVE, "representative"),
    "rep": "representative",
    "house": "representative",
    "house-of-representatives": "representative",
    "representatives": "representative",
    "reps": "representative",
    "congressman": "representative",
    "congresswoman": "representative",
    "congressperson": "representative",
    "congressmember": "representative",
    "congress-member": "representative",
    "house-member": "representative",
    "house-rep": "representative",
    "house-representative": "representative",
    "rep-in-congress": "representative",
    "representative-in-congress": "representative",
    "delegate": "representative",
    "commissioner": "representative",
    "resident-commissioner": "representative",
    "senator1": "senator-1",
    "senator2": "senator-2",
    "senior": "senator-1",
    "senior-senator": "senator-1",
    "junior": "senator-2",
    "junior-senator": "senator-2",
    "senior-us-senator": "senator-1",
    "senior-u.s.-senator": "senator-1",
    "junior-us-senator": "senator-2",
    "junior-u.s.-senator": "senator-2",
    "state-senator": UPPER,
    "state-senate": UPPER,
    "state-sen": UPPER,
    "state-representative": LOWER,
    "state-rep": LOWER,
    "state-house": LOWER,
    "state-assembly": LOWER,
    "state-assembly-member": LOWER,
    "assembly": LOWER,
    "assembly-member": LOWER,
    "assemblymember": LOWER,
    "assemblyman": LOWER,
    "assemblywoman": LOWER,
    "councilmember": UPPER,
    "council-member": UPPER,
    "governor": GOVERNOR,
    "gov": GOVERNOR,
}
_BEFORE = (
    *("one of ", "my ", "your ", "our ", "the ", "u.s. ", "us ", "united states "),
    *("mi ", "mis ", "el ", "la ", "los ", "las ", "ang ", "aking ", "우리 ", "제 ", "내 ", "我的"),
)


def find_governor_word(slot: str) -> str | None:
    """`GOVERNOR` for the key of a state's governor, None for any other slot."""
    return GOVERNOR if _GOVERNOR.fullmatch(slot) else None


def parse_generic(word: str) -> str:
    """The word of `GENERIC` that ``word`` means. Any other word is returned folded."""
    typed = _join(word)
    return _SPOKEN.get(typed, typed)


def is_either_senator(word: str) -> bool:
    """Whether ``word`` means a senator of the caller's without saying which."""
    return _join(word) in _EITHER_SENATOR


def _join(word: str) -> str:
    bare = fold(word)
    for word in _BEFORE:
        bare = bare.removeprefix(word)
    return "-".join(bare.split())
