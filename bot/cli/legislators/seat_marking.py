"""`callboard congress vacant` and `fill`: marks seats of Congress as vacant, and takes the marks back."""

from collections.abc import Mapping, Sequence

from bot.app.keyring import load_deployment_keys
from bot.cli.legislators.errand_names import Marking
from bot.cli.support.errand import do_or_hand_over
from bot.config.apportionment import parse_seat
from bot.config.settings import Config
from bot.core.base.audit.audit import Audit
from bot.core.base.audit.audit_witness import make_seals
from bot.core.base.build import build_base
from bot.core.base.keys.key_state import check_key
from bot.core.congress.congress import Congress
from bot.core.moderation.seats import SeatPlan, Seats, name_change
from bot.core.moderation.typed_seats import write_seat
from bot.core.people.build import build_people
from bot.core.times.clock import now
from bot.errors import UserError, make_config_error
from bot.kit.i18n import load_words
from bot.store.engine import Store


async def mark_seat(config: Config, environ: Mapping[str, str], marking: Marking, words: Sequence[str]) -> str:
    """Mark a typed seat, also while Callboard runs. Gives a sentence on the result. Raises ConfigError if it can't."""

    async def do(store: Store) -> list[str]:
        keys = await load_deployment_keys(config, environ)
        await check_key(store, keys)
        base = build_base(store, keys, now, Audit(store, now, make_seals(config.folder, keys)))
        await base.audit.prepare()
        seats = Seats(base, build_people(base, ()).people, Congress(store, now, config.congress.vacant))
        answer = await change_seat(seats, marking, words)
        await base.audit.confirm()
        return [answer]

    return "\n".join(await do_or_hand_over(config.store.url, marking, lambda: list(words), do))


async def change_seat(seats: Seats, marking: Marking, words: Sequence[str]) -> str:
    """Plan and make a change. Gives a sentence on the result. Raises ConfigError if it can't be made."""
    english = load_words("en")
    try:
        plan = await _plan(seats, marking, words)
        done = await seats.apply(None, plan.change, plan.seat, plan.member)
    except UserError as error:
        raise make_config_error(marking, english.t(error.key, **error.params)) from None
    return english.t(f"seat.done.{name_change(done)}", seat=write_seat(done.seat), name=done.name)


async def _plan(seats: Seats, marking: Marking, words: Sequence[str]) -> SeatPlan:
    if marking is Marking.VACANT:
        return await seats.plan_vacancy(" ".join(words))
    seat, member = split_seat(words)
    return await seats.plan_fill(seat, member)


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
