"""The list of alerts: what is due or waits, drafts, then what ended; and what others send to one's channels."""

from collections import Counter

import pytest
from msgspec.structs import replace

from bot.core.alerts.alert_drafts import AlertDrafts, FormEntry
from bot.core.alerts.alert_list import Incoming
from bot.core.base.statuses import DeliveryStatus
from bot.identity import Caller
from bot.store.engine import Store
from tests.core.support.alerting import RULES, Newsroom, make_newsroom
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT
from tests.services import Core, core_on, instant

ADA = Caller("console", "ada", "console")


@pytest.fixture
async def core(store: Store) -> Core:
    return await core_on(store, admins=[("console", "root"), ("console", "ada")])


async def fail(room: Newsroom, words: str, platform: str = "discord") -> None:
    """Send an alert that every channel of a platform refuses."""
    await room.send(ANA, words)
    for due in await room.take(platform):
        assert await room.deliveries.begin(due)
        await room.deliveries.record_refusal(due, "forbidden", "")
    await room.written.notices.end_alerts()


async def test_what_is_due_or_waits_comes_before_drafts_and_what_ended(core: Core) -> None:
    room = await make_newsroom(core, replace(RULES, two_person=True, per_day=20))
    kept = AlertDrafts(core.base, core.people)
    await room.subscribe(ANA)
    for words in ("Ended first", "Ended second"):
        await room.send(ANA, words)
        await room.deliver()
        await room.written.notices.end_alerts()
        core.clock.forward(minutes=1)
    await fail(room, "Failed")
    for when in ("2026-11-30 9:00", "2026-11-24 9:00"):
        await room.send(ANA, f"Due {when}", when=when)
    waiting = await room.send(ROOT, "Waits", when="2026-11-27 9:00", audience="coalition")
    canceled = await room.send(ANA, "Canceled", when="2026-12-24 9:00")
    core.clock.forward(minutes=1)
    await room.operations.cancel(ANA, ADMIN, canceled)
    await kept.keep(ROOT, "form", FormEntry("alert", "Refused"))
    core.clock.forward(minutes=1)
    await room.draft(ROOT, "Preview", audience="Ours")
    assert await room.list_words(ROOT) == [
        ("open", "Due 2026-11-24 9:00"),
        ("open", "Waits"),
        ("open", "Due 2026-11-30 9:00"),
        ("open", "Failed"),
        ("drafts", "Preview"),
        ("drafts", "Refused"),
        ("ended", "Canceled"),
        ("ended", "Ended second"),
        ("ended", "Ended first"),
    ]
    pages = [await room.read_list(ROOT, number, 4) for number in (-3, 1, 2, 3, 99)]
    assert [(one.number, len(one.entries), one.total) for one in pages] == [
        *[(1, 4, 9)] * 2, (2, 4, 9), *[(3, 1, 9)] * 2,
    ]  # fmt: skip
    await room.operations.cancel(ADA, ADMIN, waiting)
    assert ("ended", "Waits") in await room.list_words(ROOT)
    core.clock.forward(days=9)
    assert ("ended", "Failed") in await room.list_words(ROOT)  # a week later it asks for nothing


async def test_a_coordinator_sees_what_the_coalition_sends_to_their_channels(core: Core) -> None:
    room = await make_newsroom(core, replace(RULES, two_person=True))
    await room.subscribe(ANA, 2)
    alert = await room.send(ROOT, "For all of us", when="2026-11-24 9:00", audience="coalition")
    assert await room.list_words(ANA) == []  # nobody has approved it
    await room.alerts.release(ADA, ADMIN, alert)
    both = await room.send(ROOT, "For us and them", when="2026-11-25 9:00", audience="Ours, Theirs")
    await room.alerts.release(ADA, ADMIN, both)
    await room.send(ANA, "By us", when="2026-11-24 12:00")
    assert await room.list_words(ANA) == [("open", ""), ("open", "By us"), ("open", "")]
    assert await room.list_words(BEN) == []  # they have no channel
    first = (await room.read_list(ANA)).entries[0].entry
    assert isinstance(first, Incoming)
    assert (first.org, first.progress.at.at) == ("", instant("2026-11-24 09:00"))
    assert first.progress.campaign
    core.clock.at = instant("2026-11-24 09:00")
    [one, _] = await room.take()
    assert await room.deliveries.begin(one)
    await room.deliveries.record_sent(one, "message")
    assert (await room.list_words(ANA))[0] == ("open", "For all of us")
    await room.operations.cancel(ROOT, ADMIN, alert)
    ended = (await room.read_list(ANA)).entries[-1].entry
    assert isinstance(ended, Incoming)
    assert ended.progress.counts == Counter({DeliveryStatus.SENT: 1, DeliveryStatus.CANCELLED: 1})
    assert [part for part, _ in await room.list_words(ROOT)] == ["open", "open", "ended"]


async def test_a_channel_counts_for_the_org_that_has_its_space(core: Core) -> None:
    room = await make_newsroom(core)
    await room.subscribe(ANA)
    await room.subscribe(BEN, 3)
    await room.send(ROOT, "For all", when="2026-11-24 9:00", audience="coalition")
    for who, channels in ((ANA, 1), (BEN, 3)):
        [listed] = (await room.read_list(who)).entries
        assert isinstance(listed.entry, Incoming)
        assert listed.entry.progress.counts.total() == channels
    await room.send(BEN, "Theirs alone", when="2026-11-24 10:00")
    assert [words for _, words in await room.list_words(ANA)] == [""]


async def test_a_coordinator_learns_where_and_why_it_failed_in_their_own_channels_alone(core: Core) -> None:
    room = await make_newsroom(core)
    await room.subscribe(ANA, 2)
    await room.subscribe(BEN)
    await room.send(ROOT, "For all", audience="coalition")
    taken = [due for platform in ("discord", "slack") for due in await room.take(platform)]
    assert len(taken) == 3
    for due in taken:
        assert await room.deliveries.begin(due)
        await room.deliveries.record_refusal(due, "forbidden", due.channel)
    await room.written.notices.end_alerts()
    listed, others = [(await room.read_list(who)).entries[0] for who in (ANA, BEN)]
    assert isinstance(listed.entry, Incoming)
    assert isinstance(others.entry, Incoming)
    ours, theirs = [{one.missing for one in entry.troubles} for entry in (listed.entry, others.entry)]
    assert (len(ours), len(theirs), listed.part) == (2, 1, "open")
    assert ours | theirs == {due.channel for due in taken}
    core.clock.forward(days=9)
    ended = (await room.read_list(ANA)).entries[0]
    assert isinstance(ended.entry, Incoming)
    assert (ended.part, ended.entry.troubles) == ("ended", ()), "a week later it asks for nothing"


async def test_an_alert_that_nobody_approved_in_time_still_asks_for_something_for_a_week(core: Core) -> None:
    room = await make_newsroom(core, replace(RULES, two_person=True))
    await room.subscribe(ANA)
    await room.send(ROOT, "Waits", when="2026-11-24 9:00", audience="coalition")
    await room.send(ROOT, "Next", when="2026-11-25 9:00", audience="Ours")
    core.clock.at = instant("2026-11-24 10:00")
    assert await room.written.notices.lapse_alerts() == 1
    page = await room.read_list(ROOT)
    assert [(one.part.value, one.whom and (one.whom.audience.everyone, one.whom.orgs)) for one in page.entries] == [
        ("open", None),
        ("open", (True, ())),
    ]
    core.clock.forward(days=8)
    assert ("ended", "Waits") in await room.list_words(ROOT)


async def test_a_draft_says_whom_it_is_for(core: Core) -> None:
    room = await make_newsroom(core)
    await room.subscribe(ANA)
    for audience in ("Ours, Theirs", "Vermont", "Ours"):
        await room.draft(ROOT, "Same words", audience=audience)
        core.clock.forward(minutes=1)
    whom = [one.whom for one in (await room.read_list(ROOT)).entries]
    assert [one and (one.orgs, one.audience.states) for one in whom] == [
        (("Ours",), ()), ((), ("VT",)), (("Ours", "Theirs"), ()),
    ]  # fmt: skip
