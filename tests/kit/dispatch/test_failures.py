"""What people read when a step fails: a sentence, never a detail; the log has the rest."""

import asyncio
import json
from io import StringIO

import pytest

from bot.errors import Unavailable
from bot.identity import Identity
from bot.kit.cards.markup import strip_markup
from bot.kit.cards.reply import Card
from bot.kit.i18n import load_words
from bot.kit.invocation import Envelope, Invocation
from bot.kit.registry import collect
from bot.kit.spec import command
from tests.kit.sample import Floor, envelope

EN = load_words("en")


async def refused_who(envelope: Envelope) -> Identity:
    raise Unavailable("locked")


async def test_an_unreachable_database_gives_a_sentence_without_details(floor: Floor) -> None:
    async def ran(inv: Invocation) -> Card:
        raise Unavailable("database is locked")

    floor.cog.ran, floor.who = ran, refused_who
    assert await floor.body(floor.dispatcher.read_text(envelope(), "log", "spoke")) == EN.t("error.unavailable")


async def test_what_only_shows_something_cannot_be_looked_up_then(floor: Floor) -> None:
    class ShowingCog:
        @command("totals", reads=True)
        async def show(self, inv: Invocation) -> Card:
            """Show totals."""
            raise Unavailable("connection lost", certain=False)

    floor.dispatcher.registry = collect(ShowingCog())
    for who in (floor.who, refused_who):
        floor.who = who
        assert await floor.body(floor.dispatcher.read_text(envelope(), "totals", "")) == EN.t("error.unreadable")


async def test_an_uncertain_commit_is_reported_as_uncertain(floor: Floor) -> None:
    async def ran(inv: Invocation) -> Card:
        raise Unavailable("connection lost", certain=False)

    floor.cog.ran = ran
    assert await floor.body(floor.dispatcher.read_text(envelope(), "log", "spoke")) == EN.t("error.unsure")


async def test_an_unexpected_error_is_detailed_only_in_the_log(floor: Floor, log: StringIO) -> None:
    async def ran(inv: Invocation) -> Card:
        raise RuntimeError("a secret detail")

    floor.cog.ran = ran
    reply = await floor.answer(floor.dispatcher.read_text(envelope(), "log", "spoke"))
    line = json.loads(log.getvalue())
    assert len(line["reference"]) == 8
    assert strip_markup(reply.card.body) == EN.t("error.unforeseen", reference=line["reference"])
    assert reply.private
    assert (line["event"], line["route"]) == ("unforeseen", "log")
    assert "RuntimeError" in line["exception"]
    assert "in ran" in line["exception"]


async def test_the_deadline_is_kept_whatever_hangs() -> None:
    async def ran(inv: Invocation) -> Card:
        await asyncio.Event().wait()
        return Card()

    floor = Floor(deadline=0)
    floor.cog.ran = ran
    assert await floor.body(floor.dispatcher.read_text(envelope(), "log", "spoke")) == EN.t("error.slow")


async def test_cancellation_is_not_swallowed(floor: Floor) -> None:
    begun = asyncio.Event()

    async def ran(inv: Invocation) -> Card:
        begun.set()
        await asyncio.Event().wait()
        return Card()

    floor.cog.ran = ran
    work = asyncio.create_task(floor.answer(floor.dispatcher.read_text(envelope(), "log", "spoke")))
    await begun.wait()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
