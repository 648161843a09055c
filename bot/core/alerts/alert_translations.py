"""An alert's words in more languages: each channel gets its own, and everybody else a button to them.

They belong to one alert and are written while it is a draft. Start with `AlertTranslations`.
"""

import json
from collections.abc import Callable, Collection, Mapping

from msgspec import Struct, structs

from bot.core.alerts.alert_rows import find_alert, find_alert_of_card
from bot.core.alerts.alert_text import check_words, mark_words, read_translations
from bot.core.base.build import Base
from bot.core.base.statuses import AlertStatus
from bot.errors import UserError
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.sql import bindparam, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import alerts


class Translation(Struct, frozen=True):
    """An alert's words in one language. ``outdated``: the alert's own words changed since."""

    words: str
    outdated: bool = False


class AlertTexts(Struct, frozen=True):
    """An alert's own words, its translations by language tag, and whether it is still a draft."""

    words: str
    translations: Mapping[str, Translation]
    is_draft: bool


_A = alerts.c
_SAVE = Statement(update(alerts).where(_A.id == bindparam("alert")).values(translations=bindparam("texts")))
_FIND = Statement(select(_A.translations).where(_A.id == bindparam("alert")))


class AlertTranslations:
    """Saves and reads translations. ``domains`` and ``cost`` are as in `alert_text.check_words`."""

    def __init__(self, base: Base, domains: Collection[str], cost: Callable[[str], int]) -> None:
        self._store, self._keys = base.store, base.keys
        self._domains, self._cost = domains, cost

    async def read(self, reach: Reach, alert: str) -> AlertTexts:
        """An alert's words in every language. Raises UserError for an alert outside ``reach``."""

        async def read(tx: Tx) -> AlertTexts:
            return self._read(await find_alert(tx, reach, alert))

        return await self._store.read(read)

    async def save(self, reach: Reach, alert: str, language: str, written: str) -> None:
        """Save a draft's words in one language; empty ones remove it. Raises UserError if they break a rule."""
        text = check_words(written, self._domains, self._cost) if written.strip() else ""

        async def save(tx: Tx) -> None:
            row = await find_alert(tx, reach, alert, lock=True)
            if row.state != AlertStatus.DRAFT:
                raise UserError("alert.sent_already")
            found = read_translations(self._keys, row.translations)
            found.pop(language, None)
            if text:
                found[language] = (text, mark_words(self._read(row).words))
            await tx.run(_SAVE, alert=row.id, texts=self._keys.encrypt(json.dumps(found)) if found else None)

        await self._store.write(save)

    async def find(self, card: str) -> AlertTexts:
        """The words of a posted card, found as in `find_alert_of_card`, without translations of other words."""
        texts = self._read(await self._store.read(lambda tx: find_alert_of_card(tx, card)))
        current = {tag: one for tag, one in texts.translations.items() if not one.outdated}
        return structs.replace(texts, translations=current)

    def _read(self, row: Row) -> AlertTexts:
        words = self._keys.decrypt(row.words) if row.words else ""
        mark = mark_words(words)
        found = read_translations(self._keys, row.translations)
        translations = {tag: Translation(text, of != mark) for tag, (text, of) in found.items()}
        return AlertTexts(words, translations, row.state == AlertStatus.DRAFT)


async def carry_translations(tx: Tx, old: str, new: str) -> None:
    """Give a draft that was written anew the translations of the one before."""
    row = await tx.one(_FIND, alert=old)
    if row and row.translations:
        await tx.run(_SAVE, alert=new, texts=row.translations)
