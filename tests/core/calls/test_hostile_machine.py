"""One person with two linked accounts, in any order: they have one day's slots and count as one person."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.core.calls.call_request import CallRequest
from bot.core.coalition.profiles import ProfileChange
from bot.core.moderation.moderation import Reason
from bot.core.totals.counting import Outcome
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Store
from bot.store.open import open_store
from tests.core.support.accounts import ANA, ANNA, exact, link
from tests.core.support.machines import play
from tests.effort import choose
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, Core, HandClock, caller, core_on, instant, new_request

accounts = st.sampled_from([ANA, ANNA])
Opener = Callable[[], Coroutine[Any, Any, tuple[Store, Path]]]


class Hostile(RuleBasedStateMachine):
    """Everything happens within one campaign day, after both accounts were linked once."""

    def __init__(self, opener: Opener) -> None:
        super().__init__()
        self.runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self.sent: list[tuple[Caller, CallRequest, str, int]] = []
        self.core = self.runner.run(self._prepared(opener))

    async def _prepared(self, opener: Opener) -> Core:
        store, folder = await opener()
        core = await core_on(store, clock=HandClock(instant("2026-11-23 08:00")), folder=folder)
        await link(core)
        return core

    def teardown(self) -> None:
        """Close the database."""
        self.runner.run(self.core.store.close())
        self.runner.close()

    def tries(self, work: Awaitable[object]) -> bool:
        """Try something that may be refused. Returns whether it was done."""

        async def attempt() -> bool:
            try:
                await work
            except UserError:
                return False
            return True

        self.core.clock.forward(seconds=5)
        return self.runner.run(attempt())

    @rule(
        who=accounts,
        office=st.sampled_from([None, REPRESENTATIVE, SENIOR, JUNIOR]),
        outcome=st.sampled_from(list(Outcome)),
    )
    def logs(self, who: Caller, office: str | None, outcome: Outcome) -> None:
        """One account logs a call."""
        request, at = new_request(), self.core.clock.forward(seconds=5)
        self.sent.append((who, CallRequest(outcome, office), request, at))
        self.tries(self.core.calls.log(who, CallRequest(outcome, office), request, at))

    @rule(data=st.data())
    def is_delivered_again(self, data: st.DataObject) -> None:
        """A platform redelivers a request."""
        if self.sent:
            who, wanted, request, at = data.draw(st.sampled_from(self.sent))
            self.tries(self.core.calls.log(who, wanted, request, at))

    @rule(who=accounts)
    def undoes(self, who: Caller) -> None:
        """One account undoes its last call."""
        self.tries(self.core.undo_service.identify_and_undo(who, None, new_request(), self.core.clock()))

    @rule(who=accounts)
    def forgets(self, who: Caller) -> None:
        """One account deletes itself."""
        self.tries(self.core.privacy.forget(who, new_request()))

    @rule(who=accounts)
    def parts(self, who: Caller) -> None:
        """The link is undone."""
        self.tries(self.core.linking.unlink(who, new_request()))

    @rule()
    def links(self) -> None:
        """Both are linked again."""
        self.tries(link(self.core))

    @rule(who=accounts, district=st.sampled_from(["CA-11", "NY-12", "VT", "-"]))
    def moves(self, who: Caller, district: str) -> None:
        """One account changes its district."""
        self.tries(self.core.profiles.change(who, ProfileChange(district=district)))

    @rule(who=accounts, office=st.sampled_from([REPRESENTATIVE, SENIOR, JUNIOR]))
    def is_suspended_for_a_while(self, who: Caller, office: str) -> None:
        """A coordinator suspends one account. Nothing it logs counts until that is lifted, forgotten or not."""
        cora, every = caller("cora", "discord", "server"), Reach(Role.ADMIN)
        target = Caller(who.platform, who.account, who.space)
        chief = Caller(who.platform, cora.account, who.space)
        moderation = self.core.moderation
        if self.tries(moderation.suspend(chief, every, target.account, Reason.SPAM, new_request())):
            self.tries(self.core.privacy.forget(who, new_request()))
            wanted = CallRequest(Outcome.SPOKE, office)
            assert not self.tries(self.core.calls.log(who, wanted, new_request(), self.core.clock()))
            assert self.tries(moderation.unsuspend(chief, every, target.account, new_request()))

    @invariant()
    def counts_as_one_person(self) -> None:
        """Never more calls than one person's slots, never two people, and every total matches a rebuild."""
        for row in self.runner.run(self.core.totals()):
            if (row.by, row.period) == ("total", "2026-11-23"):
                assert row.n <= 3
                assert row.people <= 1
        self.runner.run(exact(self.core))


@pytest.mark.timeout(120)
def test_nothing_a_hostile_account_does_counts_more_than_one_person(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def opener() -> tuple[Store, Path]:
        folder = tmp_path_factory.mktemp("hostile")
        path = shutil.copy(sqlite_template, folder / "callboard.db")
        return await open_store(f"sqlite:///{path}"), folder

    play(lambda: Hostile(opener), examples=choose(10, 100), steps=25)
