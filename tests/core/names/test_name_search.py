"""One look-up for every name: whole, by a part, or nearly, however it is typed."""

import pytest

from bot.core.names.name_search import MOST, Named, NameSearch, make_near_error, make_several_error
from bot.text import squash

KNOWN = {
    "house-vote": ("house-vote", "Save the House vote", "Salvemos la votación"),
    "dream": ("dream", "Clean DREAM Act: keep families together", "清洁梦想法案"),
    "march": ("march", "Women’s March"),
    "lodz": ("lodz", "Łódź – São Paulo"),
    "ca": ("ca", "CA Dreamers"),
    "senate": ("senate", "Senate hearings"),
}
SEARCH = NameSearch(Named(key, key, names) for key, names in KNOWN.items())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("house-vote", "house-vote"),
        ("HOUSE VOTE", "house-vote"),
        ("house–vote", "house-vote"),
        ("housevote", "house-vote"),
        ("house_vote", "house-vote"),
        ("ｈｏｕｓｅ", "house-vote"),
        ("house", "house-vote"),
        ("vote house", "house-vote"),
        ("votacion", "house-vote"),
        ("votacio\u0301n", "house-vote"),
        ("ho\u00aduse", "house-vote"),
        ("save the", "house-vote"),
        ("Families Together", "dream"),
        ("act: keep", "dream"),
        ("梦想", "dream"),
        ("women's", "march"),
        ("womens march", "march"),
        ("WOMEN‘S", "march"),
        ("lodz sao", "lodz"),
        ("Sa\u0303o Paulo", "lodz"),
        ("sao-paulo", "lodz"),
        ("ca", "ca"),
        ("ＣＡ dreamers", "ca"),
    ],
)
def test_a_name_is_found_by_a_part_typed_on_any_keyboard(typed: str, meant: str) -> None:
    assert SEARCH.find(typed) == (meant,)


@pytest.mark.parametrize("typed", ["", " ", "-", "’", "…", "x", "ho", "moon", "housing", "house moon", "a" * 5000])
def test_what_is_no_part_of_a_name_finds_nothing(typed: str) -> None:
    assert SEARCH.find(typed) == ()


def test_words_around_a_name_and_other_ways_to_write_it_are_understood() -> None:
    known = (
        "Inland Empire",
        "St. Mary’s",
        "Kansas City & Midwest",
        "Valley Chapter",
        "Valley",
        "O’Neill–Peña",
        "Unit 077",
    )
    search = NameSearch(Named(name, name, (name,)) for name in known)
    for typed, meant in {
        **{"the inland empire": "Inland Empire", "Inland Empire chapter": "Inland Empire", "St Mary's": "St. Mary’s"},
        **{
            "my inland empire group": "Inland Empire",
            "Saint Mary’s chapter": "St. Mary’s",
            "saint marys": "St. Mary’s",
        },
        **{"Kansas City and Midwest": "Kansas City & Midwest", "kansas city+midwest": "Kansas City & Midwest"},
        **{"valley chapter": "Valley Chapter", "Valley": "Valley", "oneill pena chapter": "O’Neill–Peña"},
        **{"the unit 77": "Unit 077"},
    }.items():
        assert search.find(typed) == (meant,), typed
    for typed in ("the", "my org", "the desert chapter", "desert group"):
        assert search.find(typed) == (), typed


def test_a_whole_name_goes_before_the_part_of_another_and_several_parts_are_all_found() -> None:
    search = NameSearch(Named(name, name, (name,)) for name in ("Vote", "House vote", "Senate vote", "Votes"))
    assert search.find("vote") == ("Vote",)
    assert search.find("votes") == ("Votes",)
    assert set(search.find("vot")) == {"Vote", "House vote", "Senate vote", "Votes"}
    assert search.find("house") == ("House vote",)


def test_zeros_before_a_number_may_be_left_out_or_added_unless_they_tell_two_names_apart() -> None:
    search = NameSearch(
        Named(name, name, (name,)) for name in ("Unit 077", "Unit 7 Bay", "Unit 07 Bay", "Drive 2026-05")
    )
    typed = {"unit 77": "Unit 077", "Unit ００７７": "Unit 077", "7 bay": "Unit 7 Bay", "unit 007 bay": "Unit 7 Bay"}
    for word, name in (typed | {"unit 07 bay": "Unit 07 Bay", "drive 2026-5": "Drive 2026-05"}).items():
        assert search.find(word)[0] == name, word
    assert len(search.find("unit 007 bay")) == 2
    assert search.accepts("77", parts=True)
    assert not any(search.accepts(word, parts=True) for word in ("7a", "0", "26", "202", "un", "bay"))
    assert not search.accepts("77", parts=False)


def test_an_id_names_its_thing_whole_and_is_never_a_part() -> None:
    search = NameSearch([Named(1, "0193-aa", ("North",)), Named(2, "0193-ab", ("0193-aa",))])
    assert search.find("0193-aa") == (1,)
    assert search.find("0193") == (2,)


@pytest.mark.parametrize(
    ("typed", "near"), [("hose-vote", "house-vote"), ("senat herings", "senate"), ("hearing", "senate")]
)
def test_a_misspelled_name_or_word_of_one_is_near(typed: str, near: str) -> None:
    assert near in (*SEARCH.find_near(typed), *SEARCH.find(typed))


def test_free_words_are_accepted_as_a_part_only_where_they_mark_a_name() -> None:
    assert SEARCH.accepts("house", parts=True)
    assert SEARCH.accepts("梦想", parts=True)
    assert SEARCH.accepts("ca", parts=False)  # a whole name
    for typed in ("the", "act", "to"):
        assert not SEARCH.accepts(typed, parts=True)
    assert not SEARCH.accepts("house", parts=False)


def test_an_error_offers_what_may_be_meant_and_no_more_than_a_sentence_takes() -> None:
    offers = [(str(number), f"Chapter {number}") for number in range(40)]
    several = make_several_error("chapter", "chapter", offers)
    assert (several.key, several.field, len(several.choices)) == ("chapter.several", "chapter", MOST)
    assert make_near_error("org", "x", offers[:1]).params["near"] == "Chapter 0"
    assert make_near_error("org", "x", offers).key == "org.nearest"


@pytest.mark.parametrize("text", ["नमस्ते", "ไทย", "한국 학부모", "🏳️‍🌈", "क्ष"])
def test_marks_that_belong_to_a_letter_stay(text: str) -> None:
    assert squash(text)
    assert NameSearch([Named(1, "a", (text,)), Named(2, "b", ("other",))]).find(text) == (1,)


@pytest.mark.parametrize("typed", ["quenes", "Quens", "qeens"])
def test_the_nearest_whole_name_comes_before_others_with_the_same_word(typed: str) -> None:
    """All chapters of an org may be known by its name too, and one of them may be called almost like it."""
    org = "Queens Neighbors United"
    names = [*(f"Block {number:02}" for number in range(30)), "Queens"]
    search = NameSearch(Named(name, name, (name, f"{org} {name}")) for name in names)
    near = search.find_near(typed)
    assert near[0] == "Queens"
    assert len(near) == MOST


def test_words_in_a_row_are_a_part_from_the_beginning_of_a_word() -> None:
    search = NameSearch(
        [Named("act", "clean-act", ("Clean DREAM Act", "Clean DREAM Act: sama-samang pamilya", "清洁梦想法案"))]
    )
    for typed in ("dream act", "clean dr", "act clean", "sama samang", "act: sama", "梦想 法案"):
        assert search.find_parts(typed) == ("act",), typed
    for typed in ("a sam", "lean dream", "ama sam", "c d", "act a"):
        assert search.find_parts(typed) == (), typed
