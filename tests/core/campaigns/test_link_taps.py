"""Link taps count a person once, whatever account they use, and outlive the person without a name."""

from pathlib import Path

import pytest

from bot.core.campaigns.link_taps import LinkCount, LinkTap
from bot.identity import Caller
from bot.store.engine import Store
from tests.core.support.accounts import ANA, ANNA, link
from tests.core.support.refusals import read_refusal
from tests.services import Core, caller, campaign, core_on, new_request

LINES = (
    "actions:",
    "  - {key: sign, type: link, title: {en: Sign}, url: 'https://example.org/a'}",
    "  - {key: share, type: link, title: {en: Share}, url: 'https://example.org/b'}",
    "  - {key: phone, type: call, title: {en: Call}}",
)
LINKED = campaign("vof", *LINES)


async def tap(core: Core, who: Caller, kind: LinkTap = LinkTap.DONE, action: str = "sign", key: str = "vof") -> bool:
    taps = core.built.campaigns.link_taps
    is_new, _ = await taps.identify_and_add(who, None, key, action, kind, core.clock())
    return is_new


async def count(core: Core, kind: LinkTap = LinkTap.DONE, action: str = "sign") -> int:
    return (await core.built.campaigns.link_taps.count()).get(LinkCount("vof", action, kind), 0)


async def test_each_person_counts_once_and_kinds_never_mix(store: Store) -> None:
    core = await core_on(store, [LINKED])
    assert [await tap(core, caller("ana")), await tap(core, caller("ana")), await tap(core, caller("bo"))] == [
        True,
        False,
        True,
    ]
    assert await tap(core, caller("ana"), LinkTap.OPENED)
    assert (await count(core), await count(core, LinkTap.OPENED), await count(core, action="share")) == (2, 1, 0)


async def test_two_accounts_of_one_person_count_once(store: Store) -> None:
    core = await core_on(store, [LINKED])
    for who, action in ((ANA, "sign"), (ANNA, "sign"), (ANNA, "share")):
        assert await tap(core, who, action=action)
    await link(core)
    assert (await count(core), await count(core, action="share")) == (1, 1)
    assert not await tap(core, ANA, action="share")
    assert await core.built.campaigns.link_taps.take_back(ANNA, "vof", "sign")
    assert await count(core) == 0


async def test_what_a_forgotten_person_did_still_counts_and_belongs_to_nobody(store: Store, tmp_path: Path) -> None:
    core = await core_on(store, [LINKED], folder=tmp_path)
    await tap(core, ANA)
    data = await core.built.privacy.data_export.read(ANA)
    assert data is not None
    assert data.links == (LinkCount("vof", "sign", LinkTap.DONE),)
    await core.built.privacy.privacy.forget(ANA, new_request())
    assert await count(core) == 1
    assert await core.built.privacy.data_export.read(ANA) is None
    assert not await core.built.campaigns.link_taps.take_back(ANA, "vof", "sign")


@pytest.mark.parametrize(("key", "action"), [("vof", "nothing"), ("vof", "phone"), ("other", "sign")])
async def test_only_a_visible_campaigns_links_are_counted(store: Store, key: str, action: str) -> None:
    core = await core_on(store, [LINKED])
    assert await read_refusal(tap(core, ANA, action=action, key=key)) == ("tap.gone", {})


async def test_a_closed_campaign_counts_nothing(store: Store) -> None:
    core = await core_on(store, [campaign("vof", "status: paused", *LINES)])
    assert await read_refusal(tap(core, ANA)) == ("tap.closed", {})
