"""Who refused an alert, as far as its reader may learn it: its author reads who did, and the refuser that they did."""

from bot.cogs.shared.mentions import find_here
from bot.core.alerts.alert_reader import AlertProgress
from bot.identity import Caller
from bot.kit.cards.markup import Markup, mention
from bot.kit.i18n import Words


def say_refused(words: Words, key: str, progress: AlertProgress, caller: Caller) -> Markup:
    """The sentence under ``key`` about a refused alert; its ``_by`` form for the author, its ``_own`` for the refuser.

    An author whom nobody in their own space refused reads "another admin", as everybody else does. A direct message
    names nobody: it stays when that person deletes their data, unlike a card that only its reader sees.
    """
    me = (caller.platform, caller.account)
    if me not in progress.author:
        return words.m(f"{key}_own" if me in progress.refused_by else key)
    account = find_here(caller, progress.refused_by)
    if account is None:
        return words.m(key)
    return words.m(f"{key}_by", who=mention(account, words.t("person.here")))
