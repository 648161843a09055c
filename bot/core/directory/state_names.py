"""What people call states beside their English names: common short forms, and names in the languages that ship.

A form that several states share, like 俄州, 新州 or "Washington" in Korean, means none of them: see
`list_shared_names`. An English one that is a title or a common word is left out: "Miss.", "Del.", "Ill.", "Ore.".

Names that the Unicode CLDR has for the states in Chinese, Cantonese, Korean, Vietnamese, Spanish and Cebuano are among
these (version 41, ``common/subdivisions``), except Cantonese ones that nobody has used for a century.
"""

_COMMON = {
    "AZ": "ariz", "CA": "calif, cali", "CO": "colo", "CT": "conn", "FL": "fla", "KS": "kans", "MA": "mass",
    "MI": "mich", "MN": "minn", "MT": "mont", "NE": "nebr, neb", "NV": "nev", "NC": "n carolina, no carolina",
    "ND": "n dakota, no dakota", "OK": "okla", "PA": "penn, penna", "SC": "s carolina, so carolina",
    "SD": "s dakota, so dakota", "TN": "tenn", "TX": "tex", "WA": "wash", "WV": "w virginia, w va", "WI": "wis, wisc",
    "WY": "wyo", "PR": "p rico", "VI": "us virgin islands, usvi", "MP": "northern marianas, cnmi",
}  # fmt: skip
_SPANISH = {
    "HI": "hawái", "LA": "luisiana", "MI": "míchigan", "MS": "misisipi, misisipí", "MO": "misuri",
    "NH": "nuevo hampshire, nueva hampshire", "NJ": "nueva jersey, nuevo jersey", "NM": "nuevo méxico, nuevo méjico",
    "NY": "nueva york", "NC": "carolina del norte", "ND": "dakota del norte", "OR": "oregón", "PA": "pensilvania",
    "SC": "carolina del sur", "SD": "dakota del sur", "TN": "tenesí", "TX": "tejas", "WA": "washington (estado)",
    "WV": "virginia occidental, virginia del oeste", "DC": "distrito de columbia, washington d c",
    "VI": "islas vírgenes, islas vírgenes de ee uu, islas vírgenes de los estados unidos, islas vírgenes de eeuu",
    "AS": "samoa americana",
    "MP": "islas marianas del norte, marianas del norte",
}  # fmt: skip
_VIETNAMESE = {
    "CA": "ca li, ca li phoóc ni a, nam cali, bắc cali, nam california, bắc california", "FL": "phlo ri đa, flo ri đa",
    "DC": "đặc khu columbia, thủ đô hoa thịnh đốn, thủ đô washington",
    "HI": "hạ uy di, ha oai", "NC": "bắc carolina", "ND": "bắc dakota", "NY": "nữu ước, niu oóc", "SC": "nam carolina",
    "SD": "nam dakota", "TX": "tếch xát, tếch xa, téc xát", "WV": "tây virginia",
    "VI": "quần đảo virgin, quần đảo virgin thuộc mỹ", "AS": "samoa thuộc mỹ",
    "MP": "bắc mariana, quần đảo bắc mariana",
}  # fmt: skip
_TAGALOG = {
    "CA": "kalipornya, kalipornia", "FL": "plorida", "NM": "bagong mehiko", "NY": "nueba york, nuweba york",
    "NC": "hilagang carolina, hilagang karolina", "ND": "hilagang dakota", "SC": "timog carolina, timog karolina",
    "SD": "timog dakota", "TX": "teksas",
    "WV": "kanlurang virginia", "VI": "birheng kapuluan", "MP": "hilagang mariana", "AS": "samoang amerikano",
}  # fmt: skip
# Each also with 주 behind it. Maine is never without it: 메인 is the "main" of a main office, too.
_KOREAN = {
    "AL": "앨라배마, 알라바마", "AK": "알래스카, 알라스카", "AZ": "애리조나, 아리조나", "AR": "아칸소",
    "CA": "캘리포니아, 가주", "CO": "콜로라도", "CT": "코네티컷, 커네티컷", "DE": "델라웨어", "FL": "플로리다",
    "GA": "조지아", "HI": "하와이", "ID": "아이다호", "IL": "일리노이", "IN": "인디애나, 인디아나", "IA": "아이오와",
    "KS": "캔자스, 캔사스", "KY": "켄터키", "LA": "루이지애나, 루이지아나", "ME": "메인주, 메인 주",
    "MD": "메릴랜드, 매릴랜드", "MA": "매사추세츠, 메사추세츠", "MI": "미시간, 미시건", "MN": "미네소타",
    "MS": "미시시피", "MO": "미주리", "MT": "몬태나, 몬타나", "NE": "네브래스카, 네브라스카", "NV": "네바다",
    "NH": "뉴햄프셔, 뉴 햄프셔, 뉴햄셔", "NJ": "뉴저지, 뉴 저지", "NM": "뉴멕시코, 뉴 멕시코", "NY": "뉴욕",
    "NC": "노스캐롤라이나, 노스 캐롤라이나", "ND": "노스다코타, 노스 다코타", "OH": "오하이오", "OK": "오클라호마",
    "OR": "오리건, 오레곤", "PA": "펜실베이니아, 펜실베니아, 펜실바니아", "RI": "로드아일랜드, 로드 아일랜드",
    "SC": "사우스캐롤라이나, 사우스 캐롤라이나", "SD": "사우스다코타, 사우스 다코타", "TN": "테네시", "TX": "텍사스",
    "UT": "유타", "VT": "버몬트", "VA": "버지니아", "WV": "웨스트버지니아, 웨스트 버지니아", "WI": "위스콘신",
    "WY": "와이오밍", "WA": "워싱턴주, 워싱턴 주",
    "DC": "워싱턴 dc, 워싱턴dc, 워싱턴 디시, 워싱턴디시, 컬럼비아 특별구", "PR": "푸에르토리코, 푸에르토 리코",
    "GU": "괌", "VI": "버진아일랜드, 버진 아일랜드, 미국령 버진아일랜드, 미국령 버진 아일랜드",
    "AS": "아메리칸사모아, 아메리칸 사모아, 미국령 사모아", "MP": "북마리아나 제도, 북마리아나제도",
}  # fmt: skip
# Simplified, then Traditional, as people write them in Taiwan and in Hong Kong. Long names are read without 州, too.
_CHINESE = {
    "AL": "亚拉巴马州, 阿拉巴马州, 阿拉巴馬州", "AK": "阿拉斯加州",
    "AZ": "亚利桑那州, 亞利桑那州, 亚利桑拿州, 亞利桑拿州", "AR": "阿肯色州",
    "CA": "加利福尼亚州, 加利福尼亞州, 加州", "CO": "科罗拉多州, 科羅拉多州, 科州",
    "CT": "康涅狄格州, 康乃狄克州, 康州, 康湼狄格州", "DE": "特拉华州, 德拉瓦州, 特拉華州",
    "FL": "佛罗里达州, 佛羅里達州, 佛州", "GA": "佐治亚州, 乔治亚州, 喬治亞州, 佐治亞州, 乔州, 喬州, 佐州",
    "HI": "夏威夷州", "ID": "爱达荷州, 愛達荷州", "IL": "伊利诺伊州, 伊利诺州, 伊利諾州, 伊利諾伊州, 伊州",
    "IN": "印第安纳州, 印第安納州, 印第安那州, 印州", "IA": "艾奥瓦州, 爱荷华州, 愛荷華州, 艾奧瓦州",
    "KS": "堪萨斯州, 堪薩斯州", "KY": "肯塔基州, 肯州", "LA": "路易斯安那州, 路易西安那州, 路州",
    "ME": "缅因州, 緬因州, 缅州, 緬州", "MD": "马里兰州, 馬里蘭州, 馬州, 马州, 马利兰州, 馬利蘭州",
    "MA": "马萨诸塞州, 麻萨诸塞州, 麻薩諸塞州, 馬薩諸塞州, 麻州, 麻省", "MI": "密歇根州, 密西根州, 密芝根州",
    "MN": "明尼苏达州, 明尼蘇達州, 明州", "MS": "密西西比州", "MO": "密苏里州, 密蘇里州", "MT": "蒙大拿州, 蒙塔纳州",
    "NE": "内布拉斯加州, 內布拉斯加州", "NV": "内华达州, 內華達州", "NH": "新罕布什尔州, 新罕布什爾州, 新罕布夏州",
    "NJ": "新泽西州, 新澤西州, 紐澤西州, 纽泽西州", "NM": "新墨西哥州", "NY": "纽约州, 紐約州",
    "NC": "北卡罗来纳州, 北卡羅來納州, 北卡州, 北卡罗莱纳州, 北卡羅萊納州", "ND": "北达科他州, 北達科他州",
    "OH": "俄亥俄州",
    "OK": "俄克拉何马州, 俄克拉荷马州, 奧克拉荷馬州, 俄克拉荷馬州, 奥克拉何马州, 奧克拉何馬州, 奥克拉荷马州",
    "OR": "俄勒冈州, 奧勒岡州, 俄勒岡州, 奥勒冈州",
    "PA": "宾夕法尼亚州, 賓夕法尼亞州, 賓夕凡尼亞州, 宾州, 賓州, 宾夕凡尼亚州", "RI": "罗得岛州, 罗德岛州, 羅德島州",
    "SC": "南卡罗来纳州, 南卡羅來納州, 南卡州, 南卡罗莱纳州, 南卡羅萊納州", "SD": "南达科他州, 南達科他州",
    "TN": "田纳西州, 田納西州, 田州", "TX": "得克萨斯州, 德克萨斯州, 德克薩斯州, 得克薩斯州, 德州",
    "UT": "犹他州, 猶他州", "VT": "佛蒙特州",
    "VA": "弗吉尼亚州, 维吉尼亚州, 維吉尼亞州, 弗吉尼亞州, 維珍尼亞州, 维州, 維州, 维珍尼亚州",
    "WA": "华盛顿州, 華盛頓州, 华州, 華州",
    "WV": "西弗吉尼亚州, 西维吉尼亚州, 西維吉尼亞州, 西弗吉尼亞州, 西维珍尼亚州, 西維珍尼亞州, 西维州, 西維州",
    "WI": "威斯康星州, 威斯康辛州, 威州", "WY": "怀俄明州, 懷俄明州",
    "DC": "哥伦比亚特区, 华盛顿特区, 華盛頓特區, 哥倫比亞特區, 华府, 華府, 华盛顿dc, 華盛頓dc, 华盛顿 dc, 華盛頓 dc, "
    "华盛顿哥伦比亚特区, 華盛頓哥倫比亞特區",
    "PR": "波多黎各", "GU": "关岛, 關島", "VI": "美属维尔京群岛, 美屬維京群島, 维尔京群岛, 維京群島",
    "AS": "美属萨摩亚, 美屬薩摩亞", "MP": "北马里亚纳群岛, 北馬利安納群島",
}  # fmt: skip
_WITHOUT_STATE = frozenset({"华盛顿", "華盛頓"})  # the city, unless 州 says otherwise
_SHARED = {
    "WA, DC": "华盛顿, 華盛頓, 워싱턴, hoa thịnh đốn, oa sinh tơn", "OH, OK, OR": "俄州", "MI, MS, MO": "密州",
    "NH, NJ, NM": "新州", "AL, AK, AR": "阿州", "ID, IA": "爱州, 愛州", "NE, NV": "内州, 內州",
    "NC, SC": "carolina, carolinas", "ND, SD": "dakota, dakotas",
}  # fmt: skip
_SHORTEST = 2  # signs of a long Chinese name without 州: 北卡, never 加


def list_state_names() -> dict[str, str]:
    """Two letters by name, as typed. A name that several states share isn't there."""
    found = dict[str, str]()
    for names in (_COMMON, _SPANISH, _VIETNAMESE, _TAGALOG, _KOREAN, _CHINESE):
        for code, listed in names.items():
            found |= dict.fromkeys(listed.split(", "), code)
    korean = ((name, code) for code, listed in _KOREAN.items() for name in listed.split(", "))
    found |= {f"{name}{end}": code for name, code in korean if not name.endswith("주") for end in ("주", " 주")}
    long = ((name.removesuffix("州"), code) for name, code in found.items() if name.endswith("州"))
    found |= {name: code for name, code in long if len(name) >= _SHORTEST and name not in _WITHOUT_STATE}
    return found


def list_shared_names() -> dict[str, tuple[str, ...]]:
    """The two letters of the states that share a name, by the name as typed."""
    return {name: tuple(codes.split(", ")) for codes, names in _SHARED.items() for name in names.split(", ")}
