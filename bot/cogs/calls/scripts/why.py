"""Behind a script: facts to quote, why people call, and what to say to what an office may say."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Annotated

from bot.cogs.calls.scripts.script_text import ENGLISH
from bot.cogs.calls.scripts.script_views import choose_own_language
from bot.cogs.calls.scripts.staff_answers import STAFF, draw_answers_card
from bot.cogs.shared.card_parts import CampaignWord, CardLanguage, translate_title
from bot.cogs.shared.links import choose_domains, draw_link
from bot.cogs.shared.paging import PageNumber
from bot.cogs.shared.prompts import fetch_prompt
from bot.core.calls.scripts import Prompt, Scripts
from bot.core.campaign_files import campaign_file
from bot.core.campaign_files.campaign_file import find_text
from bot.kit.cards.fitting import draw_first_fitting
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, Fact, LinkButton, Style
from bot.kit.cards.web_address import find_host
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action

WhichOffice = Annotated[str | None, Opt("Office to call")]


class WhyCog:
    """Shows a campaign's facts, reasons and answers."""

    subject = "calls"

    def __init__(self, scripts: Scripts, domains: Collection[str]) -> None:
        self._scripts, self._domains = scripts, domains

    @action("script.more")
    async def show_facts(
        self, inv: Invocation, campaign: CampaignWord = None, office: WhichOffice = None, language: CardLanguage = None
    ) -> Card:
        """Show the facts that a caller can quote, and a button back to the script."""
        prompt = await fetch_prompt(self._scripts, inv, campaign, office, language)
        return draw_facts_card(inv, prompt, office, self._domains)

    @action("script.why")
    async def show_why(
        self, inv: Invocation, campaign: CampaignWord = None, office: WhichOffice = None, language: CardLanguage = None
    ) -> Card:
        """Show why people call, and a button back to the script."""
        prompt = await fetch_prompt(self._scripts, inv, campaign, office, language)
        return draw_why_card(inv, prompt, office)

    @action("script.answers")  # as cards from before its pages say it
    @action(STAFF)
    async def show_answers(
        self,
        inv: Invocation,
        campaign: CampaignWord = None,
        office: WhichOffice = None,
        language: CardLanguage = None,
        page: PageNumber = None,
    ) -> Card:
        """Show what an office may say and what to answer, and a button back to the script."""
        prompt = await fetch_prompt(self._scripts, inv, campaign, office, language)
        return draw_answers_card(inv, prompt, make_place(prompt, office), page)


def draw_why_buttons(words: Words, prompt: Prompt, office: str | None) -> tuple[Button, ...]:
    """The buttons that lead from a script to its reasons, if it has any, and to what an office may say."""
    here = make_place(prompt, office)
    why = (Button(words.t("script.button.why"), "script.why", here),) if prompt.campaign.file.why else ()
    return (*why, Button(words.t("script.button.answers"), STAFF, here))


def draw_why_card(inv: Invocation, prompt: Prompt, office: str | None) -> Card:
    """The reasons, a line each, in the language that the caller understands best."""
    words, language = inv.words, choose_own_language(inv, prompt)
    lines = [Markup(f"- {escape(find_text(one, language))}") for one in prompt.campaign.file.why]
    back = Button(words.t("script.button.back"), "script.show", make_place(prompt, office), Style.PRIMARY)
    body = join(words.m("script.why"), join(*lines, between="\n"))
    return Card(translate_title(inv, prompt.campaign.file), body, buttons=(back,))


def make_place(prompt: Prompt, office: str | None) -> dict[str, str]:
    """The arguments of a button that leads back to the script of an office."""
    return {"campaign": prompt.campaign.id, "office": office or "", "language": prompt.script.language}


def draw_facts_card(inv: Invocation, prompt: Prompt, office: str | None, domains: Collection[str]) -> Card:
    """Show the facts, with a button for each source that is an address, and one back to the script.

    Callers quote them in English. With another language, each is in both, or in that one where both don't fit.
    """
    draw = partial(_draw_facts_card, inv, prompt, office, domains)
    return draw_first_fitting(partial(draw, both=True), partial(draw, both=False))


def _draw_facts_card(
    inv: Invocation, prompt: Prompt, office: str | None, domains: Collection[str], *, both: bool
) -> Card:
    words, language = inv.words, choose_own_language(inv, prompt)
    known = prompt.campaign.file.facts
    links = _draw_sources(words, known, choose_domains(prompt.campaign, domains))
    facts = tuple(
        Fact(words.t("script.fact"), _write_fact(words, one, language, _name_source(one.source, links), both=both))
        for one in known
    )
    button = Button(words.t("script.button.back"), "script.show", make_place(prompt, office), Style.PRIMARY)
    body, shown = words.m("script.more"), tuple(links.values())
    return Card(translate_title(inv, prompt.campaign.file), body, facts, buttons=(button,), links=shown)


def _write_fact(
    words: Words, fact: campaign_file.Fact, language: str | None, source: str, *, both: bool
) -> str | Markup:
    english, own = fact.text[ENGLISH], find_text(fact.text, language)
    if both and own != english:
        return words.m("script.sourced_both", text=english, meaning=own, source=source)
    return words.t("script.sourced", text=own, source=source)


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
