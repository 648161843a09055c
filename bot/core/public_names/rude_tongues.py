"""Insults and slogans against immigrants in languages that callers speak besides English and Spanish.

The dictionaries of glin-profanity for these languages reject too many names, such as Pinto, Amador and Li Xing. So
these lists are short, and each word was checked against names: Gago, Sibal, Ina Mo and Pak Yu pass.
"""

import re
import unicodedata
from functools import lru_cache

from bot.patterns import compile_later
from bot.text import fold

# Chinese in both scripts, and Korean. They match anywhere in a name, because a name is written without spaces.
_INSIDE = (
    *("操你", "肏", "屄", "屌", "傻逼", "草泥马", "草泥馬", "他妈的", "他媽的", "你妈的", "你媽的", "妈逼", "媽逼"),
    *("干你娘", "幹你", "干死你", "鸡巴", "雞巴", "婊子", "妓女", "王八蛋", "混蛋", "狗屎", "狗杂种", "狗雜種", "杂种"),
    *("雜種", "去死", "贱人", "賤人", "贱货", "賤貨", "强奸", "強姦", "狗娘养", "狗娘養", "仆街", "撲街", "冚家鏟"),
    *(
        "冚家铲",
        "黑鬼",
        "支那",
        "白痴",
        "白癡",
        "滚回",
        "滾回",
        "滚出去",
        "滾出去",
        "非法移民",
        "死全家",
        "吃屎",
        "打炮",
    ),
    *(
        "씨발",
        "씨팔",
        "시발놈",
        "시발년",
        "씹새",
        "씹년",
        "좆",
        "개새끼",
        "개자식",
        "병신새끼",
        "병신같",
        "병신놈",
        "병신년",
        "지랄",
        "미친놈",
    ),
    *("미친년", "쌍년", "쌍놈", "화냥년", "짱깨", "쪽바리", "조센징", "불법체류", "니애미", "느금마", "엿먹어", "꺼져"),
    *("죽어라", "섹스", "빨갱이", "ㅅㅂ", "ㅆㅂ", "ㅂㅅ", "ㅈㄹ"),
)
# Vietnamese words that differ from names only by their accents.
_ACCENTED = frozenset(("địt", "đụ", "lồn", "cặc", "đéo", "đếch", "buồi", "cứt", "đĩ", "ỉa"))
# Words and phrases, without accents, as whole words.
_WORDS = (
    # Vietnamese
    *(
        "dit me",
        "dit con me",
        "du me may",
        "du ma may",
        "con cac",
        "dau buoi",
        "oc cho",
    ),
    *("suc vat", "cut ve nuoc", "dan nhap cu bat hop phap"),
    # Tagalog
    *("putang ina", "putangina", "tangina", "tang ina mo", "kingina", "pakyu"),
    *(
        "pakshet",
        "gago ka",
        "gaga ka",
        "bobo ka",
        "tanga ka",
        "ulol",
        "tarantado",
        "tarantada",
        "kantot",
        "iyot",
        "jakol",
    ),
    *("hindot", "kupal", "pokpok", "punyeta", "amputa", "hayop ka", "lintik", "umuwi ka na"),
    # French
    *("connard", "connards", "connasse", "salope", "salopes", "salaud", "salauds", "putain", "pute", "putes", "encule"),
    *("enculer", "encules", "enfoire", "couilles", "merde", "nique ta mere", "foutre"),
    *("fils de pute", "bougnoule", "bougnoules", "sale youpin", "gouine", "ta gueule", "trou du cul", "sale arabe"),
    *("sale noir", "sale negre", "sale juif", "rentre chez toi", "rentrez chez vous", "dehors les immigres"),
    # Portuguese
    *("caralho", "porra", "foda se", "fodase", "foder", "fodido", "boceta", "cuzao", "viado", "viados", "arrombado"),
    *("filho da puta", "filha da puta", "vagabunda", "vai tomar no cu", "tomar no cu", "vai se foder", "merda"),
    *("otario", "paneleiro", "pau no cu", "fora imigrantes", "volta pra sua terra", "volta para a tua terra"),
    # Korean words that are part of names, such as 강간난 and 김병신, so they match only as whole words
    *("병신", "강간", "창녀"),
    # Arabic, Korean, Chinese and Cantonese in Latin letters
    *("kos omak", "kosomak", "kuss ummak", "kusummak", "sharmouta", "sharmuta", "sharmoota", "ya kalb", "ibn el kalb"),
    *("ssibal", "ssibal nom", "gaesaekki", "gaesekki", "byungshin", "byeongsin", "jotka"),
    *("cao ni ma", "caonima", "gan ni niang", "wang ba dan", "diu lei lo mo", "diu nei lo mo"),
    *("puk gai", "pok gai", "hak gwai"),
)
_ARABIC = (
    *("كسم", "كسمك", "كس امك", "كس اختك", "شرموطة", "شرموطه", "شرموط", "قحبة", "قحبه", "عاهرة", "عاهره", "منيوك"),
    *("منيوكة", "متناك", "انيك", "طيز", "زب", "زبي", "عرص", "ديوث", "لوطي", "خرا", "خراء", "خنزير", "يا كلب"),
    *("ابن الكلب", "ابن كلب", "بنت الكلب", "ابن الشرموطة", "تبا لك", "يلعن", "ارجع لبلدك", "ارجعوا لبلادكم"),
    *("اطردوا المهاجرين", "لا للمهاجرين"),
)
_MARKS = str.maketrans(dict.fromkeys("-'’."))
_GAPS = str.maketrans(dict.fromkeys("-'’.", " "))
_STRETCHED = compile_later(r"([a-z])\1{2,}")
_SPELLED = compile_later(r"(?:\b\w\s+){2,}\w\b")


def _compile_whole(words: tuple[str, ...], before: str = "") -> re.Pattern[str]:
    """A pattern that finds any of the words, folded like names, as whole words."""
    longest = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    return compile_later(rf"\b{before}(?:{'|'.join(map(re.escape, longest))})\b")


_ANY_WORD, _ANY_ARABIC = _compile_whole(_WORDS), _compile_whole(_ARABIC, before="(?:ال)?")


@lru_cache(maxsize=4096)
def is_rude_abroad(written: str, folded: str) -> bool:
    """Whether a name contains such a word. ``folded`` is its form for comparison; ``written`` keeps its accents."""
    bare = "".join(one for one in folded if one.isalpha())
    if any(word in bare for word in _INSIDE):
        return True
    accented = unicodedata.normalize("NFC", written).casefold().translate(_GAPS).split()
    if _ACCENTED.intersection(accented) or "".join(accented) in _ACCENTED:
        return True
    return any(_ANY_WORD.search(form) or _ANY_ARABIC.search(form) for form in _list_forms(folded))


def _list_forms(name: str) -> set[str]:
    """The forms to check: without marks, with spaces for marks, with spaced-out letters joined, and unstretched."""
    forms = {name, name.translate(_MARKS), name.translate(_GAPS)}
    forms |= {_SPELLED.sub(lambda found: "".join(found[0].split()), form) for form in forms}
    return forms | {_STRETCHED.sub(r"\1", form) for form in forms}
