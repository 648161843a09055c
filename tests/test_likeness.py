"""Names that are spelled almost like what was typed."""

from bot.likeness import find_like

NAMES = (
    "São Paulo Ave",
    "Queens",
    "Tri-Valley",
    "North Star Uptown",
    "St. John's",
    "Unit 077",
    "Eastside Tenants Union",
)


def test_a_misspelled_name_is_found_as_a_whole_by_a_word_or_by_words_in_a_row() -> None:
    for typed, meant in {
        "San Paolo": "São Paulo Ave",
        "Sao Pablo": "São Paulo Ave",
        "sao paulo avenue": "São Paulo Ave",
        "Quens": "Queens",
        "Tri Valey": "Tri-Valley",
        "trivaley": "Tri-Valley",
        "Nort Star": "North Star Uptown",
        "Star Upton": "North Star Uptown",
        "uptwon": "North Star Uptown",
        "Est Side Tenant Union": "Eastside Tenants Union",
    }.items():
        assert find_like(typed, ((name, (name,)) for name in NAMES), 1) == (meant,), typed


def test_other_words_are_like_no_name() -> None:
    for typed in ("Brooklyn", "the", "nobody here", "94110", "Big Sky", "Tom Roe", ""):
        assert find_like(typed, ((name, (name,)) for name in NAMES), 5) == (), typed


def test_all_that_share_a_spelling_are_found_the_nearest_whole_name_first() -> None:
    named = [("a", ("Queens", "Harbor: Queens")), ("b", ("Queens", "Riverside: Queens")), ("c", ("Queen",))]
    assert find_like("Quens", named, 5) == ("a", "b", "c")
    assert find_like("Quens", named, 1) == ("a",)
