"""What a draft is called, and by which words it is found."""

import pytest

from bot.core.drafts.draft_rows import Draft
from bot.core.drafts.draft_search import choose_draft, name_draft
from bot.kit.i18n import load_words


def draft(title: object) -> Draft:
    return Draft("d", "dream", None, None, {"title": title} if title else {}, None, None, None, 0, "")


@pytest.mark.parametrize(
    ("title", "english", "korean"),
    [
        ({"en": "Dream", "ko": "꿈"}, "Dream", "꿈"),
        ({"ko": "꿈"}, "dream", "꿈"),
        ("Dream", "Dream", "Dream"),
        (None, "dream", "dream"),
    ],
)
def test_a_draft_has_its_title_in_the_readers_language_or_its_key(title: object, english: str, korean: str) -> None:
    name = name_draft(draft(title))
    assert [load_words(tag).render(name) for tag in ("en", "ko")] == [english, korean]


def test_a_draft_is_found_by_its_title_in_any_language() -> None:
    known = [draft({"en": "Dream", "ko": "꿈"}), draft("Other")]
    assert choose_draft(known, "꿈") is known[0]
