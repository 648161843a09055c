"""Alerts from their first words to one row per channel: previewed, sent once, and only within the author's reach."""

import pytest

from bot.core.campaigns.lifecycle import Move
from bot.core.coalition.audience import Audience
from bot.store.engine import Store
from tests.core.support.alerting import Newsroom, make_newsroom
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT, expect_refusal
from tests.services import MONDAY, Core, campaign, core_on, instant

ADMINS = [("console", "root"), ("console", "ada")]
EVERYONE = (
    *("coalition", "Everyone", "the whole coalition", "coalición", "LA COALICION", "연합", "연합 전체"),
    *("联盟", "所有人", "整個聯盟", "liên minh", "lien minh", "mọi người", "koalisyon", "lahat", "Toda la coalición"),
)
STATES_IN_WORDS = [("Nueva York, Hawái", ("NY", "HI")), ("캘리포니아", ("CA",)), ("纽约州、得克萨斯州", ("NY", "TX"))]


@pytest.fixture
async def room(store: Store) -> Newsroom:
    """Two orgs; the campaign closes on Wednesday at six."""
    drive = campaign("vof", "closes: 2026-11-25 18:00")
    return await make_newsroom(await core_on(store, [drive], admins=ADMINS))


async def test_a_preview_shows_where_and_when_and_nothing_goes_out_before_confirmation(room: Newsroom) -> None:
    await room.subscribe(ANA, 2)
    await room.subscribe(ANA, quiet="8:00-10:00", zone="Pacific")
    preview = await room.draft(ANA, when="tomorrow 9:00")
    assert preview.at
    assert preview.at.at == instant("2026-11-24 09:00")
    assert preview.snapshot.words == "Call today"
    assert sorted((one.name, one.time.at, one.time.quiet) for one in preview.channels) == [
        ("c1", instant("2026-11-24 09:00"), False),
        ("c2", instant("2026-11-24 09:00"), False),
        ("c3", instant("2026-11-24 09:00"), False),  # six in its own zone
    ]
    room.core.clock.at = instant("2026-11-24 09:00")
    assert await room.take() == ()
    room.core.clock.at = MONDAY
    confirmed = await room.alerts.confirm(ANA, await room.house.reach(ANA), preview.id)
    assert (confirmed.channels, confirmed.now, confirmed.awaiting) == (3, False, False)
    assert await room.take() == ()
    room.core.clock.at = instant("2026-11-24 09:00")
    assert await room.deliver() == ["c1", "c2", "c3"]


async def test_confirming_twice_sends_once(room: Newsroom) -> None:
    await room.subscribe(ANA, 2)
    preview = await room.draft(ANA)
    reach = await room.house.reach(ANA)
    for _ in range(2):
        assert (await room.alerts.confirm(ANA, reach, preview.id)).channels == 2
    assert await room.deliver() == ["c1", "c2"]
    assert await room.take() == ()


async def test_a_confirmation_counts_the_channels_that_get_it_later(room: Newsroom) -> None:
    await room.subscribe(ANA, 2)
    await room.subscribe(ANA, quiet="11:00-13:00")
    reach = await room.house.reach(ANA)
    for delayed in (1, 1, 1, 3):  # three alerts fill a channel's day
        preview = await room.draft(ANA)
        assert (await room.alerts.confirm(ANA, reach, preview.id)).delayed == delayed


async def test_quiet_hours_and_a_full_day_delay_it(room: Newsroom) -> None:
    await room.subscribe(ANA, quiet="11:00-13:00")
    await room.send(ANA)
    assert await room.take() == ()
    room.core.clock.at = instant("2026-11-23 13:00")
    assert await room.deliver() == ["c1"]
    for _ in range(2):
        await room.send(ANA)
        assert await room.deliver() == ["c1"]
    await room.send(ANA)
    room.core.clock.at = instant("2026-11-24 12:59")
    assert await room.take() == ()
    room.core.clock.at = instant("2026-11-24 13:00")
    assert await room.deliver() == ["c1"]


async def test_another_orgs_alert_does_not_exist(room: Newsroom) -> None:
    await room.subscribe(ANA)
    await room.subscribe(BEN)
    preview, bens = await room.draft(ANA), await room.house.reach(BEN)
    for work in (room.alerts.preview(bens, preview.id), room.alerts.confirm(BEN, bens, preview.id)):
        with expect_refusal("alert.unknown"):
            await work
    alert = await room.send(ANA)
    with expect_refusal("alert.unknown"):
        await room.operations.cancel(BEN, bens, alert)
    assert [one.id for one in await room.operations.list_newest(bens)] == []
    assert [one.id for one in await room.operations.list_newest(await room.house.reach(ANA))] == [alert]
    with expect_refusal("org.unknown"):
        await room.draft(BEN, audience="Ours")
    assert await room.take("slack") == ()


async def test_only_admins_send_beyond_one_org(room: Newsroom) -> None:
    await room.subscribe(ANA, state="california")
    await room.subscribe(BEN)
    for audience, platforms in (
        ("coalition", ["discord", "slack"]),
        ("Ours, Theirs", ["discord", "slack"]),
        ("CA", ["discord"]),
        ("Theirs", ["slack"]),
    ):
        preview = await room.draft(ROOT, audience=audience)
        assert sorted(one.platform for one in preview.channels) == platforms
    for audience in ("coalition", "Everyone", "CA", "new york", "Puerto Rico", "Ours, Texas"):
        with expect_refusal("audience.one"):
            await room.draft(ANA, audience=audience)
    for audience in ("Nobody", "Theirs", "Ours, Theirs"):
        with expect_refusal("org.unknown"):
            await room.draft(ANA, audience=audience)
    with expect_refusal("audience.unknown"):
        await room.draft(ROOT, audience="Nobody")


async def test_audiences_are_named_in_every_language_that_ships(room: Newsroom) -> None:
    for typed in EVERYONE:
        assert (await room.draft(ROOT, audience=typed)).audience == Audience(everyone=True), typed
        with expect_refusal("audience.one"):
            await room.draft(ANA, audience=typed)
    for typed, states in STATES_IN_WORDS:
        assert (await room.draft(ROOT, audience=typed)).audience == Audience(states=states), typed
    with expect_refusal("audience.unknown"):
        await room.draft(ROOT, audience="todavía")
    await room.house.orgs.add(ROOT, "Todos")
    todos = await room.house.org_id("Todos")
    assert (await room.draft(ROOT, audience="todos")).audience == Audience((todos,))  # fewer people than everyone
    assert (await room.draft(ROOT, audience="todos, 모두")).audience == Audience(everyone=True)


async def test_an_impossible_time_gets_a_sentence(room: Newsroom) -> None:
    await room.subscribe(ANA)
    for when, key in (
        ("whenever", "time.unclear"),
        ("yesterday", "time.past"),
        ("9:00", "time.past"),
        ("tomorrow 9:00 Eastarn", "time.zone_near"),
        ("2027-03-14 2:30", "time.skipped"),
        ("2027-11-07 1:30", "time.twice"),
        ("wednesday 18:00", "alert.closed"),
    ):
        with expect_refusal(key):
            await room.draft(ANA, when=when)


@pytest.mark.parametrize("when", ["", "now", "tomorrow 9:00"])
async def test_a_campaign_that_has_closed_is_not_said_to_close_later(room: Newsroom, when: str) -> None:
    await room.subscribe(ANA)
    kept = await room.draft(ANA)
    room.core.clock.forward(days=3)
    with expect_refusal("alert.over"):
        await room.draft(ANA, when=when)
    with expect_refusal("alert.over"):
        await room.alerts.confirm(ANA, await room.house.reach(ANA), kept.id)


async def test_an_alert_whose_time_has_passed_must_be_rewritten(room: Newsroom) -> None:
    await room.subscribe(ANA)
    preview = await room.draft(ANA, when="13:00")
    room.core.clock.forward(hours=2)
    with expect_refusal("alert.late"):
        await room.alerts.confirm(ANA, await room.house.reach(ANA), preview.id)


async def test_an_alert_without_channels_is_refused(room: Newsroom) -> None:
    with expect_refusal("alert.nobody"):
        await room.send(ANA)
    preview = await room.draft(ANA)
    await room.alerts.discard(await room.house.reach(ANA), preview.id)
    with expect_refusal("alert.unknown"):
        await room.alerts.preview(await room.house.reach(ANA), preview.id)


async def test_an_alert_for_a_paused_campaign_can_be_scheduled(core: Core) -> None:
    room = await make_newsroom(core)
    await room.subscribe(ANA)
    await core.lifecycle.move(ROOT, ADMIN, "vof", Move.PAUSE, "r1", core.clock())
    with expect_refusal("alert.paused"):
        await room.draft(ANA)
    assert (await room.draft(ANA, when="tomorrow 9:00")).at


async def test_a_draft_is_listed_only_to_its_author_for_a_week(store: Store) -> None:
    core = await core_on(store, admins=[("console", "root")])
    room = await make_newsroom(core)
    await room.subscribe(ANA)
    await room.send(ANA, "Sent")
    preview = await room.draft(ANA, "Not yet")
    assert await room.list_words(ANA) == [("open", "Sent"), ("drafts", "Not yet")]
    assert await room.list_words(ROOT) == [("open", "Sent")]
    assert await room.list_words(BEN) == []
    await room.alerts.discard(ADMIN, preview.id)
    await room.draft(ANA, "Old")
    core.clock.forward(days=8)
    assert await room.list_words(ANA) == [("open", "Sent")]
