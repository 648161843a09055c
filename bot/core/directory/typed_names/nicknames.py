"""First names that mean one another: people write "Liz" for Elizabeth, and "Michael" for somebody listed as Mike."""

from collections.abc import Iterable

_GROUPS = (
    "abigail abby",
    "abraham abe",
    "alan allan allen al",
    "albert al bert",
    "alexander alexandra alejandro alejandra alex sandy",
    "alexandria alex sandy",
    "alfred al fred",
    "andrew andy drew",
    "angela angie",
    "anthony tony",
    "barbara barb",
    "benjamin ben",
    "bernard bernie",
    "bradley brad",
    "brian bryan",
    "catherine katherine kathryn kathleen cathy kathy kate katie cat kat",
    "charles charlie chuck",
    "christopher christine christina chris",
    "cynthia cindy",
    "daniel dan danny",
    "david dave",
    "deborah debra debbie deb",
    "donald don",
    "douglas doug",
    "edward edwin eddie ed ted",
    "elizabeth liz beth lizzie betty",
    "eugene gene",
    "frances francis fran frank",
    "franklin frank",
    "frederick fred",
    "gabriel gabe",
    "gerald jerry gerry",
    "gregory greg",
    "harold hal harry",
    "henry hank harry",
    "jacob jake",
    "jacqueline jackie",
    "james jim jimmy jamie",
    "janice jan",
    "jeffrey jeff",
    "jennifer jen jenny",
    "jerrold jerry",
    "jesus chuy",
    "john jack johnny jon",
    "jonathan jon",
    "joseph joe joey",
    "joshua josh",
    "judith judy",
    "kenneth ken",
    "kimberly kim",
    "kirsten kirstie",
    "lawrence larry",
    "leonard len lenny",
    "lucille lucy",
    "margaret maggie meg peggy",
    "marjorie marge margie",
    "martin marty",
    "matthew matt",
    "melanie mel",
    "michael mike",
    "mitchell mitch",
    "nancy nan",
    "nathan nathaniel nate",
    "nicholas nick",
    "nicole nikki",
    "pamela pam",
    "patricia pat patty trish",
    "patrick pat",
    "peter pete",
    "philip phillip phil",
    "randall randy",
    "raymond ray",
    "rebecca becky becca",
    "richard dick rich rick ricky",
    "robert bob bobby rob robbie bert",
    "rodney rod",
    "ronald ron ronnie",
    "rosa rosie",
    "roger rog",
    "russell russ",
    "samuel samantha sam",
    "sanford sandy",
    "stephen steven steve",
    "stephanie steph",
    "suzanne susan sue suzie susie",
    "terrance terry",
    "teresa theresa terri",
    "theodore ted teddy",
    "thomas tom tommy thom",
    "timothy tim",
    "valerie val",
    "victoria vicky",
    "vincent vince",
    "virginia ginny",
    "walter walt",
    "william bill billy will",
    "zachary zach",
)


def _find_others() -> dict[str, frozenset[str]]:
    found = dict[str, frozenset[str]]()
    for group in map(str.split, _GROUPS):
        for name in group:
            found[name] = found.get(name, frozenset()) | set(group)
    return found


_OTHERS = _find_others()


def add_nicknames(names: Iterable[str]) -> set[str]:
    """Normalized first names, and all that people may call somebody with one of them, with its first letter."""
    known = set(names)
    alike = {other for name in known for other in _OTHERS.get(name.split()[0], ())}
    return {*known, *alike, *(name[0] for name in known)}
