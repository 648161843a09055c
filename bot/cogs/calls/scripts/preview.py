"""`/campaign preview`: the script card as a volunteer gets it. Its buttons work, and count nothing."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Annotated

from msgspec import Struct, structs

from bot.cogs.calls.scripts.script import draw_script_card
from bot.cogs.calls.scripts.script_views import View
from bot.cogs.calls.scripts.staff_answers import draw_answers_card
from bot.cogs.calls.scripts.why import draw_facts_card, draw_why_card, make_place
from bot.cogs.shared.card_parts import LanguageWord, name_place, translate_title
from bot.cogs.shared.display_names import Names, Naming
from bot.cogs.shared.new_lines import choose_sentence
from bot.cogs.shared.paging import PageNumber
from bot.cogs.shared.state_names import name_state_district
from bot.core.calls.previews import DRAFT, Previews, Viewer
from bot.core.calls.scripts import Prompt
from bot.core.congress.places import is_place, is_placelike
from bot.core.statehouse.state_directory import StateDirectory
from bot.core.statehouse.typed_districts import find_by_code, is_state_district
from bot.core.totals.counting import Outcome
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Style
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command, form
from bot.roles import Role
from bot.text import fold

_NOBODY = frozenset({"nobody", "-"})


def _is_place(word: str) -> bool:
    """Whether words name a place."""
    return fold(word) in _NOBODY or is_place(word) or is_state_district(word)


WhichCampaign = Annotated[str | None, Opt("The campaign", suggest="all_campaigns", accepts="campaigns")]
Place = Annotated[
    str | None,
    Opt("Where they live, like CA-11 or DC, or nobody", fits=_is_place, may_fit=is_placelike),
]
Named = Annotated[bool | None, Opt("Whether their name is known")]
Campaign = Annotated[str, Opt("The campaign")]
Who = Annotated[str, Opt("Who is imagined")]
Number = Annotated[int, Opt("Which office, from 1")]

_NAMED = "n"


class Imagined(Struct, frozen=True):
    """A volunteer to imagine, as a button carries them: ``n.CA-11.es``.

    ``campaign`` is the word by which `Previews` finds the campaign or draft that they see. ``view`` is the one that
    they chose for their script card.
    """

    place: str | None
    language: str | None
    is_named: bool
    campaign: str | None
    view: View | None = None

    @classmethod
    def read(cls, word: str, campaign: str) -> "Imagined":
        """Read what `write` wrote."""
        flags, place, language, view = (*word.split("."), "", "", "")[:4]
        chosen = View(view) if view in set(View) else None
        return cls(place or None, language or None, flags == _NAMED, campaign, chosen)

    def write(self) -> str:
        """The volunteer as a short word."""
        who = ".".join((_NAMED if self.is_named else "", self.place or "", self.language or ""))
        return f"{who}.{self.view}" if self.view else who


class PreviewCog:
    """Shows previews."""

    subject = "campaigns"

    def __init__(self, previews: Previews, naming: Naming, domains: Collection[str]) -> None:
        self._previews, self._naming, self._domains = previews, naming, domains

    @command("campaign preview", role=Role.COORDINATOR)
    async def preview(
        self,
        inv: Invocation,
        campaign: WhichCampaign = None,
        place: Place = None,
        language: LanguageWord = None,
        named: Named = None,
    ) -> Card:
        """See a campaign's script as a volunteer gets it. Nothing you tap there is counted."""
        known = await self._previews.locate(place, inv.at) if place and fold(place) not in _NOBODY else None
        chosen = await self._previews.choose(inv.reach, campaign, inv.at)
        return await self._show(inv, Imagined(known, language, bool(named), chosen), 1)

    @form("preview", role=Role.COORDINATOR)
    async def ask_preview(
        self,
        inv: Invocation,
        campaign: Annotated[str, Opt("The campaign", hidden=True)],
        place: Place = None,
        language: LanguageWord = None,
        named: Named = None,
    ) -> Card:
        """Ask whom to imagine, for the campaign on a card."""
        return await self.preview(inv, campaign, place, language, named)

    @action("preview.show", role=Role.COORDINATOR)
    async def show(self, inv: Invocation, campaign: Campaign, who: Who, number: Number) -> Card:
        """Show one office of a preview."""
        return await self._show(inv, Imagined.read(who, campaign), number)

    @action("preview.more", role=Role.COORDINATOR)
    async def show_facts(self, inv: Invocation, campaign: Campaign, who: Who, number: Number) -> Card:
        """Show the facts of a preview."""
        imagined = Imagined.read(who, campaign)
        prompt = await self._fetch(inv, imagined, number)
        facts = draw_facts_card(_see_as(inv, imagined), prompt, None, self._domains)
        return _make_preview(inv, facts, prompt, imagined, number)

    @action("preview.why", role=Role.COORDINATOR)
    async def show_why(self, inv: Invocation, campaign: Campaign, who: Who, number: Number) -> Card:
        """Show why people call, in a preview."""
        return await self._show_behind(inv, Imagined.read(who, campaign), number, draw_why_card)

    @action("preview.answers", role=Role.COORDINATOR)
    async def show_answers(
        self, inv: Invocation, campaign: Campaign, who: Who, number: Number, page: PageNumber = None
    ) -> Card:
        """Show what an office may say and what to answer, in a preview."""

        def draw(seen: Invocation, prompt: Prompt, office: str | None) -> Card:
            return draw_answers_card(seen, prompt, make_place(prompt, office), page)

        return await self._show_behind(inv, Imagined.read(who, campaign), number, draw)

    async def _show_behind(
        self, inv: Invocation, imagined: Imagined, number: int, draw: Callable[[Invocation, Prompt, str | None], Card]
    ) -> Card:
        """Show a card that lies behind the script card of one office."""
        prompt = await self._fetch(inv, imagined, number)
        office = prompt.target.slot if prompt.target else None
        return _make_preview(inv, draw(_see_as(inv, imagined), prompt, office), prompt, imagined, number)

    @action("preview.tap", role=Role.COORDINATOR)
    async def tap(
        self,
        inv: Invocation,
        campaign: Campaign,
        who: Who,
        number: Number,
        outcome: Annotated[Outcome, Opt("How the call went")],
    ) -> Card:
        """Say what a volunteer's tap would do, and lead to the next office."""
        imagined = Imagined.read(who, campaign)
        prompt = await self._fetch(inv, imagined, number)
        names = await self._naming.load_names_at(inv.at, prompt.campaign.file)
        return draw_tapped_card(inv, prompt, names, imagined, number, outcome)

    @action("preview.note", role=Role.COORDINATOR)
    async def note(
        self,
        inv: Invocation,
        campaign: Campaign,
        who: Who,
        number: Number,
        what: Annotated[str, Opt("What the button does for a volunteer")],
    ) -> Card:
        """Say what a button does for a volunteer."""
        imagined = Imagined.read(who, campaign)
        prompt, words = await self._fetch(inv, imagined, number), inv.words
        key = f"preview.does.{what}"
        lacking = choose_sentence(key, has_maps=prompt.targets.has_maps)
        key = next((one for one in (lacking, key) if words.has(one)), "preview.does.other")
        body = words.m(key)
        back = _make_button(words.t("script.button.back"), "preview.show", prompt, imagined, number, Style.PRIMARY)
        return Card(
            translate_title(inv, prompt.campaign.file), body, buttons=(back,), note=_write_note(words, imagined)
        )

    async def _show(self, inv: Invocation, imagined: Imagined, number: int) -> Card:
        prompt = await self._fetch(inv, imagined, number)
        names = await self._naming.load_names_at(inv.at, prompt.campaign.file)
        card = draw_script_card(_see_as(inv, imagined), prompt, names, wanted=imagined.language, view=imagined.view)
        return _make_preview(inv, card, prompt, imagined, number)

    async def _fetch(self, inv: Invocation, imagined: Imagined, number: int) -> Prompt:
        name = inv.envelope.load_words(imagined.language).t("preview.name") if imagined.is_named else None
        viewer = Viewer(imagined.place, imagined.language or inv.language, name)
        zone = inv.envelope.zone
        return await self._previews.fetch(inv.reach, imagined.campaign, viewer, number, inv.at, zone)


def draw_tapped_card(
    inv: Invocation, prompt: Prompt, names: Names, imagined: Imagined, number: int, outcome: Outcome
) -> Card:
    """The card after an outcome: what would be counted, and the way to the next office."""
    words, file = inv.words, prompt.campaign.file
    office = names.name_office_inline(words, file.key, prompt.target.slot, prompt.title) if prompt.target else ""
    body = words.m("preview.tapped", outcome=words.label("outcome", outcome), office=office)
    following, label = (number + 1, "button.next") if prompt.onward else (1, "preview.again")
    button = _make_button(words.t(label), "preview.show", prompt, imagined, following, Style.PRIMARY)
    return Card(translate_title(inv, file), body, buttons=(button,), note=_write_note(words, imagined))


def _see_as(inv: Invocation, imagined: Imagined) -> Invocation:
    """The request with the words that the volunteer reads."""
    language = imagined.language or inv.language
    return structs.replace(inv, words=inv.envelope.load_words(language, inv.words.own_zone), language=language)


def _make_preview(inv: Invocation, card: Card, prompt: Prompt, imagined: Imagined, number: int) -> Card:
    """A volunteer's card whose buttons lead to other previews, with a note that it is one."""
    turned = [_draw_turn_button(button, prompt, imagined, number) for button in card.buttons]
    different = {(button.route, *button.args.values()): button for button in reversed(turned)}
    note = join(_write_note(inv.words, imagined), card.note, between="\n")
    return replace(card, buttons=tuple(reversed(different.values())), note=note)


def _draw_turn_button(button: Button, prompt: Prompt, imagined: Imagined, number: int) -> Button:
    """The preview of what a volunteer's button does. Only flips carry a view: an id has little room."""
    imagined = structs.replace(imagined, view=None)
    args, slots = button.args, prompt.targets.slots
    match button.route:
        case "tap":
            how = {"outcome": args["outcome"]}
            return _make_button(button.label, "preview.tap", prompt, imagined, number, button.style, **how)
        case "script.show" if args.get("campaign") == prompt.campaign.id:
            office, language = args.get("office", ""), args.get("language")
            seen = structs.replace(imagined, language=language) if language else imagined
            seen = structs.replace(seen, view=View(args["view"])) if "view" in args else seen
            place = slots.index(office) + 1 if office in slots else number
            return _make_button(button.label, "preview.show", prompt, seen, place, button.style)
        case "script.more" | "script.why" as behind:
            route = behind.replace("script", "preview", 1)
            return _make_button(button.label, route, prompt, imagined, number, button.style)
        case "staff":
            page = {"page": args["page"]} if "page" in args else {}
            return _make_button(button.label, "preview.answers", prompt, imagined, number, button.style, **page)
        case other:
            return _make_button(button.label, "preview.note", prompt, imagined, number, button.style, what=other)


def _make_button(
    label: str, route: str, prompt: Prompt, imagined: Imagined, number: int, style: Style, **more: str
) -> Button:
    is_draft = imagined.campaign is not None and imagined.campaign.startswith(DRAFT)
    campaign = imagined.campaign if is_draft and imagined.campaign else prompt.campaign.id
    where = {"campaign": campaign, "who": imagined.write(), "number": str(number)}
    return Button(label, route, {**where, **more}, style)


def _write_note(words: Words, imagined: Imagined) -> Markup:
    """Who is imagined, and that nothing counts."""
    key = find_by_code(imagined.place or "", StateDirectory())
    place = name_state_district(words, key) if key else name_place(words, imagined.place) if imagined.place else ""
    known = words.t("preview.named" if imagined.is_named else "preview.unnamed")
    language = words.label("language", imagined.language) if imagined.language else ""
    who = words.list(filter(None, (place or words.t("preview.nowhere"), language, known)))
    return words.m("preview.note", who=who)
