"""`callboard key rotate`: each step of a rotation, on the database itself or by the Callboard that runs on it."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.app.keyring import load_deployment_keys
from bot.cli.support.errand import do_or_hand_over
from bot.cli.upkeep.rotation_steps import MORE, Step, take_step
from bot.config.secret_files import read_secret
from bot.config.settings import Config
from bot.core.base.audit.audit import Audit
from bot.core.base.audit.audit_witness import make_seals
from bot.core.base.keys.key_file import VARIABLE, add_key, drop_key
from bot.core.base.keys.key_state import check_key
from bot.core.base.keys.keys import Keys
from bot.core.times.clock import now
from bot.errors import make_config_error
from bot.store.copies.backup import must_exist
from bot.store.engine import Store

if TYPE_CHECKING:
    from bot.core.upkeep.rotation import Rotation

_ONE_KEY = (
    "There's only one key here. Make another with callboard key make, and set this to both for every process, the old "
    "one first and a comma between. Restart the processes one after the other, and run this again."
)
_ONCE_MORE = "Run this command again then, with --finish, to drop the former key."


Say = Callable[[str], Any]


async def rotate(
    config: Config, environ: Mapping[str, str], say: Say, *, new: bool = False, finish: bool = False
) -> int:
    """Rotate, or drop former keys with ``finish``. Says what was done. Returns the exit status.

    Raises ConfigError with what has to be done first, Unavailable if the database is in the way.
    """
    must_exist(config.store.url)

    async def do(step: Step) -> Sequence[str]:
        return await do_or_hand_over(config.store.url, step, lambda: None, lambda store: take(store, step))

    async def take(store: Store, step: Step) -> Sequence[str]:
        keys = await load_deployment_keys(config, environ)
        await check_key(store, keys)
        return await take_step(make_rotation(config, store, keys), step)

    _, next, *former = await do(Step.LOOK)
    if finish:
        return await _finish(config, environ, say, await do(Step.NEEDS), await do(Step.FINISH), former)
    if new or not former:
        if not next:
            _make_next(config, environ)
        for line in await do(Step.SWITCH):
            say(line)
    more = MORE
    while more:
        more, *lines = await do(Step.ENCRYPT)
        for line in lines:
            say(line)
    needs, [_, _, *former] = await do(Step.NEEDS), await do(Step.LOOK)
    _describe_needs(say, former, needs)
    return 0


def make_rotation(config: Config, store: Store, keys: Keys) -> "Rotation":
    """The rotation of a deployment's database."""
    from bot.core.upkeep.rotation import Rotation

    return Rotation(store, now, keys, Audit(store, now, make_seals(config.folder, keys)))


def _make_next(config: Config, environ: Mapping[str, str]) -> None:
    if config.store.url.engine == "postgresql" or read_secret(environ, VARIABLE):
        raise make_config_error(VARIABLE, _ONE_KEY)
    add_key(config.folder)


def _describe_needs(say: Say, former: Sequence[str], needs: Sequence[str]) -> None:
    if needs:
        say(f"The former key {' and '.join(former)} is still needed for:")
        for need in needs:
            say(f"- {need}")
        say(_ONCE_MORE)
    elif former:
        say(f"Nothing needs the former key {' and '.join(former)}. To drop it: callboard key rotate --finish")


async def _finish(
    config: Config,
    environ: Mapping[str, str],
    say: Say,
    needs: Sequence[str],
    dropped: Sequence[str],
    former: Sequence[str],
) -> int:
    if needs:
        _describe_needs(say, former, needs)
        return 1
    is_file = config.store.url.engine == "sqlite" and not read_secret(environ, VARIABLE)
    for id in dropped:
        if is_file:
            drop_key(config.folder, id)
        where = "and was taken out of callboard.key" if is_file else f"Take it out of {VARIABLE} too"
        say(f"The key {id} was dropped{' ' if is_file else '. '}{where}. Backups made with it still need it.")
    if not dropped:
        say("There's no former key here.")
    return 0
