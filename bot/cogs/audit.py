"""`/audit`: who changed what, for those who may know."""

from zoneinfo import ZoneInfo

from bot.core.audit import Audit, Entry
from bot.core.clock import local
from bot.core.ids import reference
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.reply import Card, Table, shorten
from bot.kit.spec import command
from bot.roles import Role

_SHORT = 8  # characters of an id: enough to tell entries apart on a card


class AuditCog:
    """Shows the audit trail."""

    def __init__(self, audit: Audit, zone: str) -> None:
        self._audit = audit
        self._zone = ZoneInfo(zone)

    @command("audit", role=Role.COORDINATOR)
    async def audit(self, inv: Invocation) -> Card:
        """See the last changes to your organization: what, when, and by which account."""
        words, entries = inv.words, await self._audit.newest(inv.reach)
        if not entries:
            return Card(words.t("audit.title"), words.m("audit.none"))
        columns = (
            words.t("audit.when"),
            words.t("audit.who"),
            words.t("audit.what"),
            words.t("audit.object"),
        )
        rows = tuple(self._row(words, entry) for entry in entries)
        return Card(words.t("audit.title"), table=Table(columns, rows), note=words.m("audit.note"))

    def _row(self, words: Words, entry: Entry) -> tuple[str, str, str, str]:
        when = local(entry.at, self._zone).strftime("%Y-%m-%d %H:%M")
        what = entry.action if entry.result == "ok" else f"{entry.action}: {entry.result}"
        return when, entry.actor[:_SHORT], shorten(what, 60), _which(entry)


def _which(entry: Entry) -> str:
    """Return a call as the reference that /void takes, a campaign by its key, anything else by the end of its id."""
    match entry.action.partition(".")[0]:
        case "call" | "calls":
            return reference(entry.object)
        case "campaign":
            return entry.object
        case _:
            return entry.object[-_SHORT:]
