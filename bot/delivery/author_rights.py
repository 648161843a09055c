"""Checks, before an alert goes out, that its author still has the admin right which their role depends on.

A request asks that of its caller. Nobody asks for a scheduled alert, whose author may have lost the right since.
"""

from bot.core.coalition.roles import Roles
from bot.core.outbox.overdue_alerts import OverdueAlerts
from bot.kit.cards.outbound import Posters


class AuthorRights:
    """Asks the platforms about the authors of due alerts."""

    def __init__(self, overdue: OverdueAlerts, roles: Roles, posters: Posters) -> None:
        self._overdue, self._roles, self._posters = overdue, roles, posters

    async def check(self, platform: str) -> None:
        """End the roles whose right is gone, so that their alerts are held.

        Without an answer a right isn't used, as with requests: the alert waits a minute, and the platform is asked
        again. After an hour it is held, and its author asked, whose tap says whether they have the right.
        """
        for alert, rights in await self._overdue.list_rights(platform):
            for right in rights:
                match await self._posters.is_held(right):
                    case False:
                        await self._roles.end_right(right)
                    case None:
                        await self._overdue.postpone(alert)
