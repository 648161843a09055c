"""What is measured, as Prometheus reads it: the right numbers, and no label that says anything about anybody."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from itertools import count, cycle
from pathlib import Path

import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from bot.adapters.console.posting import ConsolePoster
from bot.app.app import App, bootstrap
from bot.cli.monitoring.pages import Pages
from bot.config.settings import load_config
from bot.config.tokens import Tokens
from bot.core.times.clock import now
from bot.delivery.measured_posters import MeasuredPosters
from bot.identity import Caller
from bot.kit.answers.routes import Route
from bot.kit.cards.markup import escape
from bot.kit.cards.outbound import Address, Later, Posted, Refusal, Refused, Result, Unknown
from bot.kit.cards.reply import Card, Form
from bot.kit.dispatch.steps import Gate, Meaning, Step
from bot.kit.i18n import load_catalog
from bot.kit.invocation import Envelope
from bot.runtime.duties import WHOLE
from bot.runtime.meter import OTHER, DatabaseWait, SendKind
from tests.cli.serve.scripted import Platform
from tests.docs.pages import ROOT, read_page

PLATFORMS = ("discord", "slack", "console")
# What people type, and what somebody types who wants to be seen in a label.
TYPED = (
    "spoke representative",
    "Ana García 415-555-0100",
    "94114",
    'valley-org"} 1\ncallboard_requests_total{name="x',
    "ana@example.org <@U0123ABCD> #general",
    "\u202e{}[]=,\\",
    "long " * 800,
)
ACCOUNT, SPACE = "U0SECRET{0}", "T0SECRET{0}"


@pytest.fixture
def pages() -> Pages:
    return Pages(asyncio.Event())


@pytest.fixture
async def app(tmp_path: Path, sqlite_path: Path, pages: Pages) -> AsyncIterator[App]:
    """An app with the shipped settings, whose measurements the pages show."""
    environ = {"CALLBOARD_STORE_URL": f"sqlite:///{sqlite_path}"}
    app = await bootstrap(load_config(ROOT / "config.yaml", environ), environ, meter=pages.metrics)
    yield app
    await app.close()


class People:
    """People on each platform who do everything that can be done, with whatever words."""

    def __init__(self, app: App) -> None:
        self._app, self._numbers, self._typed = app, count(), cycle(TYPED)

    async def do_everything(self) -> None:
        registry = self._app.registry
        for platform in PLATFORMS:
            for name in (*registry.commands, *TYPED):
                await self._follow(self._app.dispatcher.read_text(self._ask(platform), name, next(self._typed)))
            for name in (*registry.actions, *registry.forms):
                asked, spec = self._ask(platform), registry.find_route(name)
                carried = tuple(next(self._typed)[:4] for _ in (spec.options if spec else ()))
                button = self._app.dispatcher._sealer.encode(Route(name, carried), asked.caller)
                await self._follow(self._app.dispatcher.read_tap(asked, button))
            for typed in TYPED:
                await self._follow(self._app.dispatcher.read_tap(self._ask(platform), typed))

    def _ask(self, platform: str) -> Envelope:
        number = next(self._numbers)
        caller = Caller(platform, ACCOUNT.format(number), SPACE.format(number))
        return Envelope(f"request {number}", now(), caller, manages=bool(number % 2))

    async def _follow(self, meant: Meaning) -> None:
        if isinstance(meant, Gate):
            meant = await self._app.dispatcher.open_gate(meant)
        if isinstance(meant, Form):
            answers = {field.name: next(self._typed) for field in meant.fields}
            meant = self._app.dispatcher.read_submission(self._ask("console"), meant.id, answers)
        assert isinstance(meant, Step)
        await self._app.dispatcher.run(meant)


class Answering(ConsolePoster):
    """A poster whose platform gives one answer after the other."""

    def __init__(self, platform: str, results: tuple[Result, ...]) -> None:
        super().__init__()
        self.platform, self._results = platform, cycle(results)

    async def post(self, to: Address, card: Card, key: str) -> Result:
        return next(self._results)


async def send_all(pages: Pages) -> None:
    """Send something for each answer that a platform can give."""
    results: tuple[Result, ...] = (Posted("1"), Later(3.0), Unknown(), *map(Refused, Refusal))
    posters = MeasuredPosters(pages.metrics)
    for platform in PLATFORMS:
        posters.add(Answering(platform, results))
        poster = posters.find(platform)
        assert poster
        for number, _ in enumerate(results):
            await poster.post(Address(platform, SPACE, ACCOUNT), Card(body=escape("Call today")), f"key {number}")
        await poster.edit(Address(platform, SPACE, ACCOUNT), "1", Card(body=escape("Call now")))


async def read_metrics(pages: Pages) -> dict[str, Metric]:
    """What Prometheus reads, by its own parser."""
    answer = await pages._show_metrics()
    assert isinstance(answer.body, bytes)
    return {family.name: family for family in text_string_to_metric_families(answer.body.decode())}


def total(families: dict[str, Metric], sample: str, **labels: str) -> float:
    """The sum of the samples with these labels."""
    found = [one for family in families.values() for one in family.samples if one.name == sample]
    return sum(one.value for one in found if one.labels.items() >= labels.items())


async def test_every_label_has_a_closed_set_of_values(app: App, pages: Pages) -> None:
    await People(app).do_everything()
    await send_all(pages)
    async with pages.watch(app, WHOLE, Tokens(discord="d", slack_bot="b"), [Platform("discord"), Platform("slack")]):
        families = await read_metrics(pages)
    registry = app.registry
    keys = load_catalog("en").keys()
    closed = {
        "platform": set(PLATFORMS),
        "kind": {"command", "action", "form", OTHER, *SendKind},
        "name": {*registry.commands, *registry.actions, *registry.forms, OTHER},
        "result": {"done", "refused", "unavailable", "late", "stopped", "failed", "later", "unknown"},
        "what": set(DatabaseWait),
        "data": {"congress", "states"},
        "generation": {"0", "1", "2"},
        "reason": {*keys, *Refusal},
    }
    own = {name for name in families if name.startswith("callboard_")}
    seen = {
        (label, value) for family in families.values() for one in family.samples for label, value in one.labels.items()
    }
    assert {(label, value) for label, value in seen if label != "le" and value not in closed[label]} == set()
    named = set(re.findall(r"`(callboard_\w+?)(?:_total)?`", read_page("docs/monitoring.md")))
    assert named == own
    assert total(families, "callboard_requests_total", name=OTHER) >= len(TYPED) * len(PLATFORMS)
    assert total(families, "callboard_requests_total", result="failed") == 0


async def test_numbers_are_those_of_what_happened(app: App, pages: Pages) -> None:
    people = People(app)
    for _ in range(3):
        await people._follow(app.dispatcher.read_text(people._ask("slack"), "callboard", ""))
    await people._follow(app.dispatcher.read_text(people._ask("discord"), "nothing-like-it", ""))
    await send_all(pages)
    families = await read_metrics(pages)
    asked = {"platform": "slack", "kind": "command", "name": "callboard"}
    assert total(families, "callboard_requests_total", **asked, result="done") == 3
    assert total(families, "callboard_request_seconds_count", kind="command", name="callboard") == 3
    assert total(families, "callboard_refusals_total", reason="error.no_command") == 1
    assert total(families, "callboard_sends_total", platform="slack", kind="post", result="refused") == len(Refusal)
    assert total(families, "callboard_send_refusals_total", platform="slack", reason="archived") == 1
    assert total(families, "callboard_database_commit_units_count") > 0
    assert total(families, "callboard_database_wait_seconds_count", what="commit") > 0


async def test_a_length_of_time_is_from_its_begin_to_its_end(
    app: App, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, ticks = People(app), count(1000.0, 0.25)
    monkeypatch.setattr(time, "perf_counter", lambda: next(ticks))  # a quarter of a second from one look to the next
    await send_all(pages)
    await people._follow(app.dispatcher.read_text(people._ask("discord"), "nothing-like-it", ""))
    families = await read_metrics(pages)
    for sample in ("callboard_send_seconds", "callboard_request_seconds"):
        assert total(families, f"{sample}_sum") == total(families, f"{sample}_count") / 4 > 0


async def test_units_that_share_a_commit_are_counted_together(app: App, pages: Pages) -> None:
    before = await read_metrics(pages)
    check = app.core.base.store.write
    await asyncio.gather(*(check(app.core.processes.write_check._touch) for _ in range(5)))
    after = await read_metrics(pages)

    def grown(name: str) -> float:
        return total(after, name) - total(before, name)

    assert grown("callboard_database_commit_units_sum") == 5
    assert grown("callboard_database_commit_units_count") == 1


async def test_the_state_of_a_process_is_shown_as_it_is_now(app: App, pages: Pages) -> None:
    assert await show_readiness(pages) == (503, "It starts: it waits for its database, or prepares it.")
    discord = Platform("discord")
    async with pages.watch(app, WHOLE, Tokens(discord="d"), [discord]):
        families = await read_metrics(pages)
        for name in ("callboard_ready", "callboard_database_up", "callboard_gateway_up", "callboard_processes"):
            assert total(families, name) == 1
        assert await show_readiness(pages) == (200, "")
    discord.trouble = "It is away."
    async with pages.watch(app, WHOLE, Tokens(discord="d"), [discord]):
        families = await read_metrics(pages)
        assert total(families, "callboard_ready") == total(families, "callboard_gateway_up") == 0
        assert await show_readiness(pages) == (503, "Discord isn't connected yet. It is away.")


async def show_readiness(pages: Pages) -> tuple[int, str]:
    """The status, and why a part fails."""
    answer = await pages._show_ready()
    report = json.loads(answer.text or "")
    failing = [part["why"] for part in report["parts"].values() if part["state"] == "failing"]
    assert report["ready"] == (answer.status == 200) == (not failing)
    return answer.status, " ".join(failing)


async def test_a_process_that_stops_is_not_ready() -> None:
    stop = asyncio.Event()
    stop.set()
    assert await show_readiness(Pages(stop)) == (503, "It stops, and takes no new requests.")
