"""Words that no public name may contain: profanity, slurs, and slogans against immigrants, in any spelling."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glin_profanity import Filter

# Words in the library's lists that are also names: Dick, Bastardo, Kike (short for Enrique), Semen (Семён), Anal.
_NAMES = (
    *("anal", "bastardo", "boner", "butt", "cock", "cocks", "concha", "coon", "cumming", "dick", "escort", "fuk"),
    *(
        "hoe",
        "hooker",
        "kike",
        "lolita",
        "negro",
        "paki",
        "pinche",
        "poon",
        "santorum",
        "semen",
        "tit",
        "trio",
        "verga",
    ),
    *(
        "asno",
        "fiesta",
        "infierno",
        "maldito",
        "martillo",
        "pis",
        "pedo",
        "porn",
        "simp",
        "skeet",
        "snatch",
        "suck",
        "twinkie",
    ),
    *(
        "prince albert piercing",
        "marica",
        "bs",
        "mf",
        "xx",
        "playboy",
        "orina",
        "shota",
        "felch",
        "swinger",
        "wank",
        "coons",
    ),
)
# Names that look like a stretched rude word.
_WHOLE = ("annus", "rappe", "fagg", "faggs", "tiits")
# Slurs and slogans against immigrants that the library lacks, and rude forms of words that are ignored as names.
_MORE = (
    *("aliens", "illegal", "illegals", "ilegal", "ilegales", "invader", "invaders", "deport", "deported"),
    *("deportation", "anchor baby", "anchor babies", "go home", "go back", "send them back", "build the wall"),
    *(
        "speak english",
        "border hopper",
        "la migra",
        "white pride",
        "sieg heil",
        "hitler",
        "nazis",
        "kkk",
        "ku klux klan",
    ),
    *("chink", "chinks", "chinky", "chinaman", "gooks", "japs", "pakis", "kikes", "negros", "spick", "spicks"),
    *("spics", "wop", "wops", "dagos", "coolie", "coolies", "zipperhead", "ching chong", "camel jockey", "ragheads"),
    *("towelheads", "mojado", "mojados", "sudaca", "sudacas", "frijolero", "frijoleros", "indio sucio", "wetbacks"),
    *("gringos out", "gypsies", "redskin", "squaw", "terrorist", "terrorists", "dickhead", "dick head"),
    *("pendejo", "pendeja", "pendejos", "chinga", "chingar", "chingada", "chinga tu madre", "cabrona", "joder"),
    *("putos", "puto", "putas", "fucks", "fcuk", "fuker", "fuking", "shits", "whore", "whores", "sluts", "cunts"),
    *("assholes", "bastards", "faggots", "fag", "fags", "niggers", "niggas", "retards", "trannies"),
    *("fuk you", "fuk off", "fuk u", "suck it", "suck my", "my dick", "big dick", "small dick", "porn star", "gohome"),
    *("immigrants out", "migrants out", "no immigrants", "no migrants", "immigrants go", "deportthem", "deporter"),
    *("vete a casa", "vete a tu pais", "regresa a tu pais", "fuera inmigrantes", "fuera migrantes"),
    *("kill all", "kill them", "murder", "go die", "rapists", "motherfucking", "cocksuckers"),
)
# These are part of no name, so they match anywhere in it, with any marks between their letters.
_ROOTS = ("fuck", "fvck", "phuck", "motherf", "nigger", "wetback", "towelhead", "faggot", "asshole", "bitch")
_MARKS = str.maketrans(dict.fromkeys("-'."))
_GAPS = str.maketrans(dict.fromkeys("-'.", " "))


@lru_cache(maxsize=4096)
def is_rude(name: str) -> bool:
    """Whether the folded ``name`` contains such a word, even spaced out, stretched, or with marks in between."""
    bare = "".join(one for one in name if one.isalpha())
    forms = {name, name.translate(_MARKS), name.translate(_GAPS)}
    return any(root in bare for root in _ROOTS) or any(_filter().is_profane(form) for form in forms)


@lru_cache(maxsize=1)
def _filter() -> "Filter":
    from glin_profanity import Filter  # imported late: it takes a tenth of a second, and most runs don't need it

    return Filter(
        {
            "languages": ["english", "spanish"],
            "custom_words": list(_MORE),
            "ignore_words": list(_NAMES),
            "whitelist": list(_WHOLE),
            "detect_leetspeak": True,
            "obfuscation": "standard",
        }
    )
