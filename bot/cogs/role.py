"""`/role`: who may do what."""

from enum import StrEnum
from typing import Annotated

from bot.core.roles import Held, Roles
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.markup import Markup
from bot.kit.reply import Card, Table, shorten
from bot.kit.spec import Opt, command
from bot.roles import Role

_SHOWN = 25


class Post(StrEnum):
    """A role that can be given."""

    CAPTAIN = "captain"
    COORDINATOR = "coordinator"
    ADMIN = "admin"

    @property
    def role(self) -> Role:
        """The role itself."""
        return Role[self.name]


Somebody = Annotated[str, Opt("Who it is", person=True)]
WhichRole = Annotated[Post, Opt("The role")]
ScopeWord = Annotated[str | None, Opt("Captains: the chapter. Coordinators: the organization")]


class RoleCog:
    """Gives, takes and lists roles."""

    def __init__(self, roles: Roles) -> None:
        self._roles = roles

    @command("role grant", role=Role.COORDINATOR)
    async def grant(self, inv: Invocation, person: Somebody, role: WhichRole, scope: ScopeWord = None) -> Card:
        """Make somebody captain of a chapter, coordinator of an organization, or admin."""
        held = await self._roles.give(inv.caller, inv.reach, person, role.role, scope)
        return Card(body=inv.words.m("role.granted", role=_named(inv.words, held.role), scope=_scope(inv.words, held)))

    @command("role revoke", role=Role.COORDINATOR)
    async def revoke(self, inv: Invocation, person: Somebody, role: WhichRole, scope: ScopeWord = None) -> Card:
        """Take a role away again."""
        held = await self._roles.take(inv.caller, inv.reach, person, role.role, scope)
        return Card(body=inv.words.m("role.revoked", role=_named(inv.words, held.role), scope=_scope(inv.words, held)))

    @command("role list", role=Role.COORDINATOR)
    async def list(self, inv: Invocation) -> Card:
        """List who holds a role in your organization."""
        words, held = inv.words, await self._roles.held(inv.caller, inv.reach)
        if not held:
            return Card(words.t("role.title"), words.m("role.none"))
        columns = (words.t("role.account"), words.t("role.role"), words.t("role.scope"))
        rows = tuple(_row(words, one) for one in held[:_SHOWN])
        more = words.m("role.more", count=len(held) - _SHOWN) if len(held) > _SHOWN else Markup()
        return Card(words.t("role.title"), table=Table(columns, rows), note=more)


def _row(words: Words, held: Held) -> tuple[str, str, str]:
    account = f"{held.platform} {held.account}" if held.account else words.t("role.elsewhere")
    return shorten(account, 60), _named(words, held.role), shorten(_scope(words, held), 60)


def _named(words: Words, role: Role) -> str:
    return words.choice("post", role.name.lower())


def _scope(words: Words, held: Held) -> str:
    return held.scope or words.t("role.coalition")
