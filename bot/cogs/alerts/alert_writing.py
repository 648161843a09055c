"""Writing an alert: its form, and saving what was typed when it is refused. Confirming it is `AlertCog`."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from functools import partial
from typing import Annotated
from urllib.parse import quote

from bot.cogs.alerts.alert_cards import draw_preview_card
from bot.cogs.alerts.alert_list import draw_edit_button
from bot.cogs.alerts.channel_access import ChannelAccess
from bot.cogs.calls.campaign_question import draw_campaign_buttons
from bot.cogs.shared.own_times import write_own_moment
from bot.core.alerts.alert_drafts import ALERT, COVERAGE, FormEntry, SavedDraft, Written
from bot.core.alerts.alerts import AlertRequest
from bot.core.alerts.build import AlertServices
from bot.core.base.statuses import CampaignState
from bot.core.campaigns.campaigns import Campaigns
from bot.core.coalition.audience import replace_name, split_names
from bot.core.reports.coverage import Coverage
from bot.core.times.typed_time import SOME_ZONE, parse_moment
from bot.errors import UserError
from bot.kit.cards.reply import Button, Card
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.registry import Filled
from bot.kit.spec import action, command, form
from bot.kit.words.own_language.near_times import offer_near_times
from bot.kit.words.own_language.quoted_times import quote_as_typed
from bot.kit.words.own_language.time_questions import check_length
from bot.kit.words.own_language.times import reword_time
from bot.moments import Moment, name_year
from bot.roles import Role

TYPED = 3_000  # characters the form accepts: more than an alert may have, so that the form never cuts what was typed
_CAMPAIGNS = 20  # campaign buttons on a card, which takes 25
_TOKEN = 16  # characters of a draft's id
_CHOICE = 36  # characters of a time or an audience in a button's id
_PLACES = 9  # names of an audience that a button can replace: its id has room for one digit more
# The fields with choices, and the buttons that fill them.
_CHOICES = {"when": "alert.at", "audience": "alert.to", "campaign": "alert.for"}

Words = Annotated[str, Opt("What people should do", max_length=TYPED)]
Whose = Annotated[str | None, Opt("The campaign", suggest="campaigns", keyed=True)]
When = Annotated[str | None, Opt("When: now, or tomorrow 9:00 Eastern", keyed=True)]
Audience = Annotated[str | None, Opt("Organizations, states or coalition", keyed=True)]
FormDraft = Annotated[str | None, Opt("The draft", hidden=True, fresh=True)]
WhichDraft = Annotated[str, Opt("The draft on the card")]
OnCard = Annotated[str, Opt("The campaign on the card")]
TimeOnCard = Annotated[str, Opt("The time on the card")]
AudienceOnCard = Annotated[str, Opt("The audience on the card")]
PlaceOnCard = Annotated[int | None, Opt("Which name of several it replaces")]


class AlertWritingCog:
    """Writes alerts. A refused form is saved as a draft, so that its author never types it again."""

    subject = "alerts"

    def __init__(
        self, services: AlertServices, campaigns: Campaigns, coverage: Coverage, access: ChannelAccess
    ) -> None:
        self._alerts, self._operations, self._drafts = services.alerts, services.operations, services.drafts
        self._campaigns, self._coverage, self._access = campaigns, coverage, access

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
        return await self._draw_preview(inv, "", _make_entry(ALERT, words, campaign, when, audience))

    @form("alert", role=Role.COORDINATOR, prefill="read_draft", rescue="keep")
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
        entry = _make_entry(await self._find_form(inv, draft), words, campaign, when, audience)
        return await self._draw_preview(inv, draft or "", entry)

    @form("coverage", role=Role.COORDINATOR, prefill="fill_call_to_action", rescue="keep_coverage")
    async def cover(
        self, inv: Invocation, words: Words, campaign: Whose = None, when: When = None, draft: FormDraft = None
    ) -> Card:
        """Write an alert to the chapters whose people could call offices that nobody has called yet."""
        return await self._draw_preview(inv, draft or "", _make_entry(COVERAGE, words, campaign, when))

    @action("alert.for", role=Role.COORDINATOR, rescue="keep_choice")
    async def choose(self, inv: Invocation, draft: WhichDraft, campaign: OnCard) -> Card:
        """Choose one of several campaigns for the draft on the card."""
        return await self._choose(inv, draft, {"campaign": campaign})

    @action("alert.at", role=Role.COORDINATOR, rescue="keep_choice")
    async def choose_time(self, inv: Invocation, draft: WhichDraft, when: TimeOnCard) -> Card:
        """Choose one of several times for the draft on the card."""
        return await self._choose(inv, draft, {"when": when})

    @action("alert.to", role=Role.COORDINATOR, rescue="keep_choice")
    async def choose_audience(
        self, inv: Invocation, draft: WhichDraft, audience: AudienceOnCard, place: PlaceOnCard = None
    ) -> Card:
        """Choose one of several audiences for the draft on the card, or one name of its audience."""
        return await self._choose(inv, draft, {"audience": audience, "place": str(place or "")})

    @action("alert.drop", role=Role.COORDINATOR)
    async def drop(self, inv: Invocation, draft: WhichDraft) -> Card:
        """Delete a refused draft."""
        await self._drafts.drop(inv.caller, draft)
        return Card(body=inv.words.m("alert.discarded"))

    async def read_draft(self, inv: Invocation, draft: str = "") -> Mapping[str, str] | Filled:
        """Prefill the form with a draft's or an alert's fields, naming a time that has passed; empty for a new one."""
        saved, written = await self._find_saved(inv, draft), await self._find_written(inv, draft)
        known = saved or written
        if known is None:
            return {}
        at = written.at if written else _read_old_time(inv, saved)
        entry, fields = known.entry, dict[str, str]()
        fields |= {"words": entry.words, "campaign": entry.campaign, "when": entry.when, "audience": entry.audience}
        if at is None or _read_time(inv, entry.when, inv.at) == at.at:
            return fields
        fields["when"] = write_own_moment(inv.words, at, inv.at)
        return Filled(fields, inv.words.t("alert.passed", when=name_year(at, inv.at)) if at.at <= inv.at else "")

    async def fill_call_to_action(self, inv: Invocation, draft: str = "") -> Mapping[str, str] | Filled:
        """Prefill the form with a draft's fields, or with suggested words."""
        return await self.read_draft(inv, draft) or {"words": inv.words.t("coverage.words")}

    async def keep(self, inv: Invocation, args: Mapping[str, str], error: UserError) -> Card | None:
        """Save a refused alert as a draft, and offer the form again."""
        return await self._save_refused(inv, args, error, await self._find_form(inv, args.get("draft")))

    async def keep_coverage(self, inv: Invocation, args: Mapping[str, str], error: UserError) -> Card | None:
        """Save a refused alert to uncovered chapters as a draft."""
        return await self._save_refused(inv, args, error, COVERAGE)

    async def keep_choice(self, inv: Invocation, args: Mapping[str, str], error: UserError) -> Card | None:
        """Save what was chosen for a draft that is still refused."""
        entry = (await self._drafts.find(inv.caller, args["draft"])).entry
        chosen = asdict(_fill_in(entry, args))
        return await self._save_refused(inv, {**chosen, "draft": args["draft"]}, error, entry.form)

    async def _choose(self, inv: Invocation, draft: str, chosen: Mapping[str, str]) -> Card:
        entry = (await self._drafts.find(inv.caller, draft)).entry
        return await self._draw_preview(inv, draft, _fill_in(entry, chosen))

    async def _save_refused(self, inv: Invocation, args: Mapping[str, str], error: UserError, form: str) -> Card | None:
        words = args.get("words", "")
        if not words.strip():
            return None
        typed = _make_entry(form, words, *(args.get(name) for name in ("campaign", "when", "audience")))
        draft = await self._drafts.keep(inv.caller, args.get("draft") or _make_draft_id(inv.id), typed)
        if error.key == "alert.which":
            asked = await self._draw_campaign_buttons(inv, draft)
        else:
            asked = _draw_choice_buttons(inv, draft, typed, error)
        return Card(note=inv.words.m("alert.kept"), buttons=(*asked, draw_edit_button(inv.words, draft)))

    async def _draw_campaign_buttons(self, inv: Invocation, draft: str) -> tuple[Button, ...]:
        """A button for each campaign that the alert could be for."""
        open_campaigns = [
            one for one in await self._campaigns.list_within(inv.reach) if one.state(inv.at) is CampaignState.OPEN
        ]
        named = ((one.file, {"draft": draft, "campaign": one.id}) for one in open_campaigns[:_CAMPAIGNS])
        return draw_campaign_buttons(inv, "alert.button.for", "alert.for", named)

    async def _find_form(self, inv: Invocation, draft: str | None) -> str:
        """The form that a draft was started in."""
        known = await self._find_saved(inv, draft or "") or await self._find_written(inv, draft or "")
        return known.entry.form if known else ALERT

    async def _find_saved(self, inv: Invocation, draft: str) -> SavedDraft | None:
        """The caller's draft, None if it isn't one."""
        with suppress(UserError):
            return await self._drafts.find(inv.caller, draft)
        return None

    async def _find_written(self, inv: Invocation, draft: str) -> Written | None:
        """The alert that is written again, or that a draft became; None if there is none."""
        with suppress(UserError):
            written = await self._drafts.read_written(inv.reach, draft)
            is_known = written.entry.campaign in self._campaigns.files
            return written if is_known else Written(replace(written.entry, campaign=""), written.at)
        return None

    async def _draw_preview(self, inv: Invocation, draft: str, entry: FormEntry) -> Card:
        campaign, chosen = entry.campaign, None
        if entry.form == COVERAGE and not entry.audience:
            gaps = await self._coverage.read(inv.reach, entry.campaign or None, inv.at)
            if not gaps.chapters:
                raise UserError("coverage.nobody")
            campaign, chosen = gaps.campaign.id, gaps.audience
        request = AlertRequest(
            entry.words,
            campaign or None,
            reword_time(entry.when or "", inv.words) or None,
            entry.audience or None,
            inv.envelope.zone,
        )
        check_length(entry.when, inv.words)
        check = partial(parse_moment, zone=SOME_ZONE, at=inv.at, field="when")
        with offer_near_times(entry.when, inv.words, check), quote_as_typed(entry.when):
            preview = await self._alerts.draft(inv.caller, inv.reach, request, inv.at, chosen)
        await self._drafts.settle(inv.caller, inv.reach, draft, preview.id, entry)
        preview = await self._alerts.preview(inv.reach, preview.id)  # with the translations that it took over
        return draw_preview_card(inv.words, preview, await self._access.check(preview.channels))


def _read_old_time(inv: Invocation, draft: SavedDraft | None) -> Moment | None:
    """The time that a refused draft was typed for. None for at once, or if nobody knows whose clock it was on."""
    zone, typed = inv.words.own_zone, _read_time(inv, draft.entry.when, draft.at) if draft else None
    return Moment(typed, zone) if typed and zone else None


def _read_time(inv: Invocation, typed: str, at: int) -> int | None:
    """What somebody meant by the time they typed at ``at``, on the reader's clock. None for at once."""
    with suppress(UserError):
        when = parse_moment(reword_time(typed or "now", inv.words), inv.words.own_zone or SOME_ZONE, at, "when").at
        return when if when != at else None
    return None


def _draw_choice_buttons(inv: Invocation, draft: str, typed: FormEntry, error: UserError) -> tuple[Button, ...]:
    """A button for each time or audience that a draft could be for, if one was asked for and fits a button."""
    route = _CHOICES.get(error.field)
    if route is None:
        return ()
    shortened = ((_shorten_choice(inv, typed, error.field, chosen), label) for chosen, label in error.choices)
    return tuple(
        Button(inv.words.render(label), route, {"draft": draft, **args})
        for args, label in shortened
        if _fits_button(args[error.field])
    )


def _fits_button(chosen: str) -> bool:
    return len(quote(chosen, safe=" ")) <= _CHOICE


def _shorten_choice(inv: Invocation, typed: FormEntry, field: str, chosen: str) -> dict[str, str]:
    """What a button carries for a choice: for a long one, a time in English, or one name of an audience."""
    if _fits_button(chosen):
        return {field: chosen}
    if field == "when":
        return {field: reword_time(chosen, inv.words)}
    before, after = split_names(typed.audience), split_names(chosen)
    changed = [place for place, names in enumerate(zip(before, after, strict=False)) if names[0] != names[1]]
    if field != "audience" or len(before) != len(after) or len(changed) != 1 or changed[0] >= _PLACES:
        return {field: chosen}
    return {field: after[changed[0]], "place": str(changed[0] + 1)}


def _fill_in(entry: FormEntry, chosen: Mapping[str, str]) -> FormEntry:
    """A draft's fields with what a button carries: a field, or one name of its audience."""
    fields = {name: value for name, value in chosen.items() if name in _CHOICES}
    if place := int(chosen.get("place") or 0):
        fields["audience"] = replace_name(entry.audience, place, fields["audience"])
    return replace(entry, **fields)


def _make_entry(form: str, words: str | None, *others: str | None) -> FormEntry:
    return FormEntry(form, words or "", *(other or "" for other in others))


def _make_draft_id(request: str) -> str:
    """A new draft's id, derived from the request so that a repeated delivery makes the same one."""
    return hashlib.sha256(request.encode("utf-8", "surrogatepass")).hexdigest()[:_TOKEN]
