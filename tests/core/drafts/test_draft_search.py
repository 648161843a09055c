"""What a draft is called, and by which words it is found."""

import pytest

from bot.core.campaigns.campaigns import Campaign
from bot.core.drafts.draft_rows import Draft
from bot.core.drafts.draft_search import choose_draft, find_draft_named, name_draft
from bot.errors import UserError
from bot.kit.i18n import load_words
from tests.services import ZONE, campaign


def draft(title: object, key: str = "dream", base: str | None = None) -> Draft:
    return Draft("d", key, None, None, {"title": title} if title else {}, base, None, None, 0, "")


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


PUBLISHED = Campaign(campaign("budget"), "open", ZONE, None, None, in_chat=True)
DRAFTS = [draft("Farm workers first", "farm"), draft("A new name", "budget", "v1"), draft("Vote today", "today")]


@pytest.mark.parametrize(
    ("word", "new", "with_every"),
    [
        ("farm", "farm", "farm"),
        ("workers first", "farm", "farm"),
        ("a new name", None, "budget"),
        ("budget", None, None),
        ("Drive budget", None, None),
        ("moon", None, None),
    ],
)
def test_a_draft_is_meant_only_where_no_campaign_has_that_name(
    word: str, new: str | None, with_every: str | None
) -> None:
    for every, key in ((False, new), (True, with_every)):
        found = find_draft_named(DRAFTS, [PUBLISHED], word, every=every)
        assert (found and found.campaign_id) == key, every


@pytest.mark.parametrize(
    ("word", "key", "offered"),
    [
        ("farm wokers first", "campaign.near", ["farm"]),
        ("vote tody", "campaign.near", ["today"]),
        ("first", "campaign.several", ["farm", "houses"]),
    ],
)
def test_drafts_that_a_word_may_mean_are_offered(word: str, key: str, offered: list[str]) -> None:
    with pytest.raises(UserError) as caught:
        find_draft_named([*DRAFTS, draft("Houses first", "houses")], [PUBLISHED], word)
    assert (caught.value.key, [value for value, _ in caught.value.choices]) == (key, offered)
