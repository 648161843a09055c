"""Behind a script: facts to quote, why people call, and what to say to what an office may say."""

from collections.abc import Collection, Sequence
from typing import Annotated

from bot.cogs.shared.card_parts import CampaignWord, CardLanguage, translate_title
from bot.cogs.shared.links import choose_domains, draw_link
from bot.cogs.shared.prompts import fetch_prompt
from bot.core.calls.scripts import Prompt, Scripts
from bot.core.campaign_files import campaign_file
from bot.core.campaign_files.campaign_file import find_text
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

    @action("script.answers")
    async def show_answers(
        self, inv: Invocation, campaign: CampaignWord = None, office: WhichOffice = None, language: CardLanguage = None
    ) -> Card:
        """Show what to answer to what an office may say, and a button back to the script."""
        prompt = await fetch_prompt(self._scripts, inv, campaign, office, language)
        return draw_answers_card(inv, prompt, office)


def draw_why_buttons(words: Words, prompt: Prompt, office: str | None) -> tuple[Button, ...]:
    """The buttons that lead from a script to its reasons and answers, if the campaign has any."""
    file, here = prompt.campaign.file, _make_place(prompt, office)
    why = (Button(words.t("script.button.why"), "script.why", here),) if file.why else ()
    answers = (Button(words.t("script.button.answers"), "script.answers", here),) if file.answers else ()
    return (*why, *answers)


def draw_why_card(inv: Invocation, prompt: Prompt, office: str | None) -> Card:
    """The reasons, a line each."""
    language = prompt.script.language
    lines = [Markup(f"- {escape(find_text(one, language))}") for one in prompt.campaign.file.why]
    return _make_card(inv, prompt, office, "why", join(*lines, between="\n"))


def draw_answers_card(inv: Invocation, prompt: Prompt, office: str | None) -> Card:
    """What an office may say, each with an answer."""
    words, language = inv.words, prompt.script.language
    pairs = [
        words.m("script.answer", said=find_text(one.they_say, language), answer=find_text(one.you_can_say, language))
        for one in prompt.campaign.file.answers
    ]
    return _make_card(inv, prompt, office, "answers", join(*pairs))


def _make_card(inv: Invocation, prompt: Prompt, office: str | None, what: str, body: Markup) -> Card:
    words = inv.words
    back = Button(words.t("script.button.back"), "script.show", _make_place(prompt, office), Style.PRIMARY)
    return Card(translate_title(inv, prompt.campaign.file), join(words.m(f"script.{what}"), body), buttons=(back,))


def _make_place(prompt: Prompt, office: str | None) -> dict[str, str]:
    return {"campaign": prompt.campaign.id, "office": office or "", "language": prompt.script.language}


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
