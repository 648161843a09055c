"""The content of campaigns comes from the database, so that each process knows the version in force."""

import pytest
from sqlalchemy import update

from bot.store.engine import Store
from bot.store.statement import Statement
from bot.store.tables import campaign_versions, campaigns
from tests.services import campaign, core_on


async def test_new_words_are_in_force_in_every_process_at_once(store: Store) -> None:
    first = await core_on(store, [campaign("one"), campaign("two")])
    second = await core_on(store, [campaign("one"), campaign("two")])
    changed = campaign("one", "goal: 500", scripts="{en: {text: Good morning}}")
    await first.campaigns.take_files((changed,))
    for core in (first, second):
        assert [one.file for one in await core.campaigns.load_all()] == [changed, campaign("two")]
        assert core.campaigns.files["one"] == changed


async def test_campaigns_can_be_named_from_the_start(store: Store) -> None:
    """A repeated request is the first one after a restart: its answer is stored, and no campaign is read for it."""
    await core_on(store, [campaign("one")])
    assert (await core_on(store, [])).campaigns.files["one"] == campaign("one")


async def test_a_campaign_stays_when_its_file_is_gone(store: Store) -> None:
    await core_on(store, [campaign("one", "org: North"), campaign("two")])
    later = await core_on(store, [campaign("two")])
    assert [one.file for one in await later.campaigns.load_all()] == [campaign("one", "org: North"), campaign("two")]


async def test_a_campaign_removed_before_files_were_followed_does_not_come_back(store: Store) -> None:
    await core_on(store, [campaign("old"), campaign("two")])
    await store.write(lambda tx: tx.run(Statement(update(campaigns).values(source=None))))  # as before 0024
    later = await core_on(store, [campaign("two")])
    assert [one.id for one in await later.campaigns.load_all()] == ["two"]
    again = await core_on(store, [campaign("old"), campaign("two")])
    assert [one.id for one in await again.campaigns.load_all()] == ["old", "two"]


@pytest.mark.parametrize("content", ["", "{}", "null", '{"key": 1}', '{"key": "one", "title": []}', "[" * 1000])
async def test_content_that_cannot_be_read_costs_its_campaign_alone(store: Store, content: str) -> None:
    one = campaign("one")
    await core_on(store, [one, campaign("two")])
    damage = Statement(
        update(campaign_versions).where(campaign_versions.c.version == one.version).values(content=content)
    )
    await store.write(lambda tx: tx.run(damage))
    after = await core_on(store, [])
    assert [found.id for found in await after.campaigns.load_all()] == ["two"]
