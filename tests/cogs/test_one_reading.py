"""A request about one call reads its caller in the transaction that does its work, and reads nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

import pytest

from bot.app.identification import make_identify
from bot.cogs.build import build_cogs
from bot.cogs.parts import CogParts
from bot.core.calls.call_request import CallRequest
from bot.core.coalition.profiles import ProfileChange
from bot.core.totals.counting import Outcome
from bot.identity import Caller
from bot.kit.answers.routes import Sealer
from bot.kit.answers.sealing import CardSealer
from bot.kit.cards.markup import strip_markup
from bot.kit.cards.outbound import Posters
from bot.kit.cards.reply import Reply
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.dispatch.steps import Step, make_step
from bot.kit.i18n import load_words
from bot.kit.invocation import Envelope
from bot.kit.registry import RegistryRef, collect
from bot.pictures.pictures import Pictures
from bot.roles import Role
from bot.store.engine import Store, T, Unit
from tests.core.campaigns.test_link_taps import LINES
from tests.core.support.coalition import ADMIN, ANA, ROOT, house_on, make_two_orgs
from tests.core.support.tables import everything
from tests.services import MONDAY, Core, caller, campaign, core_on, new_request

TAP = {"outcome": "voicemail", "office": "representative", "campaign": "vof", "language": "en"}


class CountingStore:
    """A store that counts transactions."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.has_one_process = store.has_one_process
        self.used: list[str] = []

    async def read(self, unit: Unit[T]) -> T:
        self.used.append("read")
        return await self._store.read(unit)

    async def write(self, unit: Unit[T]) -> T:
        self.used.append("write")
        return await self._store.write(unit)

    async def write_together(self, unit: Unit[T]) -> T:
        self.used.append("write")
        return await self._store.write_together(unit)

    async def scrub(self) -> None:
        await self._store.scrub()

    async def close(self) -> None:
        await self._store.close()


@dataclass
class Desk:
    """The door to every command, on a store that counts."""

    core: Core
    counted: CountingStore
    dispatcher: Dispatcher = field(init=False)

    def __post_init__(self) -> None:
        sealer = Sealer(b"k" * 32)
        cards = CardSealer(RegistryRef(), sealer)
        parts = CogParts(self.core.built, Posters(), cards, "America/New_York", Pictures())
        registry = collect(*build_cogs(parts))
        cards.registry.current = registry
        identify = make_identify(self.core.people, self.core.built.coalition.roles, Posters())
        self.dispatcher = Dispatcher(registry, identify, sealer)

    def envelope(self, who: Caller, locale: str | None = "en", manages: bool | None = None) -> Envelope:
        """A request of ``who`` now."""
        return Envelope(new_request(), self.core.clock(), who, locale, manages=manages)

    async def say(self, envelope: Envelope, text: str, command: str = "log") -> Reply:
        """Type ``/log``, or another command, and count what it takes."""
        step = self.dispatcher.read_text(envelope, command, text)
        assert isinstance(step, Step)
        self.counted.used.clear()
        return await self.dispatcher.run(step)

    async def tap(self, envelope: Envelope, name: str, args: dict[str, str]) -> Reply:
        """Tap a button and count what it takes."""
        self.counted.used.clear()
        return await self.dispatcher.run(make_step(envelope, self.dispatcher.registry.actions[name], args))


async def open_desk(store: Store, *keys: str, lines: Sequence[str] = ()) -> Desk:
    counted = CountingStore(store)
    desk = Desk(await core_on(counted, [campaign(key, *lines) for key in keys]), counted)
    await desk.say(desk.envelope(caller("warm")), f"spoke campaign:{keys[0]}")  # Congress is read once for all
    return desk


@pytest.fixture
async def desk(store: Store) -> Desk:
    return await open_desk(store, "vof")


@pytest.mark.parametrize("known", [True, False])
async def test_a_log_takes_one_transaction_for_newcomers_and_for_known_people(desk: Desk, known: bool) -> None:
    if known:
        await desk.core.tell("ana", language="es", district="CA-11")
    reply = await desk.say(desk.envelope(caller("ana")), "spoke")
    assert (reply.refused, desk.counted.used) == (False, ["write"])
    await desk.tap(desk.envelope(caller("ana")), "tap", TAP)
    assert desk.counted.used == ["write"]
    await desk.tap(desk.envelope(caller("ana")), "log.for", {"outcome": "spoke", "campaign": "vof"})
    assert desk.counted.used == ["write"]


async def test_a_script_takes_one_reading_in_the_callers_language_and_adds_nobody(desk: Desk) -> None:
    await desk.core.tell("ana", language="es", district="CA-11")
    known = (await everything(desk.core.store))["people"]
    title = desk.core.built.campaigns.campaigns.files["vof"].title
    for who, language in (("ana", "es"), ("new", "ko")):
        typed = await desk.say(desk.envelope(caller(who), "ko"), "", "script")
        assert (typed.refused, typed.language, desk.counted.used) == (False, language, ["read"])
        assert typed.card.title == load_words(language).pick(title)
        wrong = await desk.say(desk.envelope(caller(who), "ko"), "campaign:nothing", "script")
        assert (wrong.refused, wrong.language, desk.counted.used[0]) == (True, language, "read")
        tapped = await desk.tap(desk.envelope(caller(who), "ko"), "script.show", {"campaign": "vof"})
        assert (tapped.card, desk.counted.used) == (typed.card, ["read"])
    assert (await everything(desk.core.store))["people"] == known


async def test_undoing_moving_and_explaining_a_call_take_one_transaction_in_the_callers_language(store: Store) -> None:
    desk = await open_desk(store, "vof", "other")
    await desk.core.tell("ana", language="es")
    spanish, warm = load_words("es"), await desk.core.log("ana", "unavailable", campaign="vof")
    reason = {"call": warm.call_id, "why": "busy"}
    for name, args, title in (
        ("line.why", reason, "log.title.attempt"),
        ("log.move", {"call": warm.call_id, "campaign": "other"}, "log.title.attempt"),
        ("undo.call", {}, "undo.title"),
        ("undo.call", {"call": warm.call_id}, "undo.title"),
    ):
        reply = await desk.tap(desk.envelope(caller("ana"), "en"), name, args)
        assert (reply.refused, reply.language, reply.card.title) == (False, "es", spanish.t(title))
        assert desk.counted.used == ["write"]
    reply = await desk.say(desk.envelope(caller("ana"), "en"), "", "undo")
    assert (reply.refused, reply.language, desk.counted.used) == (True, "es", ["write"])  # nothing is left to undo
    for name, args in (("line.why", reason), ("log.office", {"call": warm.call_id, "office": "representative"})):
        reply = await desk.tap(desk.envelope(caller("ana"), "en"), name, args)
        assert (reply.refused, reply.language, desk.counted.used) == (True, "es", ["write"])


async def test_what_the_office_said_takes_one_transaction_in_the_callers_language(store: Store) -> None:
    desk = await open_desk(store, "vof", lines=["asks: [{key: dream, text: Will you?}]"])
    await desk.core.tell("ana", language="es")
    call = (await desk.core.log("ana", "spoke")).call_id
    for name, args, refused in (
        ("ask", {"call": call, "ask": "dream", "position": "yes"}, False),
        ("ask.none", {"call": call}, False),
        ("ask", {"call": call, "ask": "gone", "position": "yes"}, True),
        ("ask.none", {"call": "none"}, True),
    ):
        reply = await desk.tap(desk.envelope(caller("ana"), "en"), name, args)
        assert (reply.refused, reply.language, desk.counted.used) == (refused, "es", ["write"])


async def test_a_tap_on_a_link_takes_one_transaction_in_the_callers_language(store: Store) -> None:
    desk = await open_desk(store, "vof", lines=LINES)
    await desk.core.tell("ana", language="es")
    for name, link in product(("link.opened", "link.done"), ("sign", "x")):
        reply = await desk.tap(desk.envelope(caller("ana"), "en"), name, {"campaign": "vof", "link": link})
        assert (reply.refused, reply.language, desk.counted.used) == (link == "x", "es", ["write"])


async def test_a_reminder_is_set_shown_and_stopped_in_one_transaction_in_the_callers_language(desk: Desk) -> None:
    await desk.core.tell("ana", language="es")
    spanish = load_words("es")
    for typed, refused, used in (
        ("", False, ["read"]),
        ("tomorrow at noon", False, ["write"]),
        ("when:daily 9:00", False, ["write"]),
        ("when:soon", True, ["write"]),
        ("soon", True, ["write"]),
    ):
        reply = await desk.say(desk.envelope(caller("ana"), "en"), typed, "remindme")
        assert (reply.refused, reply.language, desk.counted.used) == (refused, "es", used), typed
    for name, args in (
        ("remind.drop", {"reminder": "none"}),
        ("remind.keep", {}),
        ("remind.own", {}),
        ("remind.zone", {"zone": "America/Denver"}),
    ):
        reply = await desk.tap(desk.envelope(caller("ana"), "en"), name, args)
        assert (reply.card.title, desk.counted.used) == (spanish.t("remind.title"), ["write"]), name
    for key in ("remind.stopped", "remind.none"):
        reply = await desk.say(desk.envelope(caller("ana"), "en"), "stop", "remindme")
        assert (strip_markup(reply.card.body), desk.counted.used) == (strip_markup(spanish.m(key)), ["write"])


async def test_who_looks_or_stops_without_a_reminder_is_not_added(desk: Desk) -> None:
    known = (await everything(desk.core.store))["people"]
    for typed in ("", "stop", "soon"):
        await desk.say(desk.envelope(caller("new")), typed, "remindme")
    await desk.tap(desk.envelope(caller("new")), "remind.keep", {})
    assert (await everything(desk.core.store))["people"] == known


async def test_joining_a_chapter_takes_one_transaction_for_right_and_wrong_codes(desk: Desk) -> None:
    house = await make_two_orgs(desk.core)
    await house.chapters.add(ROOT, ADMIN, "Ours", "Main")
    code = await desk.core.built.coalition.joining.make_code(ANA, await house.reach(ANA), "Main", new_request())
    await desk.core.tell("ana", language="es")
    for typed, refused in (("0000-0000", True), (code.text, False)):
        reply = await desk.say(desk.envelope(caller("ana"), "en"), f"join code:{typed}", "chapter")
        assert (reply.refused, reply.language, desk.counted.used) == (refused, "es", ["write"])


async def test_the_receipt_and_the_row_have_the_language_that_the_transaction_found(desk: Desk) -> None:
    await desk.core.tell("ana", language="es")
    reply = await desk.say(desk.envelope(caller("ana"), "en"), "voicemail")
    assert (reply.language, reply.card.title) == ("es", load_words("es").t("log.title.logged"))
    own = await desk.say(desk.envelope(caller("ben"), "es"), "voicemail")
    assert (own.language, own.card.title) == ("es", load_words("es").t("log.title.logged"))
    plain_one = await desk.say(desk.envelope(caller("cai"), None), "voicemail")
    assert plain_one.card.title == load_words("en").t("log.title.logged")


async def test_a_refusal_reads_the_caller_no_second_time_and_speaks_their_language(desk: Desk) -> None:
    await desk.core.tell("ana", language="es")
    reply = await desk.tap(desk.envelope(caller("ana"), "en"), "tap", {**TAP, "campaign": "nowhere"})
    assert (reply.refused, desk.counted.used, reply.language) == (True, ["write"], "es")
    assert "nowhere" in strip_markup(reply.card.body)


async def test_words_that_only_the_caller_explains_are_read_for_them_first(desk: Desk) -> None:
    reply = await desk.say(desk.envelope(caller("ana")), "spoke senator-1")
    assert not reply.refused
    assert desk.counted.used[-1] == "write"
    assert {row.slot for row in await desk.core.rows()} == {"representative", "senator-1"}
    reply = await desk.say(desk.envelope(caller("ana")), "spoke outcome:spke")
    assert reply.refused


async def test_a_repeated_request_gets_the_same_receipt_in_one_transaction(desk: Desk) -> None:
    asked = desk.envelope(caller("ana"))
    first, again = await desk.say(asked, "spoke"), await desk.say(asked, "spoke")
    assert (first.card, desk.counted.used) == (again.card, ["write"])
    assert len(await desk.core.rows()) == 2


async def test_a_right_whose_basis_is_gone_ends_with_a_log_too(desk: Desk) -> None:
    house = house_on(desk.core)
    await house.linked("Ours", ANA)
    assert (await desk.core.people.identify(ANA)).role is Role.COORDINATOR
    reply = await desk.say(desk.envelope(ANA, manages=False), "spoke")
    assert not reply.refused
    assert (await desk.core.people.identify(ANA)).role is Role.VOLUNTEER
    assert (await house.audit.load_newest(ADMIN))[0].action == "role.lapse.coordinator"


@pytest.mark.parametrize("manages", [None, True, False])
async def test_the_identity_is_what_a_reading_of_its_own_finds(desk: Desk, manages: bool | None) -> None:
    house = house_on(desk.core)
    await house.linked("Ours", ANA)
    await desk.core.profiles.change(ANA, ProfileChange(language="es"))
    alone = await desk.core.people.identify(ANA, manages)
    for who, expected in ((ANA, alone), (caller("new"), await desk.core.people.identify(caller("new"), manages))):
        _, found = await desk.core.calls.identify_and_log(
            who, manages, lambda _: CallRequest(Outcome.SPOKE), new_request(), MONDAY
        )
        assert found == expected
