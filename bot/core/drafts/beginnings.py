"""What a draft begins with: nothing but a title, a copy of another campaign, or the campaign that it changes."""

from msgspec import Struct

from bot.core.campaign_files.campaign_export import Entries, list_entries
from bot.core.campaigns.campaigns import Campaign
from bot.core.coalition.org_directory import Org
from bot.core.draft_parts.draft_parts import write_and_follow
from bot.core.draft_parts.entry_text import set_entry, split_lines, write_text
from bot.core.draft_parts.script_part import EVERYONE


class FirstWords(Struct, frozen=True):
    """What a draft begins with, in English: what callers say, and questions to the office, a line each."""

    script: str = ""
    questions: str = ""


NO_WORDS = FirstWords()


def begin_entries(title: str, copied: Campaign | None, owner: Org | None) -> Entries:
    """The first entries of a new campaign: a copy keeps everything but its name, its owner and its dates."""
    entries = list_own_entries(copied) if copied else {}
    for name in ("opens", "closes", "status", "audience"):
        entries = set_entry(entries, name, None)
    entries = set_entry(entries, "title", write_text(None, "en", title))
    return {**entries, "audience": "org"} if owner else entries


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
