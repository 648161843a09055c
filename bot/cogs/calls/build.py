"""Builds the cogs of the calls room."""

from collections.abc import Collection

from bot.cogs.calls.log import LogCog
from bot.cogs.calls.positions import AskCog
from bot.cogs.calls.scripts.preview import PreviewCog
from bot.cogs.calls.scripts.script import ScriptCog
from bot.cogs.calls.scripts.script_languages import ScriptLanguagesCog
from bot.cogs.calls.scripts.why import WhyCog
from bot.cogs.calls.share import ShareCog
from bot.cogs.calls.unavailable_reason import LineCog
from bot.cogs.calls.undo import UndoCog
from bot.cogs.shared.display_names import Naming
from bot.core.build import Core


def build_call_cogs(core: Core, naming: Naming, domains: Collection[str]) -> tuple[object, ...]:
    """Build the cogs of this room."""
    calls, campaigns = core.calls, core.campaigns.campaigns
    return (
        ScriptCog(calls.scripts, naming),
        ScriptLanguagesCog(campaigns),
        WhyCog(calls.scripts, domains),
        PreviewCog(calls.previews, naming, domains),
        LogCog(calls.calls, calls.moves, campaigns, core.guidance.routing, naming),
        AskCog(calls.positions, campaigns, naming),
        LineCog(calls.unavailable_reasons, naming),
        ShareCog(campaigns),
        UndoCog(calls.undo, core.postcards.postcards, campaigns, naming),
    )
