"""The card of facts that a caller can quote, each with its source."""

from collections.abc import Collection, Sequence

from bot.cogs.shared.card_parts import translate_title
from bot.cogs.shared.links import choose_domains, draw_link
from bot.core.calls.scripts import Prompt
from bot.core.campaign_files import campaign_file
from bot.core.campaign_files.campaign_file import find_text
from bot.kit.cards.reply import Button, Card, Fact, LinkButton, Style
from bot.kit.cards.web_address import find_host
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation


def draw_facts_card(inv: Invocation, prompt: Prompt, office: str | None, domains: Collection[str]) -> Card:
    """Show the facts, with a button for each source that is an address, and one back to the script."""
    words, language = inv.words, prompt.script.language
    known = prompt.campaign.file.facts
    links = _draw_sources(words, known, choose_domains(prompt.campaign, domains))
    facts = tuple(
        Fact(
            words.t("script.fact"),
            words.t("script.sourced", text=find_text(one.text, language), source=_name_source(one.source, links)),
        )
        for one in known
    )
    back = {"campaign": prompt.campaign.id, "office": office or "", "language": language}
    button = Button(words.t("script.button.back"), "script.show", back, Style.PRIMARY)
    body, shown = words.m("script.more"), tuple(links.values())
    return Card(translate_title(inv, prompt.campaign.file), body, facts, buttons=(button,), links=shown)


def _draw_sources(
    words: Words, facts: Sequence[campaign_file.Fact], domains: Collection[str] | None
) -> dict[str, LinkButton]:
    """The buttons that open sources, by address."""
    links = dict[str, LinkButton]()
    for number, fact in enumerate(facts, 1):
        if link := draw_link(words, words.t("script.source", number=number), fact.source, domains):
            links.setdefault(link.url, link)
    return links


def _name_source(source: str, links: Collection[str]) -> str:
    """A source as the card names it: by its host if a button opens it."""
    return find_host(source) or source if source in links else source
