"""`/role list` tells people apart whom it can't mention, and shows nobody's whole account."""

from dataclasses import replace

from bot.cogs.coalition.role import RoleCog
from bot.identity import Caller
from bot.kit.cards.markup import strip_markup
from bot.kit.i18n import load_words
from bot.kit.invocation import Envelope, Invocation
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.core.support.coalition import ADMIN, ANA, ROOT, house_on
from tests.services import ZONE, core_on

ELSEWHERE = ("T2:U100AAAA", "T2:U100BBBB", "T3:U100CCCC")


async def test_people_elsewhere_are_told_apart(store: Store) -> None:
    core = await core_on(store)
    house = house_on(core, (("slack", "T9:U900XXXX"), ("slack", "T9:U900YYYY")))
    await house.linked("Ours", ANA)
    for account in ELSEWHERE:
        core.clock.forward(minutes=5)
        boss = replace(ROOT, platform="slack", space=account.partition(":")[0])
        await house.roles.give(boss, ADMIN, account, Role.COORDINATOR, "Ours")

    async def read(caller: Caller, reach: Reach) -> list[str]:
        inv = Invocation(Envelope("r", core.clock(), caller), reach, load_words("en"))
        return strip_markup((await RoleCog(house.roles, ZONE).list(inv)).body).splitlines()

    seen_by_admin, seen_by_coordinator = await read(ROOT, ADMIN), await read(ANA, await house.reach(ANA))
    for lines, count in ((seen_by_admin, 6), (seen_by_coordinator, 4)):
        assert len(set(lines)) == len(lines) == count
        assert not any(account.split(":")[1] in line for account in ELSEWHERE for line in lines)
    assert sum("since Monday, November 23" in line for line in seen_by_coordinator) == 3
    assert [end for end in ("XXXX", "YYYY", "AAAA", "BBBB", "CCCC") if f"…{end}" in "".join(seen_by_admin)] == [
        "XXXX",
        "YYYY",
        "AAAA",
        "BBBB",
        "CCCC",
    ]
    assert not any("…" in line for line in seen_by_coordinator)
