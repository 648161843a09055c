"""`/profile`: what somebody wants Callboard to know of them, all of it optional."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated

from bot.cogs.parts import LANGUAGES, chosen_from
from bot.core.profiles import EMPTIED, Known, Profiles, Told
from bot.kit.i18n import words as words_of
from bot.kit.invocation import Invocation
from bot.kit.reply import Button, Card, Choice, Fact
from bot.kit.spec import Opt, command, form, suggest

ChapterWord = Annotated[str | None, Opt("Your chapter", suggest="chapters")]
DistrictWord = Annotated[str | None, Opt("Your district, like CA-11")]
NameWord = Annotated[str | None, Opt("The name your script says")]
ProfileLanguage = Annotated[str | None, Opt("Your language", words=(*LANGUAGES, EMPTIED))]
PublicNameWord = Annotated[str | None, Opt("A name the boards may show")]

_ALL = ("chapter", "district", "name", "language", "public_name")


class ProfileCog:
    """Reads and changes profiles."""

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles

    @command("profile", form="profile", unless=_ALL)
    async def profile(
        self,
        inv: Invocation,
        chapter: ChapterWord = None,
        district: DistrictWord = None,
        name: NameWord = None,
        language: ProfileLanguage = None,
        public_name: PublicNameWord = None,
    ) -> Card:
        """Set your chapter, district, name and language. Everything is optional."""
        return await self._tell(inv, Told(chapter, district, name, language, public_name))

    @form("profile", prefill="known")
    async def profile_form(
        self,
        inv: Invocation,
        chapter: ChapterWord = None,
        district: DistrictWord = None,
        name: NameWord = None,
        language: ProfileLanguage = None,
        public_name: PublicNameWord = None,
    ) -> Card:
        """Set your profile from the form."""
        return await self._tell(inv, Told(chapter, district, name, language, public_name))

    async def known(self, inv: Invocation) -> Mapping[str, str]:
        """Return what the form shows at first."""
        known = await self._profiles.read(inv.caller)
        values = {**asdict(known.profile), "chapter": known.chapter}
        return {name: value for name, value in values.items() if value}

    @suggest("chapters")
    async def chapters(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """Return the chapters whose name holds what was typed."""
        return chosen_from(await self._profiles.chapters(inv.caller), typed)

    async def _tell(self, inv: Invocation, told: Told) -> Card:
        return profile_card(inv, await self._profiles.tell(inv.caller, told))


def profile_card(inv: Invocation, known: Known) -> Card:
    """Show what is now known, in the language that was just chosen."""
    profile = known.profile
    words = words_of(profile.language or inv.language)
    values = {
        "chapter": known.chapter,
        "district": profile.district,
        "name": profile.name,
        "language": words.choice("language", profile.language) if profile.language else None,
        "public_name": profile.public_name,
    }
    facts = tuple(Fact(words.t(f"profile.{name}"), value or words.t("profile.none")) for name, value in values.items())
    return Card(
        title=words.t("profile.title"),
        body=words.m("profile.saved"),
        facts=facts,
        buttons=(Button(words.t("button.edit"), "profile"), Button(words.t("button.script"), "script.show")),
        note=words.m("profile.note", dash=EMPTIED),
    )
