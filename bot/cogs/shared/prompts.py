"""Fetches the script that a command or a button is about, in the language and by the clock of the person who asks."""

from bot.core.calls.scripts import Prompt, Scripts
from bot.kit.invocation import Invocation


async def fetch_prompt(
    scripts: Scripts, inv: Invocation, campaign: str | None, office: str | None = None, language: str | None = None
) -> Prompt:
    """The script for ``office``, or for the next one; in ``language`` if a card or a person names it."""
    return await scripts.fetch_prompt(inv.caller, inv.at, campaign, language or inv.language, office, inv.envelope.zone)
