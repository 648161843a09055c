"""`callboard congress vacant` and `fill`: marks seats of Congress as vacant, and takes the marks back."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.app import bootstrap
from bot.config.apportionment import parse_seat
from bot.config.settings import Config
from bot.core.moderation.seats import SeatPlan, Seats
from bot.core.moderation.typed_seats import write_seat
from bot.errors import ConfigError, Problem, UserError
from bot.kit.i18n import load_words


async def mark_vacant(config: Config, environ: Mapping[str, str], words: Sequence[str]) -> str:
    """Mark a typed seat as vacant. Gives a sentence on the result. Raises ConfigError if it can't be."""
    return await _mark(config, environ, lambda seats: seats.plan_vacancy(" ".join(words)))


async def fill(config: Config, environ: Mapping[str, str], words: Sequence[str]) -> str:
    """Take the mark of a typed seat back, or name the member typed after it. Raises ConfigError if it can't be."""
    seat, member = split_seat(words)
    return await _mark(config, environ, lambda seats: seats.plan_fill(seat, member))


async def _mark(config: Config, environ: Mapping[str, str], make_plan: Callable[[Seats], Awaitable[SeatPlan]]) -> str:
    app = await bootstrap(config, environ)
    try:
        return await change_seat(app.core.moderation.seats, make_plan)
    finally:
        await app.close()


async def change_seat(seats: Seats, make_plan: Callable[[Seats], Awaitable[SeatPlan]]) -> str:
    """Plan and make a change. Gives a sentence on the result. Raises ConfigError if it can't be made."""
    words = load_words("en")
    try:
        plan = await make_plan(seats)
        done = await seats.apply(None, plan.change, plan.seat, plan.member)
    except UserError as error:
        raise ConfigError((Problem("congress", 0, 0, words.t(error.key, **error.params)),)) from None
    return words.t(f"seat.done.{done.change}", seat=write_seat(done.seat), name=done.name)


def split_seat(words: Sequence[str]) -> tuple[str, str | None]:
    """The words of a seat, and those of a member after it: ``TX senior Jane Doe``."""
    text = " ".join(words).split()
    for count in range(len(text), 0, -1):
        if _is_seat(" ".join(text[:count])):
            return " ".join(text[:count]), " ".join(text[count:]) or None
    return " ".join(text), None


def _is_seat(text: str) -> bool:
    try:
        parse_seat(text)
    except ValueError:
        return False
    return True
