"""`/campaign history`: a campaign's versions, with who and when, what changed, and the way back."""

from dataclasses import replace
from typing import Annotated

from bot.cogs.calls.other_campaigns import offer_others
from bot.cogs.drafts.difference_lines import draw_differences
from bot.cogs.drafts.effects import describe_live, draw_open_button, draw_warnings
from bot.cogs.shared.card_parts import draw_withdraw_buttons, translate_title
from bot.cogs.shared.mentions import name_somebody
from bot.cogs.shared.paging import PageNumber, paginate
from bot.core.campaigns.campaigns import Campaigns
from bot.core.drafts.history import CampaignHistories, Version, VersionDetail, Versions, WentBack
from bot.errors import UserError
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Style
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command
from bot.moments import Moment, name_year
from bot.roles import Role

WhichCampaign = Annotated[str | None, Opt("The campaign", suggest="all_campaigns", accepts="campaigns")]
OnCard = Annotated[str, Opt("The campaign on the card")]
Number = Annotated[int, Opt("The version's number")]

_ROWS = 8  # versions on a page, each with a button
_VERSION = 12  # characters of a version that a button carries
_LINES = 5  # of each of a version's two lists


class HistoryCog:
    """Shows a campaign's versions, and goes back to one."""

    subject = "campaigns"

    def __init__(self, histories: CampaignHistories, campaigns: Campaigns, zone: str) -> None:
        self._histories, self._campaigns, self._zone = histories, campaigns, zone

    @command("campaign history", role=Role.COORDINATOR)
    @action("campaign.history", role=Role.COORDINATOR)
    async def show_history(self, inv: Invocation, campaign: WhichCampaign = None, page: PageNumber = None) -> Card:
        """See who changed a campaign's words, and when."""
        found = await self._histories.list(inv.reach, campaign, inv.at)
        card = draw_history_card(inv, found, page, self._zone)
        return await offer_others(self._campaigns, inv, card, found.campaign, ("campaign.history", "campaign history"))

    @action("campaign.version", role=Role.COORDINATOR)
    async def show_version(self, inv: Invocation, campaign: OnCard, number: Number) -> Card:
        """Show what one version changed."""
        return draw_version_card(inv, await self._histories.show(inv.reach, campaign, number, inv.at), self._zone)

    @action("campaign.back", role=Role.COORDINATOR)
    async def back(
        self,
        inv: Invocation,
        campaign: OnCard,
        number: Number,
        over: Annotated[str | None, Opt("The version to replace", button_only=True)] = None,
    ) -> Card:
        """Put an earlier version in force again."""
        try:
            done = await self._histories.go_back(inv.caller, inv.reach, campaign, number, inv.id, inv.at, over or "")
        except UserError as error:
            if error.key == "history.moved_on":
                card = await self.show_version(inv, campaign, number)
                return replace(card, body=join(inv.words.m(error.key), card.body))
            if error.key != "history.past":
                raise
            edit = Button(inv.words.t("draft.button.edit"), "draft.edit", {"campaign": campaign})
            return Card(body=inv.words.m(error.key, **error.params), buttons=(edit,))
        return draw_back_card(inv, done, number)


def draw_history_card(inv: Invocation, found: Versions, number: int | None, zone: str) -> Card:
    """The versions on a page, newest first."""
    words, key = inv.words, found.campaign.id
    shown = paginate(number, found.versions, _ROWS)
    part = shown.part(found.versions)
    buttons = tuple(
        Button(
            words.t("history.button", number=one.line.number),
            "campaign.version",
            {"campaign": key, "number": str(one.line.number)},
        )
        for one in part
    )
    lines = [Markup(f"- {_describe(inv, one, zone)}") for one in part]
    return Card(
        title=translate_title(inv, found.campaign.file),
        body=join(words.m("history.title"), join(*lines, between="\n")),
        buttons=(*buttons, *shown.draw_buttons(words, "campaign.history", {"campaign": key})),
    )


def draw_version_card(inv: Invocation, detail: VersionDetail, zone: str) -> Card:
    """What a version changed, and what going back to it would change now."""
    words, campaign = inv.words, detail.campaign
    args = {
        "campaign": campaign.id,
        "number": str(detail.version.line.number),
        "over": campaign.file.version[:_VERSION],
    }
    back: tuple[Button, ...] = ()
    way = words.m("history.damaged", number=detail.version.line.number) if detail.content is None else Markup()
    if (effect := detail.effect) and effect.changes and campaign.in_chat:
        would = join(words.m("history.would"), draw_differences(words, effect.changes, _LINES), between="\n")
        way = join(would, draw_warnings(inv, effect))
        back = (Button(words.t("history.back"), "campaign.back", args, Style.PRIMARY),)
    changed = join(words.m("history.changed"), draw_differences(words, detail.changed, _LINES), between="\n")
    return Card(
        title=translate_title(inv, campaign.file),
        body=join(
            _describe(inv, detail.version, zone),
            changed if detail.changed else Markup(),
            words.m("history.in_force") if detail.newest else way,
        ),
        buttons=(*back, Button(words.t("history.all"), "campaign.history", {"campaign": campaign.id})),
    )


def draw_back_card(inv: Invocation, done: WentBack, number: int) -> Card:
    """The card after going back."""
    words = inv.words
    again = Button(words.t("history.all"), "campaign.history", {"campaign": done.content.key})
    if done.waits:
        body, withdraw = words.m("draft.waits"), draw_withdraw_buttons(words, done.waits)
        return Card(translate_title(inv, done.content), body, buttons=(again, *withdraw))
    body, opening = words.m("history.done", number=number), tuple[Button, ...]()
    if done.live:
        body = join(body, describe_live(inv, done.live, was_closed=done.was_closed))
        opening = draw_open_button(words, done.live, inv.at)
    return Card(translate_title(inv, done.content), body, buttons=(*opening, again))


def _describe(inv: Invocation, version: Version, zone: str) -> Markup:
    words, line = inv.words, version.line
    who = name_somebody(words, inv.caller, version.author, is_admin=inv.role is Role.ADMIN)
    done = words.m(f"history.act.{line.act}", who=who)
    return words.m(
        "history.line", number=line.number, when=name_year(Moment(line.at, zone, shared=True), inv.at), done=done
    )
