"""What a draft begins with: nothing but a title, a copy of another campaign, or the campaign that it changes."""

from collections.abc import Collection

from msgspec import Struct, structs

from bot.core.base.audit.audit import Audit
from bot.core.campaign_files.campaign_export import Entries, list_entries
from bot.core.campaigns.campaigns import Campaign
from bot.core.coalition.org_directory import EVERYTHING, Org
from bot.core.draft_parts.draft_parts import write_and_follow
from bot.core.draft_parts.entry_text import make_key, set_entry, split_lines, write_text
from bot.core.draft_parts.script_part import EVERYONE
from bot.core.drafts.draft_rows import find_draft, save_draft
from bot.core.drafts.draft_search import read_english_title
from bot.store.engine import Tx

KEY = 32  # characters of a campaign's key


class FirstWords(Struct, frozen=True):
    """What a draft begins with, in English: what callers say, and questions to the office, a line each."""

    script: str = ""
    questions: str = ""


NO_WORDS = FirstWords()


def begin_entries(title: str, copied: Campaign | None, owner: Org | None) -> Entries:
    """The first entries of a new campaign: a copy keeps everything but its name, its owner and its dates."""
    entries = set_entry(list_own_entries(copied) if copied else {}, "title", write_text(None, "en", title))
    return begin_alone(entries, is_for_org=owner is not None)


def begin_alone(entries: Entries, *, is_for_org: bool) -> Entries:
    """The entries of a campaign as those of a new one: without its dates, and for its org alone."""
    for name in ("opens", "closes", "status", "audience"):
        entries = set_entry(entries, name, None)
    return {**entries, "audience": "org"} if is_for_org else entries


def write_first(entries: Entries, first: FirstWords) -> Entries:
    """The entries with a draft's first words; a copied script gives way, copied questions stay."""
    if first.script.strip():
        entries = write_and_follow(entries, f"script:en:{EVERYONE}", {"text": first.script})
    for question in split_lines(first.questions):
        entries = write_and_follow(entries, "ask:", {"text": question})
    return entries


def list_own_entries(campaign: Campaign) -> Entries:
    """A campaign's keys without those that a draft keeps apart."""
    return {name: value for name, value in list_entries(campaign.file).items() if name not in ("campaign", "org")}


async def set_apart(tx: Tx, audit: Audit, person: str, draft: str, taken: Collection[str]) -> None:
    """Make the draft of a campaign that others run now one of a new campaign: its words are its authors' own.

    Its key is none of those ``taken``. ``person`` is whose act this is.
    """
    found = await find_draft(tx, EVERYTHING, draft, lock=True)
    key = make_key(read_english_title(found), taken, KEY)
    entries = begin_alone(found.entries, is_for_org=found.org_id is not None)
    await save_draft(tx, structs.replace(found, campaign_id=key, entries=entries, base_version=None))
    await audit.record(tx, person, "draft.save", key, found.org_id)
