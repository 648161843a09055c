"""People named to those who may know: by the platform's own mention, which pings nobody, where they can be met."""

from collections.abc import Iterable

from bot.identity import Caller
from bot.kit.cards.markup import Markup, escape, mention
from bot.kit.i18n import Words


def somebody(words: Words, caller: Caller, accounts: Iterable[tuple[str, str]]) -> Markup:
    """Return the mention of the first of somebody's accounts, as (platform, account), that the caller can meet."""
    here = next((account for platform, account in accounts if is_here(caller, platform, account)), None)
    return mention(here, words.t("person.here")) if here else escape(words.t("person.elsewhere"))


def is_here(caller: Caller, platform: str, account: str) -> bool:
    """Say whether an account can be met where the caller is; one of a space's own is named ``space:user``."""
    home, own = account.rpartition(":")[0], caller.account.rpartition(":")[0]
    return bool(account) and platform == caller.platform and home in ("", own, caller.space)
