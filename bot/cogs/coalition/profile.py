"""`/profile`: what a person lets Callboard know about them. Everything is optional."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from bot.cogs.coalition.place_question import Args, draw_question_card
from bot.cogs.coalition.state_question import draw_state_question
from bot.cogs.reminders.clock_question import ask_after_move
from bot.cogs.reminders.remind import make_request
from bot.cogs.shared.card_parts import LANGUAGES, filter_choices, name_place
from bot.cogs.shared.new_lines import write_coming_lines
from bot.cogs.shared.state_names import name_state_district
from bot.core.base.statuses import NameStatus
from bot.core.coalition.profiles import CLEAR, ProfileChange, Profiles, ProfileView, StateQuestion
from bot.core.congress.congress import Congress
from bot.core.congress.places import is_place, is_placelike
from bot.core.directory.states import NAMES, is_state
from bot.core.reminders.own_reminders import OwnReminders
from bot.core.statehouse.typed_districts import is_state_district
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Choice, Fact
from bot.kit.dispatch.identities import change_language
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Answer, Opt
from bot.kit.spec import accepts, action, command, form, suggest


def _is_district(typed: str) -> bool:
    return is_place(typed) or is_state_district(typed)


ChapterWord = Annotated[str | None, Opt("Your chapter", suggest="chapters", accepts="chapters", clears=True)]
DistrictWord = Annotated[
    str | None,
    Opt(
        "Your ZIP, or CA-11, or CA Assembly 12",
        without_maps="Your state, or CA-11, or CA Assembly 12",
        fits=_is_district,
        may_fit=is_placelike,
        known=tuple(NAMES.values()),
        clears=True,
    ),
]
NameWord = Annotated[str | None, Opt("Your first name, for your script", keyed=True)]
ProfileLanguage = Annotated[
    str | None, Opt("Your language", words=(*LANGUAGES, CLEAR), suggest="languages", clears=True)
]
PublicNameWord = Annotated[str | None, Opt("A board name, which everyone here can see", keyed=True)]

FromCampaign = Annotated[str | None, Opt("Campaign of the script they came from", hidden=True)]
OfChamber = Annotated[str | None, Opt("The chamber that was asked for, like CA-L", hidden=True)]

_OF_STATE = "Your state district, by its number or name"
_BY_HAND = "State and district, like CA-11, or CA alone"
_ZIP = "Your 5-digit ZIP, or a district like CA-11"

NO_ARGS: Args = {}

STATES = ("lower", "upper")
_ALL = ("chapter", "district", "name", "language", "public_name")


class ProfileCog:
    """Reads and changes profiles."""

    subject = "you"

    def __init__(self, profiles: Profiles, congress: Congress, reminders: OwnReminders) -> None:
        self._profiles, self._congress, self._reminders = profiles, congress, reminders

    @command("profile", unless=_ALL, prefill="read_profile")
    async def change_profile(
        self,
        inv: Invocation,
        chapter: ChapterWord = None,
        district: DistrictWord = None,
        name: NameWord = None,
        language: ProfileLanguage = None,
        public_name: PublicNameWord = None,
    ) -> Answer:
        """Set your chapter, district, name and language. Everything is optional."""
        return await self._change(inv, ProfileChange(chapter, district, name, language, public_name))

    @form("representative")
    async def find_representative(
        self, inv: Invocation, district: Annotated[str, Opt(_ZIP, without_maps=_BY_HAND)], campaign: FromCampaign = None
    ) -> Answer:
        """Find the caller's representative by ZIP code."""
        return await self._change(inv, ProfileChange(district=district), campaign)

    @form("blanks", prefill="read_profile")
    async def fill_blanks(
        self, inv: Invocation, name: NameWord = None, district: DistrictWord = None, campaign: FromCampaign = None
    ) -> Answer:
        """Fill the blanks of a script with the caller's name and place."""
        return await self._change(inv, ProfileChange(name=name, district=district), campaign)

    @form("district")
    @action("profile.district")
    async def set_district(
        self, inv: Invocation, district: Annotated[str, Opt(_BY_HAND)], campaign: FromCampaign = None
    ) -> Answer:
        """Set only the district, typed into the form or chosen on the card for a ZIP code."""
        return await self._change(inv, ProfileChange(district=district), campaign)

    @form("state_district")
    async def set_state_district(
        self,
        inv: Invocation,
        district: Annotated[str, Opt(_OF_STATE)],
        chamber: OfChamber = None,
        campaign: FromCampaign = None,
    ) -> Answer:
        """Set the district of a state legislature, typed into the form of a script's card."""
        return await self._change(inv, ProfileChange(district=district, asked=chamber), campaign)

    async def read_profile(self, inv: Invocation, campaign: str = "") -> Mapping[str, str]:
        """The initial values of a form's fields."""
        view = await self._profiles.read(inv.caller)
        district = _write_typed_place(inv.words, view.place) if view.place else None
        values = {name: getattr(view.profile, name) for name in ("name", "language", "public_name")}
        values |= {"chapter": view.chapter, "district": district}
        return {name: value for name, value in values.items() if value}

    @suggest("chapters")
    async def suggest_chapters(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The chapters that the caller can join here whose name contains the typed text."""
        return filter_choices(await self._profiles.list_chapters(inv.caller, inv.reach), typed)

    @accepts("chapters")
    async def accept_chapters(self, inv: Invocation, typed: tuple[str, ...], parts: bool) -> frozenset[str]:
        """The texts that name a chapter."""
        return await self._profiles.match_chapters(inv.caller, typed, parts, inv.reach)

    async def _change(self, inv: Invocation, change: ProfileChange, campaign: str | None = None) -> Answer:
        back = {"campaign": campaign} if campaign else {}
        reminders, _ = await self._reminders.read(make_request(inv))
        view = await self._profiles.change(inv.caller, change, inv.reach)
        inv = change_language(inv, view.profile.language)  # the answer is in it already
        alone = change == ProfileChange(district=change.district, asked=change.asked)
        if isinstance(view.question, StateQuestion):
            card = draw_state_question(inv.words, view.question, alone, back)
        elif view.question:
            card = draw_question_card(inv, view.question, self._congress.get_sitting(inv.at), alone, back)
        else:
            card = draw_profile_card(inv, view, back)
        card = replace(card, body=join(card.body, _write_replaced(inv.words, view.replaced)))
        if not _is_asking(view):
            card = ask_after_move(inv.words, card, reminders, (await self._reminders.read(make_request(inv)))[0])
        return Answer(card, inv.identity)


def _is_asking(view: ProfileView) -> bool:
    """Whether the card asks which district is the caller's."""
    return isinstance(view.question, StateQuestion) or bool(view.question and not view.question.unmapped)


def _write_replaced(words: Words, places: tuple[str, ...]) -> Markup:
    """Which districts the caller's new place replaced; empty if none."""
    names = [name_state_district(words, name_place(words, place)) for place in places]
    return words.m("profile.replaced", places=words.list(names)) if names else Markup()


def _write_typed_place(words: Words, place: str) -> str:
    """A place as a form shows it: by a name that can be typed back, else by its code."""
    name = name_place(words, place)
    return name if name == place or is_state(name) else place


def draw_profile_card(inv: Invocation, view: ProfileView, back: Args = NO_ARGS) -> Card:
    """The card of a profile. ``back`` are the arguments of the script button."""
    profile, words = view.profile, inv.words
    values = {
        "chapter": view.chapter,
        "district": name_place(words, view.place) if view.place else None,
        "name": profile.name,
        "language": words.label("language", profile.language) if profile.language else None,
        "public_name": profile.public_name,
    }
    values |= {name: name_state_district(words, key) for name in STATES if (key := getattr(profile, name))}
    facts = tuple(Fact(words.t(f"profile.{name}"), value or words.t("profile.none")) for name, value in values.items())
    return Card(
        title=words.t("profile.title"),
        body=join(
            words.m("profile.was_lost" if view.was_lost else "profile.saved"),
            _name_note(words, view),
            write_coming_lines(words, view.coming, has_maps=view.has_maps),
        ),
        facts=facts,
        buttons=(Button(words.t("button.edit"), "profile"), Button(words.t("button.script"), "script.show", back)),
        note=words.m("profile.note", dash=CLEAR),
    )


def _name_note(words: Words, view: ProfileView) -> Markup:
    """Why boards don't show the public name, empty if they do."""
    is_unshown = view.profile.public_name and view.name is not NameStatus.SHOWN
    return words.m(f"profile.name_{view.name}") if is_unshown else Markup()
