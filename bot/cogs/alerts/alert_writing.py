"""Writing an alert: the form, what is kept of one that was refused, and the way back to it."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Annotated

from bot.cogs.alerts.alert_cards import preview_card
from bot.cogs.alerts.alert_list import edit_button
from bot.cogs.alerts.channel_access import Reaching
from bot.cogs.calls.campaign_question import draw_campaign_button
from bot.core.alerts.alert_drafts import AlertDrafts, Typed
from bot.core.alerts.alert_operations import AlertDesk
from bot.core.alerts.alerts import Alerts, Draft
from bot.core.base.statuses import CampaignState
from bot.core.campaigns.campaigns import Campaigns
from bot.core.reports.coverage import Coverage
from bot.errors import UserError
from bot.kit.cards.reply import Button, Card
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command, form
from bot.roles import Role

TYPED = 3_000  # characters of words that a form takes: more than an alert may have, so that nothing typed is cut
_CAMPAIGNS = 20  # that a card offers, of its 25 buttons
_TOKEN = 16  # characters of a draft's own id, as forms make them

Words = Annotated[str, Opt("What people should do", max_length=TYPED)]
Whose = Annotated[str | None, Opt("The campaign", suggest="campaigns", keyed=True)]
When = Annotated[str | None, Opt("When: now, or tomorrow 9:00 Eastern", keyed=True)]
Audience = Annotated[str | None, Opt("Organizations, states or coalition", keyed=True)]
FormDraft = Annotated[str | None, Opt("The draft", hidden=True)]
WhichDraft = Annotated[str, Opt("The draft on the card")]
OnCard = Annotated[str, Opt("The campaign on the card")]

_ALERT, _COVERAGE = "alert", "coverage"


class AlertWritingCog:
    """Writes alerts, and loses no words."""

    subject = "alerts"

    def __init__(
        self,
        alerts: Alerts,
        desk: AlertDesk,
        drafts: AlertDrafts,
        campaigns: Campaigns,
        coverage: Coverage,
        reaching: Reaching,
    ) -> None:
        self._alerts = alerts
        self._desk = desk
        self._drafts = drafts
        self._campaigns = campaigns
        self._coverage = coverage
        self._reaching = reaching

    @command("alert send", role=Role.COORDINATOR, form="alert", unless=("words",), rescue="keep")
    async def send(
        self,
        inv: Invocation,
        words: Annotated[str | None, Opt("What people should do", max_length=TYPED)] = None,
        campaign: Whose = None,
        when: When = None,
        audience: Audience = None,
    ) -> Card:
        """Write an action alert, and see it before it goes out."""
        return await self._preview(inv, "", _typed(_ALERT, words, campaign, when, audience))

    @form("alert", role=Role.COORDINATOR, prefill="typed", rescue="keep")
    async def write(
        self,
        inv: Invocation,
        words: Words,
        campaign: Whose = None,
        when: When = None,
        audience: Audience = None,
        draft: FormDraft = None,
    ) -> Card:
        """Write an alert, or change one that hasn't gone out."""
        typed = _typed(await self._form_of(inv, draft), words, campaign, when, audience)
        return await self._preview(inv, draft or "", typed)

    @form("coverage", role=Role.COORDINATOR, prefill="call_to_action", rescue="keep_coverage")
    async def cover(
        self, inv: Invocation, words: Words, campaign: Whose = None, when: When = None, draft: FormDraft = None
    ) -> Card:
        """Write an alert to the chapters whose people could call somebody whom nobody has called yet."""
        return await self._preview(inv, draft or "", _typed(_COVERAGE, words, campaign, when))

    @action("alert.for", role=Role.COORDINATOR, rescue="keep_choice")
    async def choose(self, inv: Invocation, draft: WhichDraft, campaign: OnCard) -> Card:
        """Take the draft on the card for one of several campaigns."""
        typed = (await self._drafts.find(inv.caller, draft)).typed
        return await self._preview(inv, draft, replace(typed, campaign=campaign))

    @action("alert.drop", role=Role.COORDINATOR)
    async def drop(self, inv: Invocation, draft: WhichDraft) -> Card:
        """Throw a draft away that became no alert."""
        await self._drafts.drop(inv.caller, draft)
        return Card(body=inv.words.m("alert.discarded"))

    async def typed(self, inv: Invocation, draft: str = "") -> Mapping[str, str]:
        """Return what was typed into a draft, for its form; nothing for a new one."""
        try:
            held = (await self._drafts.find(inv.caller, draft)).typed
        except UserError:
            return await self._before(inv, draft)
        return {"words": held.words, "campaign": held.campaign, "when": held.when, "audience": held.audience}

    async def call_to_action(self, inv: Invocation, draft: str = "") -> Mapping[str, str]:
        """Return what the alert says unless its author has better words."""
        return await self.typed(inv, draft) or {"words": inv.words.t("coverage.words")}

    async def keep(self, inv: Invocation, args: Mapping[str, str], error: UserError) -> Card | None:
        """Keep the words of an alert that is refused, and offer the form with them."""
        return await self._kept(inv, args, error, await self._form_of(inv, args.get("draft")))

    async def keep_coverage(self, inv: Invocation, args: Mapping[str, str], error: UserError) -> Card | None:
        """Do the same for an alert to some chapters."""
        return await self._kept(inv, args, error, _COVERAGE)

    async def keep_choice(self, inv: Invocation, args: Mapping[str, str], error: UserError) -> Card | None:
        """Keep which campaign was chosen for a draft that is refused all the same."""
        typed = (await self._drafts.find(inv.caller, args["draft"])).typed
        return await self._kept(inv, {**asdict(typed), **args}, error, typed.form)

    async def _kept(self, inv: Invocation, args: Mapping[str, str], error: UserError, form: str) -> Card | None:
        words = args.get("words", "")
        if not words.strip():
            return None
        typed = _typed(form, words, *(args.get(name) for name in ("campaign", "when", "audience")))
        draft = await self._drafts.keep(inv.caller, args.get("draft") or _token(inv.id), typed)
        asked = await self._campaign_buttons(inv, draft) if error.key == "alert.which" else ()
        return Card(note=inv.words.m("alert.kept"), buttons=(*asked, edit_button(inv.words, draft)))

    async def _campaign_buttons(self, inv: Invocation, draft: str) -> tuple[Button, ...]:
        """Return a button for each campaign that an alert could be for."""
        opened = [one for one in await self._campaigns.spoken_for(inv.reach) if one.state(inv.at) is CampaignState.OPEN]
        return tuple(
            draw_campaign_button(inv, "alert.button.for", one.file, "alert.for", {"draft": draft, "campaign": one.id})
            for one in opened[:_CAMPAIGNS]
        )

    async def _form_of(self, inv: Invocation, draft: str | None) -> str:
        """Return the form in which a draft was begun."""
        try:
            return (await self._drafts.find(inv.caller, draft or "")).typed.form
        except UserError:
            return _ALERT

    async def _before(self, inv: Invocation, draft: str) -> Mapping[str, str]:
        """Return what is known of a draft that was written before what people type was kept."""
        try:
            listed = (await self._desk.detail(inv.reach, draft)).listed
        except UserError:
            return {}
        return {"words": listed.words, "campaign": listed.campaign.id if listed.campaign else ""}

    async def _preview(self, inv: Invocation, draft: str, typed: Typed) -> Card:
        campaign, chosen = typed.campaign, None
        if typed.form == _COVERAGE and not typed.audience:
            gaps = await self._coverage.read(inv.reach, typed.campaign or None, inv.at)
            if not gaps.chapters:
                raise UserError("coverage.nobody")
            campaign, chosen = gaps.campaign.id, gaps.audience
        written = Draft(typed.words, campaign or None, typed.when or None, typed.audience or None, inv.envelope.zone)
        preview = await self._alerts.draft(inv.caller, inv.reach, written, inv.at, chosen)
        await self._drafts.settle(inv.caller, draft, preview.id, typed)
        return preview_card(inv.words, preview, await self._reaching.reached(preview.targets))


def _typed(form: str, words: str | None, *others: str | None) -> Typed:
    return Typed(form, words or "", *(other or "" for other in others))


def _token(request: str) -> str:
    """Return a draft's id for a request that names none: the same however often the platform delivers it."""
    return hashlib.sha256(request.encode("utf-8", "surrogatepass")).hexdigest()[:_TOKEN]
