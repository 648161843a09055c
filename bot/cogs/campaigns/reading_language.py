"""The choice of the language that somebody reads, offered in all of them: the platform may not have theirs."""

from dataclasses import replace
from typing import Annotated

from bot.cogs.calls.scripts.script import draw_script_card
from bot.cogs.campaigns.home import HomeCog
from bot.cogs.shared.card_parts import draw_language_card
from bot.cogs.shared.display_names import Naming
from bot.cogs.shared.prompts import fetch_prompt
from bot.core.calls.scripts import Scripts
from bot.core.coalition.profiles import ProfileChange, Profiles
from bot.errors import UserError
from bot.kit.cards.markup import join
from bot.kit.cards.reply import Card
from bot.kit.dispatch.identities import change_language
from bot.kit.i18n import LANGUAGE
from bot.kit.invocation import Invocation
from bot.kit.options import Answer, Opt
from bot.kit.spec import action

WhichCampaign = Annotated[str | None, Opt("The campaign whose script comes next")]


class ReadingLanguageCog:
    """Offers languages, and goes on in the one that was chosen."""

    subject = "you"

    def __init__(self, home: HomeCog, profiles: Profiles, scripts: Scripts, naming: Naming) -> None:
        self._home, self._profiles, self._scripts, self._naming = home, profiles, scripts, naming

    @action("language", reads=True)
    async def choose(self, inv: Invocation, campaign: WhichCampaign = None) -> Card:
        """Offer every language."""
        return draw_language_card(inv.words, campaign)

    @action("language.set")
    async def save(
        self, inv: Invocation, language: Annotated[str, Opt("The language")], campaign: WhichCampaign = None
    ) -> Answer:
        """Save the language to the caller's profile, and show in it what they were on their way to."""
        await self._profiles.change(inv.caller, ProfileChange(language=language), inv.reach)
        inv = change_language(inv, language)
        card = await self._draw_next(inv, campaign)
        saved = inv.words.m("language.saved", language=inv.words.label(LANGUAGE, language))
        return Answer(replace(card, body=join(saved, card.body)), inv.identity)

    async def _draw_next(self, inv: Invocation, campaign: str | None) -> Card:
        """The script that somebody came for, while there is one to call with; else the home card."""
        if campaign:
            try:
                prompt = await fetch_prompt(self._scripts, inv, campaign)
            except UserError:
                pass
            else:
                return draw_script_card(inv, prompt, await self._naming.load_names_at(inv.at))
        return await self._home.show(inv)
