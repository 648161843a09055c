"""Mentions of people, for readers who may see their accounts. A mention pings nobody."""

from collections.abc import Iterable, Sequence

from bot.identity import Caller
from bot.kit.cards.markup import Markup, escape, mention
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation

_END = 4  # characters of an account


def mention_somebody(words: Words, caller: Caller, accounts: Iterable[tuple[str, str]]) -> Markup:
    """Mention the first of a person's accounts, as (platform, account), that is in the caller's space."""
    here = find_here(caller, accounts)
    return mention(here, words.t("person.here")) if here else escape(words.t("person.elsewhere"))


def name_somebody(words: Words, caller: Caller, accounts: Sequence[tuple[str, str]], *, is_admin: bool) -> Markup:
    """Do the same; of somebody elsewhere, admins read the platform and the end of the account."""
    if find_here(caller, accounts) or not (is_admin and accounts):
        return mention_somebody(words, caller, accounts)
    return name_by_end(words, *accounts[0])


def name_by_end(words: Words, platform: str, account: str) -> Markup:
    """Somebody who can't be mentioned, by what tells them from others."""
    return words.m("person.ending", platform=words.t(f"link.platform.{platform}"), end=account[-_END:])


def mention_picked(inv: Invocation, account: str) -> Markup:
    """Mention somebody whom the caller has just picked or typed: guests too, whose account is another space's.

    Who was typed with another space's id can't be mentioned, as nobody here knows the rest of it.
    """
    words, picked = inv.words, mention(account, inv.words.t("person.here"))
    if not is_guest(inv.caller, account):
        return picked
    if account.rpartition(":")[0] in inv.typed.get("person", ""):
        return name_by_end(words, inv.caller.platform, account)
    return words.m("person.guest", who=picked)


def is_guest(caller: Caller, account: str) -> bool:
    """Whether an account on the caller's platform belongs to another space than the one where the caller is."""
    home = account.rpartition(":")[0]
    return bool(home and caller.space) and home != caller.space


def find_here(caller: Caller, accounts: Iterable[tuple[str, str]]) -> str | None:
    """The first of a person's accounts, as (platform, account), that is in the caller's space."""
    return next((account for platform, account in accounts if is_here(caller, platform, account)), None)


def is_here(caller: Caller, platform: str, account: str) -> bool:
    """Whether an account is visible in the caller's space. A space's own accounts are named ``space:user``."""
    home, own = account.rpartition(":")[0], caller.account.rpartition(":")[0]
    return bool(account) and platform == caller.platform and home in ("", own, caller.space)
