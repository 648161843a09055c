"""`/postcard`: write a postcard, see it as a picture, send it."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Annotated

from bot.cogs.postcards.postcard_art import describe_postcard, guess_language, make_postcard
from bot.cogs.postcards.write_cards import (
    MOST_BEGINNINGS,
    draw_all_sent_card,
    draw_gone_card,
    draw_left_card,
    draw_outside_card,
    draw_preview_card,
    draw_receipt_card,
    draw_start_card,
    draw_status_question,
    draw_undone_card,
    draw_unknown_card,
)
from bot.cogs.shared.card_parts import CampaignWord
from bot.cogs.shared.display_names import Naming
from bot.cogs.shared.name_doubts import write_postcard_doubt
from bot.core.alerts.alert_operations import AlertOperations
from bot.core.campaign_files.campaign_file import Action, find_text
from bot.core.campaigns.campaigns import Campaign
from bot.core.directory.offices.generic_offices import GENERIC
from bot.core.guidance.caller_targets import Targets
from bot.core.guidance.routing import Routing
from bot.core.guidance.targets import choose_target
from bot.core.postcards.own_postcards import find_sent_back
from bot.core.postcards.postcard_choice import PostcardChoice
from bot.core.postcards.postcards import Postcards
from bot.core.postcards.unsent_postcards import UnsentPostcard, UnsentPostcards, make_topic
from bot.core.postcards.words import MOST_SIGNATURE, MOST_WORDS, accept_signature, accept_words, check_words
from bot.errors import UserError
from bot.kit.cards.attachments import Image
from bot.kit.cards.labels import make_choices
from bot.kit.cards.reply import CHOICES, Card, Choice
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command, form, suggest
from bot.pictures.pictures import Pictures
from bot.pictures.postcard import TooLongError
from bot.text import matches

OfDraft = Annotated[str, Opt("The unsent postcard")]


class SignAs(StrEnum):
    """How to sign."""

    NAME = "name"
    CONSTITUENT = "constituent"


class PostcardCog:
    """Lets people write postcards."""

    subject = "postcards"

    def __init__(
        self,
        postcards: Postcards,
        unsent: UnsentPostcards,
        operations: AlertOperations,
        routing: Routing,
        naming: Naming,
        pictures: Pictures,
        domains: Collection[str],
    ) -> None:
        self._postcards, self._unsent, self._operations = postcards, unsent, operations
        self._routing, self._naming, self._pictures = routing, naming, pictures
        self._domains = domains

    @command("postcard", reads=True)
    @action("postcard", reads=True)
    async def start(self, inv: Invocation, campaign: CampaignWord = None) -> Card:
        """Send Congress a postcard in your own words. Callboard prints it, and it is handed over."""
        choice = await self._postcards.choose(inv.caller, campaign, inv.at)
        chosen, postcard = choice.campaign, choice.postcard
        if postcard.url:
            return draw_outside_card(inv, chosen, postcard, self._domains)
        if not choice.targets.all:
            return draw_unknown_card(inv.words, chosen.id, has_maps=choice.targets.has_maps)
        if not choice.left:
            return draw_all_sent_card(inv, chosen.id)
        offices = await self._name_offices(inv.words, inv.at, chosen, choice.left)
        is_unknown = _has_names_to_find(choice.targets)
        doubt = write_postcard_doubt(inv.words, choice.left, choice.targets, inv.at)
        beginnings, has_maps = _list_beginnings(inv, postcard), choice.targets.has_maps
        return draw_start_card(inv, chosen, postcard, offices, beginnings, is_unknown, doubt, has_maps=has_maps)

    @form("postcard.write", prefill="fill_postcard")
    async def write(
        self,
        inv: Invocation,
        campaign: Annotated[str, Opt("The campaign", hidden=True)],
        words: Annotated[str, Opt("Your words, in any language", max_length=MOST_WORDS)],
        sign: Annotated[SignAs, Opt("How to sign it")],
        signature: Annotated[
            str | None, Opt("First name and place, like Ana, Oakland", max_length=MOST_SIGNATURE)
        ] = None,
        office: Annotated[str | None, Opt("Who gets it, or empty for everybody", suggest="postcard_targets")] = None,
        beginning: Annotated[str | None, Opt("The beginning", hidden=True)] = None,
        draft: Annotated[str | None, Opt("The unsent postcard", hidden=True)] = None,
    ) -> Card:
        """Write a postcard, and see how it looks before it goes anywhere."""
        choice = await self._postcards.choose(inv.caller, campaign, inv.at)
        chosen = choice.campaign
        text, signed = accept_words(words), _accept_signature(sign, signature)
        _check_letters(text, "words")
        slots = _choose_slots(choice, office)
        unsent = UnsentPostcard(chosen.id, text, signed, slots, guess_language(text, inv.words.language))
        picture = await self._draw(inv, chosen, unsent)
        old = draft or ""
        new = await self._unsent.keep(inv.caller, unsent, old)
        if check_words(text).tells_status:
            return draw_status_question(inv.words, new, chosen.id, text, old)
        return await self._draw_preview(inv, chosen, new, unsent, picture, old)

    async def fill_postcard(
        self, inv: Invocation, campaign: str = "", beginning: str = "", draft: str = ""
    ) -> Mapping[str, str]:
        """What the form shows: the unsent postcard that is changed, a chosen beginning, or what was sent back."""
        if draft and (unsent := await self._unsent.find(inv.caller, draft)):
            office = unsent.slots[0] if len(unsent.slots) == 1 else ""
            sign = SignAs.NAME if unsent.signature else SignAs.CONSTITUENT
            return {"words": unsent.words, "sign": sign.value, "signature": unsent.signature, "office": office}
        if not beginning:
            return await self._fill_sent_back(inv, campaign)
        choice = await self._postcards.choose(inv.caller, campaign, inv.at)
        beginnings = _list_beginnings(inv, choice.postcard)
        place = int(beginning) if beginning.isdecimal() else 0
        return {"words": beginnings[place - 1]} if 1 <= place <= len(beginnings) else {}

    async def _fill_sent_back(self, inv: Invocation, campaign: str) -> Mapping[str, str]:
        """The caller's newest postcard of the campaign that was sent back and can still be read."""
        back = find_sent_back(await self._postcards.list_own(inv.caller), campaign)
        if back is None:
            return {}
        signature, sign = back.signature or "", SignAs.NAME
        if signature in ("", *inv.words.list_forms("postcard.constituent")):
            signature, sign = "", SignAs.CONSTITUENT
        return {"words": back.words or "", "sign": sign.value, "signature": signature, "office": back.slot}

    @action("postcard.preview")
    async def preview(self, inv: Invocation, draft: OfDraft) -> Card:
        """Show an unsent postcard whose words stay as they are."""
        unsent = await self._unsent.find(inv.caller, draft)
        if unsent is None:
            return draw_gone_card(inv.words)
        chosen = (await self._postcards.choose(inv.caller, unsent.campaign, inv.at)).campaign
        picture = await self._draw(inv, chosen, unsent)
        return await self._draw_preview(inv, chosen, draft, unsent, picture, "")

    @action("postcard.send")
    async def send(self, inv: Invocation, draft: OfDraft) -> Card:
        """Send an unsent postcard."""
        signed = inv.words.t("postcard.constituent")
        receipt = await self._unsent.send(inv.caller, draft, signed, inv.id, inv.at)
        if receipt is None:
            return draw_gone_card(inv.words)
        return draw_receipt_card(inv, receipt, await self._naming.load_names_at(inv.at), draft)

    @action("postcard.undo")
    async def undo(self, inv: Invocation, postcard: Annotated[str, Opt("The postcard")]) -> Card:
        """Take back a postcard before it is reviewed."""
        undone = await self._postcards.undo(inv.caller, postcard, inv.id, inv.at)
        return draw_undone_card(inv, undone, await self._naming.load_names_at(inv.at))

    @action("alert.postcard")
    async def start_from_alert(self, inv: Invocation, delivery: Annotated[str, Opt("The card")]) -> Card:
        """Begin a postcard from a posted card."""
        return await self.start(inv, await self._operations.find_campaign(delivery))

    @action("postcard.leave")
    async def leave(self, inv: Invocation, draft: OfDraft) -> Card:
        """Forget an unsent postcard."""
        await self._unsent.drop(inv.caller, draft)
        return draw_left_card(inv.words, draft)

    @suggest("postcard_targets")
    async def suggest_targets(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The caller's own targets in campaigns with a postcard, that contain the typed text."""
        names, labels = await self._naming.load_names_at(inv.at), dict[str, str]()
        for campaign, targets in await self._routing.read(inv.caller, inv.at):
            if campaign.file.postcard:
                for one in targets.all:
                    labels.setdefault(one.slot, names.name_office(inv.words, campaign.id, one.slot))
        return make_choices([pair for pair in labels.items() if matches(typed, *pair)][:CHOICES])

    async def _name_offices(self, words: Words, at: int, campaign: Campaign, slots: Sequence[str]) -> tuple[str, ...]:
        names = await self._naming.load_names_at(at)
        return tuple(names.name_office(words, campaign.id, slot) for slot in slots)

    async def _draw(self, inv: Invocation, campaign: Campaign, unsent: UnsentPostcard) -> bytes:
        """Draw the picture. Raises UserError beside the words if they don't fit."""
        slot, names = unsent.slots[0], await self._naming.load_names_at(inv.at)
        signed = unsent.signature or inv.words.t("postcard.constituent")
        image = await self._pictures.find_art(campaign.id)
        card = make_postcard(campaign.file, slot, unsent.words, signed, unsent.language, names, image=image)
        try:
            return await self._pictures.draw_preview(card)
        except TooLongError as error:
            field = error.part if error.part in ("words", "signature") else "office"
            raise UserError("postcard.too_long", field=field, taken=error.taken, room=error.room) from None

    async def _draw_preview(
        self, inv: Invocation, campaign: Campaign, draft: str, unsent: UnsentPostcard, picture: bytes, old: str
    ) -> Card:
        offices = await self._name_offices(inv.words, inv.at, campaign, unsent.slots)
        signed = unsent.signature or inv.words.t("postcard.constituent")
        alt = describe_postcard(inv.words, offices, unsent.words, signed)
        image = Image("postcard.png", picture, alt, temporary=make_topic(draft))
        return draw_preview_card(inv.words, draft, unsent, offices, image, old)


def _has_names_to_find(targets: Targets) -> bool:
    """Whether the writer's place would name somebody whom the postcard can't name yet."""
    is_placed = targets.district is not None and targets.redrawn is None
    return bool(targets.directory.edition) and not is_placed and any(one.slot in GENERIC for one in targets.all)


def _list_beginnings(inv: Invocation, postcard: Action) -> tuple[str, ...]:
    """The campaign's beginnings in the caller's language."""
    return tuple(find_text(one, inv.language) for one in postcard.beginnings[:MOST_BEGINNINGS])


def _choose_slots(choice: PostcardChoice, word: str | None) -> tuple[str, ...]:
    """The targets of a postcard: the one that is named, or all that have none yet. Raises UserError."""
    named = choose_target(word, choice.targets, choice.campaign.file).slot if word else None
    slots = tuple(slot for slot in choice.left if named in (None, slot))
    if not slots:
        raise UserError("postcard.have_one" if word else "postcard.have_all", field="office")
    return slots


def _accept_signature(sign: SignAs, signature: str | None) -> str:
    """How it is signed, empty for "a constituent". Raises UserError."""
    if sign is SignAs.CONSTITUENT:
        return ""
    signed = accept_signature(signature or "")
    _check_letters(signed, "signature")
    return signed


def _check_letters(text: str, field: str) -> None:
    """Raise UserError for the first letter that can't be printed."""
    from bot.pictures.printable import find_unprintable  # with the tables of letters and emoji

    if letter := find_unprintable(text):
        shown = letter if letter.isprintable() else f"U+{ord(letter[0]):04X}"
        raise UserError("postcard.unprintable", field=field, letter=shown)
