"""`/role`: grant, revoke and list roles."""

from enum import StrEnum
from typing import Annotated

from bot.cogs.shared.mentions import is_here, mention_picked, mention_somebody, name_by_end
from bot.cogs.shared.paging import PageNumber, draw_lines_card
from bot.core.coalition.roles import OwnRole, RoleHolding, Roles
from bot.core.people.grants import PHANTOM
from bot.core.people.lost_roles import LostRoleNotice
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Style
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import PERSON, Opt
from bot.kit.spec import accepts, action, command
from bot.moments import Moment, name_year
from bot.roles import Role


class Post(StrEnum):
    """A role that can be given."""

    CAPTAIN = "captain"
    COORDINATOR = "coordinator"
    ADMIN = "admin"

    @property
    def role(self) -> Role:
        """The role as `Role`."""
        return Role[self.name]


Somebody = Annotated[str, Opt("Who it is", pick=PERSON)]
# Earlier versions accepted any text as an account. A role granted to no real account must be revocable too.
Holder = Annotated[str, Opt("Who it is", pick=PERSON, lenient=True)]
WhichRole = Annotated[Post, Opt("The role")]
OwnScope = Annotated[str | None, Opt("The chapter or organization")]
ScopeWord = Annotated[str | None, Opt("A captain's chapter, or a coordinator's org", accepts="scopes")]


class RoleCog:
    """Grants, revokes and lists roles. ``zone`` is the coalition's, for readers whose platform reports none."""

    subject = "people"

    def __init__(self, roles: Roles, zone: str) -> None:
        self._roles, self._zone = roles, zone

    @command("role grant", role=Role.COORDINATOR)
    async def grant(self, inv: Invocation, person: Somebody, role: WhichRole, scope: ScopeWord = None) -> Card:
        """Make somebody captain of a chapter, coordinator of an organization, or admin."""
        holding = await self._roles.give(inv.caller, inv.reach, person, role.role, scope)
        return _draw_done_card(inv, "role.granted", mention_picked(inv, person), holding)

    @command("role revoke", role=Role.COORDINATOR)
    async def revoke(self, inv: Invocation, person: Holder, role: WhichRole, scope: ScopeWord = None) -> Card:
        """Take a role away again."""
        if own := await self._roles.find_own(inv.caller, inv.reach, person, role.role, scope):
            return draw_own_card(inv, own)
        kind, _, phantom = person.partition(":")
        platform, _, typed = phantom.partition(":")
        if kind == PHANTOM and typed:  # a name from `callboard doctor`, on any platform
            holding = await self._roles.take(inv.caller, inv.reach, typed, role.role, scope, platform)
        else:
            holding = await self._roles.take(inv.caller, inv.reach, person, role.role, scope)
        is_account = await inv.envelope.picker.read(PERSON, person) is not None
        who = mention_picked(inv, person) if is_account else _mention(inv, inv.caller.platform, person)
        return _draw_done_card(inv, "role.revoked", who, holding)

    @action("role.end_own", role=Role.COORDINATOR)
    async def end_own(self, inv: Invocation, role: WhichRole, scope: OwnScope = None) -> Card:
        """Take the role on the card away from its presser."""
        account = inv.caller.account
        holding = await self._roles.take(inv.caller, inv.reach, account, role.role, scope)
        return _draw_done_card(inv, "role.revoked", mention_picked(inv, account), holding)

    @command("role list", role=Role.COORDINATOR, reads=True)
    @action("role.page", role=Role.COORDINATOR)
    async def list(self, inv: Invocation, page: PageNumber = None) -> Card:
        """List who holds a role in your organization."""
        words, holdings = inv.words, await self._roles.list_roles(inv.caller, inv.reach)
        if not holdings:
            return Card(words.t("role.title"), words.m("role.none"))
        zone = inv.envelope.zone or self._zone
        lines = [_draw_line(inv, holding, zone) for holding in holdings]
        return draw_lines_card(words, words.t("role.title"), lines, "role.page", page)

    @accepts("scopes")
    async def accept_scopes(self, inv: Invocation, typed: tuple[str, ...], parts: bool) -> frozenset[str]:
        """The texts that name an org or chapter within the caller's reach."""
        return await self._roles.match_scopes(inv.reach, typed, parts)


def _mention(inv: Invocation, platform: str, account: str) -> Markup:
    return mention_somebody(inv.words, inv.caller, [(platform, account)])


def draw_own_card(inv: Invocation, own: OwnRole) -> Card:
    """Ask once before somebody takes a role away from themself: only others can give it back."""
    words, role = inv.words, own.role.name.lower()
    args = {"role": role, **({"scope": own.where} if own.where else {})}
    return Card(
        words.t("role.own.title"),
        join(
            words.m(f"role.own.{role}", scope=own.scope or words.t("role.coalition")),
            words.m("role.own.last") if own.is_last else Markup(),
        ),
        buttons=(Button(words.t("role.own.button"), "role.end_own", args, Style.DANGER),),
    )


def _draw_done_card(inv: Invocation, key: str, who: Markup, holding: RoleHolding) -> Card:
    """The card after a change. It says whose role changed, because it is easy to pick the wrong person."""
    words = inv.words
    done = words.m(f"{key}.{holding.role.name.lower()}", who=who, scope=_name_scope(words, holding))
    more = {"ended_too": holding.ended, "held_alerts": holding.held}
    unmet = words.m("role.unmet") if holding.is_unmet and not inv.envelope.picker.knows_people else Markup()
    counted = (words.m(f"role.{what}", count=count) for what, count in more.items() if count)
    return Card(body=join(done, *counted, unmet))


def draw_lost_role_card(words: Words, notice: LostRoleNotice) -> Card:
    """The direct message to somebody who lost a role."""
    lost = words.m(f"role.lost.{notice.role.name.lower()}", scope=notice.over or words.t("role.coalition"))
    return Card(body=join(lost, words.m("role.lost_alerts", count=notice.held) if notice.held else Markup()))


def _draw_line(inv: Invocation, holding: RoleHolding, zone: str) -> Markup:
    """A role and its holder: a mention if the holder is in the caller's space, else what tells them from others.

    That is the end of their account, for admins, and when they got the role.
    """
    words = inv.words
    who = _mention(inv, holding.platform, holding.account)
    is_named = is_here(inv.caller, holding.platform, holding.account)
    if holding.account and not is_named:
        who = name_by_end(words, holding.platform, holding.account)
    where = {"who": who, "role": _name_role(words, holding.role), "scope": _name_scope(words, holding)}
    if holding.by_config:
        return words.m("role.line_config", **where)
    if is_named or not holding.since:
        return words.m("role.line", **where)
    return words.m("role.line_since", **where, when=name_year(Moment(holding.since, zone), inv.at))


def _name_role(words: Words, role: Role) -> str:
    return words.label("post", role.name.lower())


def _name_scope(words: Words, holding: RoleHolding) -> str:
    return holding.scope or words.t("role.coalition")
