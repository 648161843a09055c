"""`/name`: public names, hidden at once and allowed again."""

from typing import Annotated

from bot.core.name_review import NameReason, NameReview
from bot.kit.invocation import Invocation
from bot.kit.reply import Card
from bot.kit.spec import Opt, command
from bot.roles import Role

PublicName = Annotated[str, Opt("The name as the board shows it")]


class NameCog:
    """Hides public names and allows them."""

    def __init__(self, names: NameReview) -> None:
        self._names = names

    @command("name hide", role=Role.COORDINATOR)
    async def hide(self, inv: Invocation, name: PublicName, reason: Annotated[NameReason, Opt("Why")]) -> Card:
        """Hide a public name from boards and posted cards at once; the calls still count."""
        count = await self._names.hide(inv.caller, inv.reach, name, reason)
        return Card(body=inv.words.m("name.hidden" if count else "name.hidden_already"))

    @command("name allow", role=Role.COORDINATOR)
    async def allow(self, inv: Invocation, name: PublicName) -> Card:
        """Let a hidden public name be shown again."""
        count = await self._names.allow(inv.caller, inv.reach, name)
        return Card(body=inv.words.m("name.allowed" if count else "name.allowed_already"))
