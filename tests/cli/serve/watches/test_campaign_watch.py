"""`run` looks at the campaign files in rounds, and at once when it gets SIGHUP."""

import asyncio
import os
import signal

from bot.cli.serve.watches.campaign_watch import catch_hangup, make_campaign_watch
from bot.core.campaigns.file_watch import FileWatch
from tests.services import Core


async def test_sighup_wakes_the_watch(core: Core) -> None:
    hangup = asyncio.Event()
    watch = make_campaign_watch(FileWatch(core.campaigns, None), hangup)
    with catch_hangup(hangup):
        waiting = asyncio.ensure_future(watch.wait(3600))
        os.kill(os.getpid(), signal.SIGHUP)
        await waiting
    assert not hangup.is_set()
