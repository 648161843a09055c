"""Mentions of people, for readers who may see their accounts. A mention pings nobody."""

from collections.abc import Iterable

from bot.identity import Caller
from bot.kit.cards.markup import Markup, escape, mention
from bot.kit.i18n import Words


def mention_somebody(words: Words, caller: Caller, accounts: Iterable[tuple[str, str]]) -> Markup:
    """Mention the first of a person's accounts, as (platform, account), that is in the caller's space."""
    here = find_here(caller, accounts)
    return mention(here, words.t("person.here")) if here else escape(words.t("person.elsewhere"))


def mention_picked(words: Words, account: str) -> Markup:
    """Mention somebody whom the caller has just picked or typed: guests too, whose account is another space's."""
    return mention(account, words.t("person.here"))


def find_here(caller: Caller, accounts: Iterable[tuple[str, str]]) -> str | None:
    """The first of a person's accounts, as (platform, account), that is in the caller's space."""
    return next((account for platform, account in accounts if is_here(caller, platform, account)), None)


def is_here(caller: Caller, platform: str, account: str) -> bool:
    """Whether an account is visible in the caller's space. A space's own accounts are named ``space:user``."""
    home, own = account.rpartition(":")[0], caller.account.rpartition(":")[0]
    return bool(account) and platform == caller.platform and home in ("", own, caller.space)
