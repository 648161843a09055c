"""The languages of the campaigns' scripts, beside those that Callboard itself speaks."""

from bot.cogs.shared.card_parts import LANGUAGES
from bot.core.campaigns.campaigns import Campaigns
from bot.kit.cards.labels import make_choices
from bot.kit.cards.reply import Choice
from bot.kit.i18n import list_catalogs
from bot.kit.invocation import Invocation
from bot.kit.spec import suggest


class ScriptLanguagesCog:
    """Offers languages."""

    subject = "calls"

    def __init__(self, campaigns: Campaigns) -> None:
        self._campaigns = campaigns

    @suggest("languages")
    async def suggest_languages(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The languages of further catalogs and of the caller's campaigns. Dispatch adds the first seven."""
        campaigns = await self._campaigns.load_named(inv.caller, inv.reach)
        tags = dict.fromkeys((*list_catalogs(), *(tag for one in campaigns for tag in one.file.scripts)))
        return make_choices((tag, inv.words.label("language", tag)) for tag in tags if tag not in LANGUAGES)
