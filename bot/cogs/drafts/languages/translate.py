"""`/campaign translate`: how far a campaign's languages have come, files for translators and back, and reviews."""

from datetime import date, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from bot.cogs.drafts.forms.part_forms import OfDraft
from bot.cogs.drafts.forms.script_forms import Tongue, read_language
from bot.cogs.drafts.languages.languages import OfLanguage, OnCard, draw_languages_card, draw_tongue_card
from bot.cogs.drafts.languages.translate_cards import draw_file_campaign_card, draw_filled_card, draw_texts_card
from bot.core.campaign_files.campaign_export import list_entries
from bot.core.campaign_files.translation_shape import MAX_NAME
from bot.core.campaign_files.translation_state import confirm, sign
from bot.core.campaigns.lifecycle import Lifecycle
from bot.core.draft_parts.texts_part import read_texts
from bot.core.drafts.drafts import Drafts
from bot.core.drafts.translating import Translating
from bot.core.times.clock import local
from bot.core.times.typed_dates import reword_dates
from bot.core.totals.counting import Day
from bot.errors import UserError
from bot.kit.cards.reply import Card
from bot.kit.invocation import Invocation
from bot.kit.options import Opt, Option
from bot.kit.sent_files import SentFile
from bot.kit.spec import action, command, form
from bot.kit.words.own_language.times import reword_time
from bot.kit.words.parse import match_word
from bot.phrases import make_translations
from bot.roles import Role
from bot.text import clean
from bot.translations.files import Format

WhichCampaign = Annotated[str, Opt("The campaign", suggest="all_campaigns", accepts="campaigns", none="lifecycle.none")]
OfCampaign = Annotated[str, Opt("The campaign on the card")]
FileForm = Annotated[str, Opt("The file's format")]
Filled = Annotated[SentFile, Opt("The translated PO or CSV file", max_length=1000)]
Kept = Annotated[str, Opt("The texts that were read")]
HiddenLanguage = Annotated[str, Opt("The language", hidden=True)]
_LETTERS = 2  # the fewest in a name
_DAYS = Option("day", "", required=False, convert=str, kind="day", words=tuple(Day))


class TranslateCog:
    """Exchanges a campaign's texts with translators, and notes who has reviewed them. ``zone`` is the coalition's."""

    subject = "campaigns"

    def __init__(self, lifecycle: Lifecycle, drafts: Drafts, translating: Translating, zone: str) -> None:
        self._lifecycle, self._drafts, self._translating = lifecycle, drafts, translating
        self._zone = ZoneInfo(zone)

    @command("campaign translate", role=Role.COORDINATOR)
    async def translate(
        self, inv: Invocation, campaign: WhichCampaign, language: Tongue | None = None, file: Filled | None = None
    ) -> Card:
        """See how far a campaign's languages have come, and exchange files with translators."""
        found = (await self._lifecycle.show(inv.reach, campaign, inv.at)).campaign
        tag = read_language(inv, language, "language") if language else None
        if not found.in_chat:
            if file:
                raise UserError("draft.in_file", title=make_translations(found.file.title), campaign=found.id)
            return draw_file_campaign_card(inv.words, found.file, tag)
        if file and not tag:
            raise UserError("draft.texts_language", field="language")
        view = await self._drafts.edit(inv.caller, inv.reach, found.id, inv.id, inv.at)
        if file and tag:
            return await self._read(inv, view.draft.id, tag, file)
        return draw_tongue_card(inv.words, view, tag) if tag else draw_languages_card(inv.words, view)

    @action("draft.texts", role=Role.COORDINATOR)
    async def send_texts(self, inv: Invocation, draft: OnCard, language: OfLanguage, form: FileForm) -> Card:
        """Get a draft's texts as a file for a translator."""
        found = (await self._drafts.load(inv.reach, draft, inv.at)).draft
        return draw_texts_card(inv.words, found.campaign_id, found.entries, language, Format(form))

    @action("campaign.texts", role=Role.COORDINATOR)
    async def send_file_texts(
        self, inv: Invocation, campaign: OfCampaign, language: OfLanguage, form: FileForm
    ) -> Card:
        """Get the texts of a campaign as a file for a translator."""
        found = (await self._lifecycle.show(inv.reach, campaign, inv.at)).campaign.file
        return draw_texts_card(inv.words, found.key, list_entries(found), language, Format(form))

    @form("draft.fill_texts", role=Role.COORDINATOR)
    async def fill_texts(self, inv: Invocation, draft: OfDraft, language: HiddenLanguage, file: Filled) -> Card:
        """Bring in a file that a translator filled in."""
        return await self._read(inv, draft, language, file)

    @action("draft.take_texts", role=Role.COORDINATOR)
    async def take_texts(self, inv: Invocation, which: Kept, language: OfLanguage) -> Card:
        """Save the texts of a file that was read."""
        view = await self._drafts.settle(inv.caller, inv.reach, which, mine=True, at=inv.at)
        return draw_tongue_card(inv.words, view, language, inv.words.m("draft.texts_saved"))

    @action("draft.drop_texts", role=Role.COORDINATOR)
    async def drop_texts(self, inv: Invocation, which: Kept, language: OfLanguage) -> Card:
        """Throw away the texts of a file that was read."""
        view = await self._drafts.settle(inv.caller, inv.reach, which, mine=False, at=inv.at)
        return draw_tongue_card(inv.words, view, language, inv.words.m("draft.texts_dropped"))

    @action("draft.still_right", role=Role.COORDINATOR)
    async def keep(self, inv: Invocation, draft: OnCard, language: OfLanguage) -> Card:
        """Note that a language's texts are right beside the English of now."""
        view = await self._drafts.change(
            inv.caller, inv.reach, draft, lambda entries: confirm(entries, language), inv.id, inv.at
        )
        return draw_tongue_card(inv.words, view, language, inv.words.m("draft.still_right"))

    @form("draft.review", role=Role.COORDINATOR, prefill="fill_review")
    async def review(
        self,
        inv: Invocation,
        draft: OfDraft,
        language: HiddenLanguage,
        name: Annotated[str, Opt("Who speaks it and has read it all", max_length=MAX_NAME)],
        day: Annotated[str | None, Opt("The day, like 2026-12-01 (empty is today)", max_length=20)] = None,
    ) -> Card:
        """Note that a person who speaks a language has read all of it."""
        by, on = _read_name(name), self._read_day(inv, day)
        before = (await self._drafts.load(inv.reach, draft, inv.at)).draft.entries
        if not read_texts(before, language):
            raise UserError("draft.review_nothing", language=inv.words.label("language", language))
        view = await self._drafts.change(
            inv.caller, inv.reach, draft, lambda entries: sign(entries, language, by, on.isoformat()), inv.id, inv.at
        )
        return draw_languages_card(inv.words, view, inv.words.m("draft.review_saved"))

    async def fill_review(self, inv: Invocation, draft: str = "", language: str = "") -> dict[str, str]:
        """What the form of a review shows: today."""
        today = local(inv.at, self._zone).date()
        shown = inv.words.format_day(today)
        return {"day": shown if reword_dates(reword_time(shown, inv.words), today) == today.isoformat() else f"{today}"}

    def _read_day(self, inv: Invocation, typed: str | None) -> date:
        today = local(inv.at, self._zone).date()
        known = match_word(_DAYS, typed or Day.TODAY, inv.words.label)
        try:
            written = reword_dates(reword_time(typed or "", inv.words), today)
            day = today - timedelta(days=known == Day.YESTERDAY) if known else date.fromisoformat(written)
        except ValueError:
            day = date.max
        if day > today:
            raise UserError("draft.review_day", field="day", word=typed or "")
        return day

    async def _read(self, inv: Invocation, draft: str, tag: str, file: SentFile) -> Card:
        ending = file.name.rpartition(".")[2].casefold()
        if ending not in (Format.PO, Format.CSV):
            raise UserError("draft.texts_format", field="file", file=file.name)
        data = await file.read_text()
        found = await self._translating.read(inv.caller, inv.reach, draft, tag, data, Format(ending), inv.at)
        return draw_filled_card(inv.words, found, tag)


def _read_name(typed: str) -> str:
    """A reviewer's name. Raises UserError for what names nobody."""
    name = " ".join(clean(typed).split())
    if sum(map(str.isalpha, name)) < _LETTERS:
        raise UserError("draft.reviewer", field="name")
    return name
