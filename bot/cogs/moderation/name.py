"""`/name`: review, hide and allow public names."""

from collections.abc import Sequence
from typing import Annotated

from bot.cogs.shared.paging import PageNumber, paginate
from bot.core.moderation.name_review import NamedPerson, NameReason, NameReview
from bot.core.public_names.public_names import make_mark
from bot.errors import UserError
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, Style, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import PERSON, Opt
from bot.kit.spec import action, command
from bot.roles import Role

PublicName = Annotated[str | None, Opt("The name as the board shows it")]
Bearer = Annotated[str | None, Opt("Whose name it is, if you know the person", pick=PERSON, lenient=True)]
WhoIs = Annotated[str, Opt("Who it is, as the audit trail has it")]
Mark = Annotated[str, Opt("The name that was looked at, as a mark of it")]

_NAME = 50  # characters, of a button's 75
_ROWS = 5  # names on a page, with two buttons each


class NameCog:
    """Lists public names that wait for review, and hides and allows names."""

    subject = "people"

    def __init__(self, names: NameReview) -> None:
        self._names = names

    @command("name list", role=Role.CAPTAIN, reads=True)
    @action("name.page", role=Role.CAPTAIN)
    async def list(self, inv: Invocation, page: PageNumber = None) -> Card:
        """List the new public names that wait for somebody to look at them."""
        return list_card(inv, await self._names.list_waiting(inv.reach), page)

    @command("name hide", role=Role.CAPTAIN)
    async def hide(
        self, inv: Invocation, reason: Annotated[NameReason, Opt("Why")], person: Bearer = None, name: PublicName = None
    ) -> Card:
        """Hide a public name from boards and posted cards at once; the calls still count."""
        return await self._decide(inv, person, name, reason)

    @command("name allow", role=Role.CAPTAIN)
    async def allow(self, inv: Invocation, person: Bearer = None, name: PublicName = None) -> Card:
        """Let a public name be shown that waits or was hidden."""
        return await self._decide(inv, person, name, None)

    @action("name.hide", role=Role.CAPTAIN)
    async def hide_on_list(self, inv: Invocation, who: WhoIs, mark: Mark) -> Card:
        """Hide a name on the list of waiting names."""
        await self._names.decide_by_actor(inv.caller, inv.reach, who, mark, NameReason.UNSUITABLE)
        return await self.list(inv)

    @action("name.allow", role=Role.CAPTAIN)
    async def allow_on_list(self, inv: Invocation, who: WhoIs, mark: Mark) -> Card:
        """Allow a name on the list of waiting names."""
        await self._names.decide_by_actor(inv.caller, inv.reach, who, mark, None)
        return await self.list(inv)

    @action("name.shown", role=Role.CAPTAIN)
    async def list_shown(self, inv: Invocation, page: PageNumber = None) -> Card:
        """List the names that boards show, to hide one."""
        return await self._draw_list(inv, page or 1)

    @action("name.hide_shown", role=Role.CAPTAIN)
    async def hide_shown(self, inv: Invocation, who: WhoIs, mark: Mark) -> Card:
        """Hide a name that boards show."""
        await self._names.decide_by_actor(inv.caller, inv.reach, who, mark, NameReason.UNSUITABLE)
        return await self._draw_list(inv, 1)

    async def _decide(self, inv: Invocation, person: str | None, name: str | None, reason: NameReason | None) -> Card:
        if person and not name and await inv.envelope.picker.read(PERSON, person) is None:
            person, name = None, person  # a single word that isn't an account is a name
        if person:
            count = await self._names.decide(inv.caller, inv.reach, person, reason)
        elif not name:
            raise UserError("name.which", field="name")
        elif reason:
            count = await self._names.hide(inv.caller, inv.reach, name, reason)
        else:
            count = await self._names.allow(inv.caller, inv.reach, name)
        done = "name.hidden" if reason else "name.allowed"
        return Card(body=inv.words.m(done if count else f"{done}_already"))

    async def _draw_list(self, inv: Invocation, number: int) -> Card:
        words, names = inv.words, await self._names.list_shown(inv.reach)
        shown = paginate(number, names, _ROWS)
        return Card(
            words.t("name.title_shown"),
            words.m("name.none_shown") if not names else Markup(),
            buttons=(
                *(_make_hide_button(inv, one) for one in shown.part(names)),
                *shown.draw_buttons(words, "name.shown", {}),
            ),
            note=escape(shown.describe(words)),
        )


def list_card(inv: Invocation, waiting: Sequence[NamedPerson], number: int | None) -> Card:
    """A page of the waiting names, each with two buttons."""
    words = inv.words
    if not waiting:
        return Card(words.t("name.title"), words.m("name.none"))
    shown = paginate(number, waiting, _ROWS)
    part = shown.part(waiting)
    choices = [button for one in part for button in _make_choice_buttons(inv, one)]
    return Card(
        words.t("name.title"),
        join(*(words.m("name.waiting", name=escape(one.name)) for one in part), between="\n"),
        buttons=(*choices, *shown.draw_buttons(words, "name.page", {})),
        note=escape(shown.describe(words)),
    )


def _make_hide_button(inv: Invocation, one: NamedPerson) -> Button:
    args = {"who": one.who, "mark": make_mark(one.name)}
    return Button(inv.words.t("name.no", name=shorten(one.name, _NAME)), "name.hide_shown", args, Style.DANGER)


def draw_waiting_card(words: Words, count: int) -> Card:
    """The notice that names wait for review. It gives their number, not the names."""
    look = Button(words.t("name.notice.look"), "name.page", style=Style.PRIMARY)
    return Card(words.t("name.title"), words.m("name.notice.body", count=count), buttons=(look,))


def _make_choice_buttons(inv: Invocation, one: NamedPerson) -> tuple[Button, ...]:
    args, name = {"who": one.who, "mark": make_mark(one.name)}, shorten(one.name, _NAME)
    return (
        Button(inv.words.t("name.yes", name=name), "name.allow", args, Style.PRIMARY),
        Button(inv.words.t("name.no", name=name), "name.hide", args, Style.DANGER),
    )
