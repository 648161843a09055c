"""An alert's words in more languages: checked, kept with the draft, and chosen for each channel."""

from pathlib import Path

import pytest

from bot.core.alerts.alert_drafts import FormEntry
from bot.core.alerts.alert_text import choose_language
from bot.core.alerts.alerts import AlertRequest, Preview
from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.services import Core, caller, campaign, core_on

ADMIN = Reach(Role.ADMIN)
CORA = caller("cora")


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, [campaign("vof")], folder=tmp_path)


async def write(core: Core, words: str = "Call today") -> Preview:
    request = AlertRequest(words, None, None, "coalition")
    return await core.built.alerts.alerts.draft(CORA, ADMIN, request, core.clock())


async def save(core: Core, alert: str, language: str, words: str) -> None:
    await core.built.alerts.translations.save(ADMIN, alert, language, words)


async def test_words_are_kept_changed_and_removed_by_language(core: Core) -> None:
    alert = (await write(core)).id
    await save(core, alert, "es", "Llame hoy")
    await save(core, alert, "ko", "오늘 전화하세요")
    await save(core, alert, "es", "Llame hoy mismo")
    texts = await core.built.alerts.translations.read(ADMIN, alert)
    assert {tag: one.words for tag, one in texts.translations.items()} == {
        "es": "Llame hoy mismo",
        "ko": "오늘 전화하세요",
    }
    await save(core, alert, "ko", "  ")
    await save(core, alert, "vi", "")
    preview = await core.built.alerts.alerts.preview(ADMIN, alert)
    assert (preview.snapshot.words, preview.snapshot.texts) == ("Call today", {"es": "Llame hoy mismo"})


@pytest.mark.parametrize(
    "words", ["@everyone llame", "<@123> llame", "[hoy](https://x.com)", "https://bad.example", "x" * 1501]
)
async def test_a_translation_obeys_the_rules_of_alerts(core: Core, words: str) -> None:
    alert = (await write(core)).id
    with pytest.raises(UserError) as refused:
        await save(core, alert, "es", words)
    assert refused.value.field == "words"
    assert (await core.built.alerts.alerts.preview(ADMIN, alert)).snapshot.texts is None


async def test_an_alert_written_anew_keeps_its_translations_and_names_what_is_outdated(core: Core) -> None:
    drafts, entry = core.built.alerts.drafts, FormEntry("alert", "Call today")
    first = (await write(core)).id
    await drafts.settle(CORA, ADMIN, "", first, entry)
    await save(core, first, "es", "Llame hoy")
    second = (await write(core, "Call tomorrow")).id
    await drafts.settle(CORA, ADMIN, first, second, entry)
    await save(core, second, "ko", "내일 전화하세요")
    texts = await core.built.alerts.translations.read(ADMIN, second)
    assert {tag: one.outdated for tag, one in texts.translations.items()} == {"es": True, "ko": False}
    with pytest.raises(UserError, match=r"alert\.unknown"):
        await core.built.alerts.translations.read(ADMIN, first)


async def test_a_canceled_alert_written_anew_gives_its_translations_and_stays(core: Core) -> None:
    alerts, drafts, entry = core.built.alerts.alerts, core.built.alerts.drafts, FormEntry("alert", "Call today")
    old, new, foreign = [(await write(core)).id for _ in range(3)]
    for alert, language in ((old, "es"), (foreign, "ko")):
        await save(core, alert, language, "…")
    await drafts.settle(CORA, ADMIN, old, new, entry)  # nothing is kept of what was typed for the old one
    nobody = Reach(Role.COORDINATOR, frozenset({"elsewhere"}))
    await drafts.settle(CORA, nobody, foreign, new, entry)
    assert list((await core.built.alerts.translations.read(ADMIN, new)).translations) == ["es"]
    assert (await alerts.preview(ADMIN, old)).snapshot.texts == {"es": "…"}


async def test_another_orgs_alert_is_not_found(core: Core) -> None:
    alert = (await write(core)).id
    foreign = Reach(Role.COORDINATOR, frozenset({"elsewhere"}))
    for act in (
        core.built.alerts.translations.read(foreign, alert),
        core.built.alerts.translations.save(foreign, alert, "es", "Llame"),
        core.built.alerts.translations.read(ADMIN, "none"),
    ):
        with pytest.raises(UserError, match=r"alert\.unknown"):
            await act


@pytest.mark.parametrize(
    ("reader", "available", "chosen"),
    [
        ("es", ("es", "ko"), "es"),
        ("es-419", ("es",), "es"),
        ("zh-TW", ("zh-Hans", "zh-Hant"), "zh-Hant"),
        ("zh-TW", ("zh-Hans",), None),
        ("fr", ("en", "es"), None),
        ("en-GB", ("en", "es"), "en"),
        (None, ("en",), "en"),
        (None, ("es",), None),
        ("es", (), None),
        ("not a language", ("es",), None),
        ("fil", ("tl",), "tl"),
    ],
)
def test_a_reader_gets_their_language_or_the_alerts_own_words(
    reader: str | None, available: tuple[str, ...], chosen: str | None
) -> None:
    assert choose_language(reader, available) == chosen
