"""States as people write them: short and long names in every language that ships."""

import pytest

from bot.core.congress.places import is_place, is_placelike, parse_place, parse_zip
from bot.core.directory.state_names import list_shared_names, list_state_names
from bot.core.directory.states import NAMES, SEATS, find_state, parse_state
from bot.errors import UserError
from bot.kit.i18n import list_catalogs, load_catalog

PLACES = {
    "加州": "CA", "德州": "TX", "纽约州": "NY", "紐約州": "NY", "北卡": "NC", "麻省": "MA", "加利福尼亚": "CA",
    "加州第11选区": "CA-11", "加州11區": "CA-11", "CA第11区": "CA-11", "关岛": "GU-0",
    "캘리포니아주": "CA", "캘리포니아 제11선거구": "CA-11", "뉴욕주": "NY", "괌": "GU-0", "텍사스 35": "TX-35",
    "Nueva York": "NY", "nueva york 12": "NY-12", "Carolina del Norte": "NC", "el distrito 11 de California": "CA-11",
    "distrito congresional 35 de Tejas": "TX-35", "estado de Washington": "WA", "las Islas Vírgenes": "VI-0",
    "tiểu bang California": "CA", "Cali": "CA", "Nữu Ước": "NY", "khu vực 11 California": "CA-11", "Bắc Carolina": "NC",
    "estado ng Texas": "TX", "distrito 11 ng California": "CA-11", "Hilagang Carolina": "NC",
    "vivo en California": "CA", "soy de Nueva York": "NY", "mi distrito es CA-11": "CA-11", "我住在加州": "CA",
    "我的選區是CA-11": "CA-11", "저는 캘리포니아에 살아요": "CA", "tôi sống ở Texas": "TX", "ở California": "CA",
    "nakatira ako sa Texas": "TX", "taga-California": "CA", "taga California po": "CA", "California por favor": "CA",
    "纽约": "NY", "紐約": "NY", "我住在纽约": "NY", "纽约第12选区": "NY-12", "뉴욕에 살아요": "NY", "Nueba York": "NY",
    "亞利桑拿": "AZ", "密芝根州": "MI", "西維州": "WV", "Kalipornya": "CA", "taga-Nueba York": "NY", "Bắc Cali": "CA",
    "Washington D. C.": "DC-0", "Delaware (estado)": "DE-0", "California state": "CA",
    "Calif.": "CA", "Mass.": "MA", "W. Va.": "WV", "N. Carolina 4": "NC-4", "Penn.": "PA",
}  # fmt: skip
UNCLEAR = (
    "华盛顿",
    "華盛頓",
    "俄州",
    "新州",
    "Carolina",
    "密州",
    "워싱턴",
    "东京",
    "加",
    "州",
    "Miss",
    "Del",
    "Ill",
    "Ore",
    "Padilla",
)


@pytest.mark.parametrize("typed", PLACES)
def test_a_state_is_read_in_each_language(typed: str) -> None:
    assert is_place(typed)
    assert parse_place(typed) == PLACES[typed]


@pytest.mark.parametrize("typed", UNCLEAR)
def test_what_may_be_several_states_or_something_else_is_none(typed: str) -> None:
    assert find_state(typed) is None
    with pytest.raises(UserError):
        parse_place(typed)


def test_a_name_that_states_share_asks_which() -> None:
    for typed, offered in (
        ("华盛顿", ["WA", "DC"]),
        ("我住在華盛頓", ["WA", "DC"]),
        ("워싱턴에 살아요", ["WA", "DC"]),
        ("Hoa Thịnh Đốn", ["WA", "DC"]),
        ("新州", ["NH", "NJ", "NM"]),
        ("vivo en Dakota", ["ND", "SD"]),
    ):
        assert is_placelike(typed), typed
        with pytest.raises(UserError) as caught:
            parse_place(typed)
        assert [code for code, _ in caught.value.choices] == offered
    with pytest.raises(UserError) as caught:
        parse_state("oa-sinh-tơn", "state")
    assert [code for code, _ in caught.value.choices] == ["WA", "DC"]
    assert not any(find_state(name) for name in list_shared_names())


@pytest.mark.parametrize("tag", list_catalogs())
def test_every_name_that_a_card_shows_is_read(tag: str) -> None:
    for form in ("state_name", "state_name_inline"):
        shown = {code: name for code in NAMES if (name := load_catalog(tag).get(f"{form}.{code}"))}
        assert {code: find_state(str(name)) for code, name in shown.items()} == {code: code for code in shown}


def test_no_further_name_hides_a_code_or_an_english_name() -> None:
    assert set(list_state_names().values()) <= set(SEATS)
    assert {name: find_state(name) for name in NAMES.values()} == {name: code for code, name in NAMES.items()}
    assert {code: find_state(code) for code in SEATS} == {code: code for code in SEATS}
    assert {name: find_state(name) for name in list_state_names()} == list_state_names()


@pytest.mark.parametrize(
    "typed",
    [
        *("vivo en 94110", "mi código postal es 94110", "código postal: 94110", "soy de 94110 por favor"),
        *("mã bưu chính của tôi là 94110", "tôi sống ở 94110", "ang ZIP ko ay 94110", "nasa 94110 po"),
        *("我住在94110", "邮编是94110", "郵遞區號：94110", "저는 94110에 살아요", "우편번호는 94110입니다"),
    ],
)
def test_a_zip_is_found_among_the_words_of_other_languages(typed: str) -> None:
    assert parse_zip(typed) == "94110"
