"""Builds the cogs of the drafts room."""

from bot.cogs.drafts.draft import DraftCog
from bot.cogs.drafts.forms.part_forms import PartFormsCog
from bot.cogs.drafts.forms.postcard_form import PostcardFormCog
from bot.cogs.drafts.forms.script_forms import ScriptFormsCog
from bot.cogs.drafts.forms.target_suggestions import TargetSuggestionsCog
from bot.cogs.drafts.history import HistoryCog
from bot.cogs.drafts.languages.languages import LanguagesCog
from bot.cogs.drafts.languages.translate import TranslateCog
from bot.core.build import Core


def build_draft_cogs(core: Core, zone: str) -> tuple[object, ...]:
    """Build the cogs of this room. ``zone`` is the IANA name of the coalition's time zone."""
    drafts = core.drafts.drafts
    return (
        DraftCog(drafts, core.drafts.publishing, core.campaigns.lifecycle),
        HistoryCog(core.drafts.histories, core.campaigns.campaigns, zone),
        PartFormsCog(drafts),
        PostcardFormCog(drafts),
        ScriptFormsCog(drafts),
        LanguagesCog(drafts),
        TranslateCog(core.campaigns.lifecycle, drafts, core.drafts.translating, zone),
        TargetSuggestionsCog(core.congress),
    )
