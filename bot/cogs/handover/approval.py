"""What an admin sees of another admin's change, and the taps that release or refuse it."""

from collections.abc import Sequence
from typing import Annotated

from bot.cogs.drafts.effects import describe_live, draw_open_button, draw_warnings
from bot.cogs.handover.difference_text import draw_change
from bot.cogs.shared.card_parts import RefusalReason, draw_withdraw_buttons, translate_title, write_reason, write_rest
from bot.core.changes.change_notices import ChangeKind, ChangeNotice
from bot.core.handover.approvals import Approvals, PendingChange
from bot.kit.cards.labels import fit_labels
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Style
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command, form
from bot.roles import Role

OfCampaign = Annotated[str | None, Opt("The campaign that it would change")]
OfForm = Annotated[str, Opt("The change", hidden=True)]
WhichChange = Annotated[str, Opt("The change")]

_LISTED = 20


class ApprovalCog:
    """Shows changes that wait for another admin, and takes their decisions."""

    subject = "campaigns"

    def __init__(self, approvals: Approvals) -> None:
        self._approvals = approvals

    @action("change.list", role=Role.ADMIN)
    async def list(self, inv: Invocation) -> Card:
        """List the changes that wait."""
        words, waiting = inv.words, await self._approvals.list(inv.caller)
        buttons = _draw_buttons(inv, "change.show", waiting)
        body = words.m("change.listed", count=len(waiting)) if waiting else words.m("change.none")
        return Card(words.t("change.title"), body, buttons=buttons)

    @action("change.show", role=Role.ADMIN)
    async def show(self, inv: Invocation, change: WhichChange) -> Card:
        """Show everything that a change would change."""
        return draw_change_card(inv, await self._approvals.load(inv.caller, change))

    @action("change.release", role=Role.ADMIN)
    async def release(self, inv: Invocation, change: WhichChange) -> Card:
        """Put another admin's change in force."""
        done = await self._approvals.release(inv.caller, change, inv.id, inv.at)
        title, released = translate_title(inv, done.content), inv.words.m("change.released")
        if done.live is None:
            return Card(title, released)
        state = describe_live(inv, done.live, was_closed=done.was_closed)
        return Card(title, join(released, state), buttons=draw_open_button(inv.words, done.live, inv.at))

    @form("change.refuse_form", role=Role.ADMIN)
    async def refuse_because(self, inv: Invocation, change: OfForm, reason: RefusalReason = None) -> Card:
        """Drop a change that waits, and say why."""
        return await self._refuse(inv, change, reason or "")

    @action("change.refuse", role=Role.ADMIN)
    async def refuse(self, inv: Invocation, change: WhichChange) -> Card:
        """Drop a change that waits, by the button of an earlier version."""
        return await self._refuse(inv, change)

    async def _refuse(self, inv: Invocation, change: str, reason: str = "") -> Card:
        dropped = await self._approvals.refuse(inv.caller, change, reason)
        return Card(translate_title(inv, dropped.content), inv.words.m("change.refused"))

    @command("campaign withdraw", role=Role.COORDINATOR)
    async def list_own(self, inv: Invocation, campaign: OfCampaign = None) -> Card:
        """Take back your own change that waits for another admin."""
        own = await self._approvals.list_own(inv.caller, campaign)
        if not own:
            return Card(inv.words.t("change.title"), inv.words.m("change.none_own"))
        if len(own) == 1:
            return draw_change_card(inv, own[0])
        buttons = _draw_buttons(inv, "change.own", own)
        rest = write_rest(inv.words, len(own) - _LISTED, "campaign withdraw")
        return Card(inv.words.t("change.title"), join(inv.words.m("change.listed_own"), rest), buttons=buttons)

    @action("change.own", role=Role.COORDINATOR)
    async def show_own(self, inv: Invocation, change: WhichChange) -> Card:
        """Show a change of the caller's own."""
        return draw_change_card(inv, await self._approvals.load_own(inv.caller, change))

    @action("change.withdraw", role=Role.COORDINATOR)
    async def withdraw(self, inv: Invocation, change: WhichChange) -> Card:
        """Take back a change of the caller's own."""
        await self._approvals.withdraw(inv.caller, change, inv.id, inv.at)
        return Card(inv.words.t("change.title"), inv.words.m("change.taken_back"))


def draw_change_card(inv: Invocation, pending: PendingChange) -> Card:
    """Everything that a change would change, with the buttons that decide; its author can only take it back."""
    words, waiting = inv.words, pending.proposal
    differences = draw_change(words, pending.in_force, waiting.content, pending.differences)
    args = {"change": waiting.id}
    release = Button(words.t("change.button.release"), "change.release", args, Style.PRIMARY)
    refuse = Button(words.t("change.button.refuse"), "change.refuse_form", args, Style.DANGER)
    note = words.m("change.own_note") if pending.is_own else words.m("change.note")
    return Card(
        translate_title(inv, waiting.content),
        join(
            words.m(f"change.act.{waiting.act}"),
            differences.lines,
            draw_warnings(inv, pending.effect) if pending.effect else Markup(),
        ),
        buttons=draw_withdraw_buttons(words, waiting.id) if pending.is_own else (release, refuse),
        note=note,
        file=differences.file,
    )


def draw_change_notice_card(words: Words, notice: ChangeNotice) -> Card:
    """The direct message about a change."""
    name = words.pick(notice.title) if notice.title else notice.campaign
    title = words.t("change.title_new" if notice.is_new else "change.title")
    body = words.m(f"change.notice{'_new' if notice.is_new else ''}.{notice.kind}", title=name)
    if notice.kind is not ChangeKind.WAITING:
        return Card(title, join(body, write_reason(words, notice.reason)))
    look = Button(words.t("change.button.look"), "change.show", {"change": notice.proposal}, Style.PRIMARY)
    return Card(title, body, buttons=(look,))


def _draw_buttons(inv: Invocation, route: str, pending: Sequence[PendingChange]) -> tuple[Button, ...]:
    """A button for each change, with the title of its campaign."""
    shown = pending[:_LISTED]
    labels = fit_labels([translate_title(inv, one.proposal.content) for one in shown], str)
    return tuple(Button(label, route, {"change": one.proposal.id}) for label, one in zip(labels, shown, strict=True))
