"""A running process uses a new key within a look, says once what it lacks, and saves nothing without it."""

import base64
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from bot.app.app import App
from bot.cli.serve.watches.key_watch import KeyWatch
from bot.config.settings import Config
from bot.core.base.keys.key_file import VARIABLE
from bot.core.base.keys.keys import Keys
from bot.errors import Unavailable
from bot.store.engine import Store
from tests.core.upkeep.rotating import SECRETS, make_core, rotation_of
from tests.services import SECRET

NEW = SECRETS[1]


def write_keys(*secrets: bytes) -> dict[str, str]:
    return {VARIABLE: ",".join(base64.urlsafe_b64encode(secret).decode() for secret in secrets)}


async def test_a_process_learns_of_the_new_key_or_says_that_it_lacks_it(
    store: Store, tmp_path: Path, log: StringIO
) -> None:
    core, late, lacking = [
        await make_core(store, tmp_path, *secrets) for secrets in ((SECRET, NEW), (SECRET,), (SECRET,))
    ]
    given = write_keys(SECRET)
    watches = [
        KeyWatch(cast(App, SimpleNamespace(config=Config(), core=one.built)), environ)
        for one, environ in ((late, given), (lacking, write_keys(SECRET)))
    ]
    await core.log("ana")
    await rotation_of(core).switch()
    given.update(write_keys(SECRET, NEW))  # as a file that is read again
    for _ in range(3):
        for watch in watches:
            await watch.look()
    await late.log("ana", office="senator-1")
    with pytest.raises(Unavailable, match="is current now"):
        await lacking.log("ana", office="senator-2")
    assert log.getvalue().count(f"this process lacks the current key {Keys(NEW).id} and saves nothing") == 1
    await watches[0].look()
    given.clear()
    given[VARIABLE] = "no key"
    for _ in range(2):
        await watches[0].look()
    assert log.getvalue().count("the key can't be read again") == 1
    await late.log("ana", office="senator-2")
