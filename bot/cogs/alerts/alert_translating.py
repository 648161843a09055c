"""An alert's words in more languages: written with the draft, and read from the posted card."""

from collections.abc import Mapping
from typing import Annotated

from bot.cogs.alerts.alert_cards import draw_preview_card
from bot.cogs.alerts.alert_writing import TYPED
from bot.cogs.alerts.channel_access import ChannelAccess
from bot.cogs.shared.card_parts import LANGUAGES
from bot.core.alerts.alert_text import choose_language
from bot.core.alerts.alert_translations import AlertTexts, AlertTranslations
from bot.core.alerts.alerts import Alerts
from bot.errors import UserError
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, form
from bot.roles import Role

_OWN = "own"  # the alert's own words, beside the tags of languages

FormAlert = Annotated[str, Opt("The alert", hidden=True)]
FormLanguage = Annotated[str | None, Opt("The language to change", hidden=True)]
WhichAlert = Annotated[str, Opt("The alert")]
Language = Annotated[str, Opt("The language", words=LANGUAGES)]
Translated = Annotated[str | None, Opt("Words in that language; empty to remove", max_length=TYPED)]


class AlertTranslationCog:
    """Saves and shows translations."""

    subject = "alerts"

    def __init__(self, alerts: Alerts, translations: AlertTranslations, access: ChannelAccess) -> None:
        self._alerts, self._translations, self._access = alerts, translations, access

    @form("alert.translation", role=Role.COORDINATOR, prefill="read_words")
    async def write(
        self, inv: Invocation, alert: FormAlert, language: Language, words: Translated = None, old: FormLanguage = None
    ) -> Card:
        """Write an alert's words in another language."""
        await self._translations.save(inv.reach, alert, language, words or "")
        preview = await self._alerts.preview(inv.reach, alert)
        return draw_preview_card(inv.words, preview, await self._access.check(preview.channels))

    @action("alert.translated", role=Role.COORDINATOR)
    async def show(self, inv: Invocation, alert: WhichAlert, language: Language) -> Card:
        """Read an alert's words in one language, before it goes out."""
        texts = await self._translations.read(inv.reach, alert)
        found = texts.translations.get(language)
        if found is None:
            raise UserError("alert.no_translation")
        args = {"alert": alert, "old": language}
        change = Button(inv.words.t("alert.button.change"), "alert.translation", args)
        back = Button(inv.words.t("alert.button.back"), "alert.show", {"alert": alert})
        return Card(
            title=inv.words.label("language", language),
            body=join(escape(found.words), inv.words.m("alert.outdated") if found.outdated else Markup()),
            buttons=(*((change,) if texts.is_draft else ()), back),
        )

    @action("alert.words")
    async def read(
        self,
        inv: Invocation,
        delivery: Annotated[str, Opt("The card")],
        language: Annotated[str | None, Opt("The language")] = None,
    ) -> Card:
        """Read the words of the card in the caller's language, or in another one."""
        return draw_words_card(inv, delivery, await self._translations.find(delivery), language)

    async def read_words(self, inv: Invocation, alert: str = "", old: str = "") -> Mapping[str, str]:
        """Prefill the form with the words saved in the language ``old``; empty for another language."""
        if not old:
            return {}
        found = (await self._translations.read(inv.reach, alert)).translations.get(old)
        return {"language": old, "words": found.words} if found else {"language": old}


def draw_words_card(inv: Invocation, delivery: str, texts: AlertTexts, language: str | None) -> Card:
    """An alert's words in one language, with a button for each other one."""
    words, known = inv.words, texts.translations
    shown = language if language in known else None if language else choose_language(inv.language, known)
    others = [tag for tag in (None, *known) if tag != shown]
    return Card(
        title=words.label("language", shown) if shown else words.t("alert.original"),
        body=escape(known[shown].words if shown else texts.words),
        buttons=tuple(
            Button(
                words.label("language", tag) if tag else words.t("alert.original"),
                "alert.words",
                {"delivery": delivery, "language": tag or _OWN},
            )
            for tag in others
        ),
    )
