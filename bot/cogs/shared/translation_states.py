"""How far a campaign's translations have come, as cards say it."""

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaign_files.translation_state import ENGLISH, judge_file
from bot.kit.cards.markup import Markup
from bot.kit.cards.reply import Fact
from bot.kit.i18n import Words
from bot.translations.entries import State

_FACTS = {State.REVIEWED: "languages", State.DRAFT: "drafts", State.OUTDATED: "outdated"}


def draw_state(words: Words, file: CampaignFile, language: str) -> Markup:
    """The sentence about words that no named person has reviewed as they are; empty if one has.

    A campaign is written in English, so that is no translation.
    """
    state = judge_file(file)[language].state
    if state is State.REVIEWED:
        return Markup()
    if language == ENGLISH:
        return words.m("script.draft_original")
    return words.m("script.outdated" if state is State.OUTDATED else "script.draft")


def draw_outdated(words: Words, file: CampaignFile) -> Markup:
    """The languages whose texts were written for other English words; empty if there are none."""
    tags = [tag for tag, one in judge_file(file).items() if one.state is State.OUTDATED]
    named = words.list(words.label("language", tag) for tag in tags)
    return words.m("draft.outdated_languages", languages=named) if tags else Markup()


def list_language_facts(words: Words, file: CampaignFile) -> list[Fact]:
    """The languages that a campaign has scripts in, by how far they have come."""
    states = {tag: one.state for tag, one in judge_file(file).items() if tag in file.scripts}
    named = {state: [words.label("language", tag) for tag, own in states.items() if own is state] for state in _FACTS}
    return [Fact(words.t(f"lifecycle.{_FACTS[state]}"), words.list(tags)) for state, tags in named.items() if tags]
