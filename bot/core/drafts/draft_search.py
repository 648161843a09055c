"""Finds the draft that somebody means: by its id, its campaign's key, its title or a part of one, or the only one."""

from collections.abc import Iterable, Sequence

from bot.core.campaigns.campaign_search import search_campaigns
from bot.core.campaigns.campaigns import Campaign
from bot.core.draft_parts.entry_text import read_texts
from bot.core.drafts.draft_rows import Draft
from bot.core.names.name_search import (
    MOST,
    Named,
    NameSearch,
    Offer,
    make_near_error,
    make_several_error,
    quote_labels,
)
from bot.errors import UserError
from bot.phrases import Translations, make_translations


def choose_draft(known: Sequence[Draft], word: str | None) -> Draft:
    """The draft that ``word`` names; left out, the only one. Raises UserError, which offers those it may mean."""
    if not known:
        raise UserError("draft.none")
    if not word:
        return known[0] if len(known) == 1 else _refuse("draft.which", known)
    if whole := next((one for one in known if word in (one.id, one.campaign_id)), None):
        return whole
    search = _search(known)
    found = search.find(word)
    if len(found) == 1:
        return found[0]
    if found:
        raise make_several_error("draft", word, _offer(found))
    if near := search.find_near(word):
        raise make_near_error("draft", word, _offer(near))
    raise UserError("draft.unknown")


def find_draft_named(
    drafts: Iterable[Draft], campaigns: Sequence[Campaign], word: str, *, every: bool = False
) -> Draft | None:
    """The draft that ``word`` names of a campaign that isn't published yet; with ``every``, of any campaign.

    None if a campaign has that name. Raises UserError, which offers them, if the word names several drafts, or if it is
    like the names of some and like no campaign's.
    """
    known = search_campaigns(campaigns)
    if known.find(word):
        return None
    search = _search(one for one in drafts if every or one.is_new)
    found = search.find(word)
    if len(found) > 1:
        raise make_several_error("campaign", word, _offer_keys(found))
    if not found and not known.find_near(word) and (near := search.find_near(word)):
        raise make_near_error("campaign", word, _offer_keys(near))
    return found[0] if found else None


def _search(drafts: Iterable[Draft]) -> NameSearch[Draft]:
    return NameSearch(Named(one, one.campaign_id, (one.campaign_id, *_list_titles(one).values())) for one in drafts)


def name_draft(draft: Draft) -> str | Translations:
    """The title of a draft in the languages that it has, or its key for English if that title is missing."""
    return make_translations(_list_titles(draft))


def read_english_title(draft: Draft) -> str:
    """The English title of a draft, or its key while it has none."""
    return _list_titles(draft)["en"]


def _list_titles(draft: Draft) -> dict[str, str]:
    titles = read_texts(draft.entries.get("title"))
    return {**titles, "en": titles["en"] or draft.campaign_id}


def _refuse(key: str, known: Sequence[Draft]) -> Draft:
    offers = _offer(known)
    raise UserError(key, field="draft", known=quote_labels(offers)).add_choices(offers[:MOST])


def _offer_keys(drafts: Sequence[Draft]) -> tuple[Offer, ...]:
    """Drafts as commands for campaigns name them."""
    return tuple((one.campaign_id, name_draft(one)) for one in drafts)


def _offer(drafts: Sequence[Draft]) -> tuple[Offer, ...]:
    return tuple((one.id, name_draft(one)) for one in drafts)
