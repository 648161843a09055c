"""Guesses whether words tell the immigration status of their writer or family, in the seven languages.

It may ask in vain, and it may miss some: it never refuses, and nobody is asked about their status.
"""

import re

from bot.patterns import compile_later
from bot.text import fold

_KIN = "mom|mother|dad|father|parents?|husband|wife|partner|son|daughter|kids?|child|children|brother|sister|family"
_KIN += "|grandm\\w+|grandf\\w+|grandparents|uncle|aunt|cousins?|boyfriend|girlfriend|fianc\\w+"
_TERMS = (
    "undocumented|illegal\\w*|papers|overstayed|visas?|green ?cards?|daca\\b|dreamers?\\b|deport\\w*|asylum|asylee"
    "|refugees?|tps\\b|citizens?\\b|permanent resident|lpr\\b|work permit|legal status|immigration status"
    "|without status|no status|crossed the border|border patrol|ice\\b"
)
_NOT_ASKING = r"(?! (?:asking|writing|calling|urging|hoping|proud|worried|speaking|here to|in favor|for|with)\b)"
_PAIRS = (
    (
        rf"\b(?:(?:i am|i'm|im|we are|we're){_NOT_ASKING}|i was|i have|i've|i came|i don't have|i crossed"
        rf"|i overstayed|we were|we have|we came|(?:my|our) (?:own )?(?:{_KIN})(?:'s)?)\b",
        _TERMS,
    ),
    (
        r"\b(?:soy|estoy|era|tengo|no tengo|vine|cruce|llegue|somos|estamos|tenemos|vinimos"
        r"|mis? (?:mama|madre|papa|padres?"
        r"|esposo|esposa|marido|mujer|hij[oa]s?|herman[oa]s?|familia|abuel[oa]s?|tios?|tias?|prim[oa]s?|novi[oa]))\b",
        r"indocumentad\w*|sin papeles|papeles|ilegal\w*|ciudadan[oa]s?\b|residentes?\b|tarjeta verde|green card|daca\b"
        r"|dreamers?\b|sonador\w*|visas?\b|deporta\w*|asilo|refugiad\w*|tps\b|permiso de trabajo|estatus|migra\b",
    ),
    (
        r"我|俺|咱|本人",
        r"无证|無證|没有身份|沒有身份|没身份|沒身份|身份|黑户|黑戶|非法|绿卡|綠卡|公民|签证|簽證|庇护|庇護|难民|難民"
        r"|遣返|驱逐|驅逐|追梦|追夢|daca|偷渡",
    ),
    (
        r"나는|저는|전\b|난\b|제가|내가|우리|저희|제 |내 |어머니|아버지|부모님|남편|아내|아들|딸|동생",
        r"서류 ?미비|불법|영주권|시민권|비자|추방|망명|난민|daca|체류|신분|드리머",
    ),
    (
        r"\b(?:toi|chung toi|minh|bo toi|cha toi|me toi|con toi|chong toi|vo toi|anh toi|em toi|chi toi)\b",
        r"khong (?:co )?giay to|giay to|bat hop phap|the xanh|cong dan|quoc tich|visa|thi thuc|truc xuat|t[iy] nan|daca"
        r"|thuong tru|di dan lau|khong tinh trang",
    ),
    (
        r"\b(?:ako|kami|ko|namin|aking|aming|nanay|tatay)\b",
        r"walang papeles|papeles|\btnt\b|undocumented|green ?card|citizen|mamamayan|visa|deport|asylum|daca|ilegal"
        r"|permanent resident",
    ),
)
_NEAR = 60  # characters of one sentence between the two


_TAGALOG = _PAIRS[-1]  # puts the subject behind its verb


def _compile(who: str, what: str) -> re.Pattern[str]:
    return compile_later(rf"(?:{who})[^.!?。！？\n]{{0,{_NEAR}}}(?:{what})")


_PATTERNS = (*(_compile(*pair) for pair in _PAIRS), _compile(*reversed(_TAGALOG)))


def tells_status(text: str) -> bool:
    """Whether the words seem to tell the writer's or their family's own status."""
    folded = fold(text)
    return any(pattern.search(folded) for pattern in _PATTERNS)
