"""`/script`: whom to ring, with which words, and the buttons for how it went."""

from typing import Annotated

from bot.cogs.parts import CampaignWord, LanguageWord, office, title
from bot.core import blanks
from bot.core.campaign_file import text_for
from bot.core.counting import Outcome
from bot.core.scripts import Prompt, Scripts
from bot.core.states import NAMES
from bot.kit.invocation import Invocation
from bot.kit.markup import Markup, join, quote
from bot.kit.reply import Button, Card, Fact, Style
from bot.kit.spec import Opt, action, command


class ScriptCog:
    """Shows scripts."""

    def __init__(self, scripts: Scripts) -> None:
        self._scripts = scripts

    @command("script")
    async def script(self, inv: Invocation, campaign: CampaignWord = None, language: LanguageWord = None) -> Card:
        """Get the number and the words for your next call."""
        return await self._show(inv, campaign, language, None)

    @action("script.show")
    async def show(
        self,
        inv: Invocation,
        campaign: CampaignWord = None,
        office: Annotated[str | None, Opt("Office to ring")] = None,
        language: LanguageWord = None,
    ) -> Card:
        """Show the script for one office."""
        return await self._show(inv, campaign, language, office)

    async def _show(self, inv: Invocation, campaign: str | None, language: str | None, office: str | None) -> Card:
        prompt = await self._scripts.prompt(inv.caller, inv.at, campaign, language or inv.language, office)
        return prompt_card(inv, prompt) if prompt.slot else done_card(inv, prompt)


def prompt_card(inv: Invocation, prompt: Prompt) -> Card:
    """Show one office: its place in the row, the number, what to say, and the outcomes."""
    words, file, slot = inv.words, prompt.campaign.file, prompt.slot or ""
    where = words.m("script.where", office=office(words, slot), position=prompt.position, count=prompt.targets)
    draft = Markup() if prompt.script.reviewed else words.m("script.draft")
    filled = blanks.fill(prompt.script.text, _values(inv, prompt))
    gaps = words.m("script.gaps") if blanks.GAP in filled else Markup()
    asks = tuple(
        Fact(words.t("script.ask", number=number), text_for(ask.text, prompt.script.language))
        for number, ask in enumerate(file.asks, 1)
    )
    return Card(
        title=title(inv, file),
        body=join(
            where,
            words.m("script.ring", phone=file.phone, office=office(words, slot)),
            draft,
            quote(filled),
            gaps,
        ),
        facts=(*asks, *_facts(inv, prompt)),
        buttons=outcomes(inv, prompt),
        note=words.m("script.note"),
    )


def done_card(inv: Invocation, prompt: Prompt) -> Card:
    """Thank somebody who has reached every office today."""
    words = inv.words
    buttons = (Button(words.t("button.mycalls"), "mycalls"), Button(words.t("button.board"), "board"))
    again = tuple(
        Button(office(words, slot), "script.show", {"campaign": prompt.campaign.id, "office": slot})
        for slot in prompt.campaign.file.targets
    )
    return Card(title(inv, prompt.campaign.file), words.m("script.done"), buttons=(*buttons, *again))


def outcomes(inv: Invocation, prompt: Prompt) -> tuple[Button, ...]:
    """Return the buttons that log how the call to a prompt's office went."""
    return tuple(_outcome(inv, prompt, outcome) for outcome in Outcome)


def _outcome(inv: Invocation, prompt: Prompt, outcome: Outcome) -> Button:
    args = {
        "outcome": outcome.value,
        "office": prompt.slot or "",
        "campaign": prompt.campaign.id,
        "language": prompt.script.language,
    }
    style = Style.PRIMARY if outcome is Outcome.SPOKE else Style.PLAIN
    return Button(inv.words.choice("outcome", outcome.value), "tap", args, style)


def _values(inv: Invocation, prompt: Prompt) -> dict[str, str | None]:
    """Return what fills a script's blanks; what nobody knows stays a gap that the caller fills aloud."""
    file = prompt.campaign.file
    return {
        "name": prompt.profile.name,
        "place": NAMES.get(prompt.profile.state or ""),
        "office": office(inv.words, prompt.slot or ""),
        "phone": file.phone,
        "campaign": text_for(file.title, prompt.script.language),
        "org": prompt.org,
        "chapter": prompt.chapter,
    }


def _facts(inv: Invocation, prompt: Prompt) -> tuple[Fact, ...]:
    words = inv.words
    return tuple(
        Fact(
            words.t("script.fact", number=number),
            words.t("script.sourced", text=text_for(fact.text, prompt.script.language), source=fact.source),
        )
        for number, fact in enumerate(prompt.campaign.file.facts, 1)
    )
