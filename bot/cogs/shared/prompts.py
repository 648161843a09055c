"""Fetches the script that a command or a button is about, in the language and by the clock of the person who asks."""

from bot.core.calls.scripts import Prompt, Scripts
from bot.identity import Identity
from bot.kit.dispatch.identities import choose_language, make_invocation
from bot.kit.invocation import Invocation


async def fetch_prompt(
    scripts: Scripts, inv: Invocation, campaign: str | None, office: str | None = None, language: str | None = None
) -> Prompt:
    """The script for ``office``, or for the next one; in ``language`` if a card or a person names it."""
    return await scripts.fetch_prompt(inv.caller, inv.at, campaign, language or inv.language, office, inv.envelope.zone)


async def identify_and_fetch_prompt(
    scripts: Scripts, inv: Invocation, campaign: str | None, office: str | None = None, language: str | None = None
) -> tuple[Prompt, Invocation, Identity]:
    """Do the same for a method that identifies its caller. Also returns the request of the caller whom that found."""
    envelope = inv.envelope

    def choose(identity: Identity) -> str | None:
        return language or choose_language(envelope, identity)

    prompt, identity = await scripts.identify_and_fetch_prompt(
        inv.caller, envelope.manages, inv.at, campaign, choose, office, envelope.zone
    )
    return prompt, make_invocation(envelope, identity, private=True), identity
