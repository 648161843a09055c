"""The trail says what each act on an alert was, and which names are newer than the entry that they are in."""

from msgspec.structs import replace

from bot.identity import Caller
from bot.store.engine import Store
from tests.core.support.alerting import RULES, make_newsroom
from tests.core.support.coalition import ADMIN, ANA, ROOT, house_on
from tests.services import Core, core_on

ADA = Caller("console", "ada", "console")


async def read_trail(core: Core) -> list[tuple[str, object, bool]]:
    """Each entry's action, what it is about and whether it was renamed since, oldest first."""
    page = await core.built.moderation.audit_view.fetch_page(ROOT, ADMIN, 1, 50, None)
    return [(one.action, one.what, one.renamed) for one in reversed(page.entries)]


async def test_each_act_on_an_alert_is_an_entry_of_its_own(store: Store) -> None:
    core = await core_on(store, admins=[("console", "root"), ("console", "ada")])
    room = await make_newsroom(core, replace(RULES, two_person=True))
    await room.subscribe(ANA)
    refused, approved, taken_back = [
        await room.send(ROOT, words, when="tomorrow 9:00", audience="coalition") for words in ("One", "Two", "Three")
    ]
    await room.operations.cancel(ADA, ADMIN, refused)
    await room.alerts.release(ADA, ADMIN, approved)
    await room.operations.cancel(ADA, ADMIN, approved)
    await room.operations.cancel(ROOT, ADMIN, taken_back)
    for when in (None, "tomorrow 9:00"):
        await room.send(ANA, when=when)
    acts = [action for action, *_ in await read_trail(core) if action.startswith("alert.")]
    assert acts == [
        *["alert.ask"] * 3, "alert.refuse", "alert.release", *["alert.cancel"] * 2, "alert.start", "alert.schedule",
    ]  # fmt: skip


async def test_an_entry_from_before_a_rename_says_that_the_name_is_newer(store: Store) -> None:
    core = await core_on(store, admins=[("console", "root")])
    house = house_on(core)
    for org in ("Bronx", "Queens"):
        await house.orgs.add(ROOT, org)
        await house.chapters.add(ROOT, ADMIN, org, f"{org} Main")
    for old, new in (("Bronx Main", "The Main"), ("The Main", "Main North")):
        await house.chapters.rename(ROOT, ADMIN, old, new)
    await house.orgs.rename(ROOT, ADMIN, "Queens", "Queens North")
    await house.chapters.archive(ROOT, ADMIN, "Main North")
    assert [entry for entry in await read_trail(core) if entry[0].startswith(("org.", "chapter."))] == [
        ("org.add", "Bronx", False),
        ("chapter.add", "Main North", True),
        ("org.add", "Queens North", True),
        ("chapter.add", "Queens Main", False),
        ("chapter.rename", "Main North", True),
        ("chapter.rename", "Main North", True),
        ("org.rename", "Queens North", True),
        ("chapter.archive", "Main North", False),
    ]
