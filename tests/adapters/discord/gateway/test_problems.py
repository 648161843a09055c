"""Sentences for the admin about a connection to Discord: how long it waits is never said to be nothing."""

import re

import discord

from bot.adapters.discord.gateway.client import StartLimitError
from bot.adapters.discord.gateway.problems import explain_failure
from bot.config.settings import DiscordConfig


def test_a_wait_is_named_in_seconds_or_minutes_and_rounded_up() -> None:
    waits = {0.01: "1 s", 1: "1 s", 4.2: "5 s", 29: "29 s", 59.5: "60 s", 120: "120 s", 121: "3 min", 172.8: "3 min"}
    waits |= {3600: "60 min", 86_400: "1440 min"}
    for seconds, said in waits.items():
        for error in (StartLimitError(seconds), discord.RateLimited(seconds)):
            found = re.search(r"(?:waits|alone for) (\d+ \w+)", str(explain_failure(error, DiscordConfig())))
            assert found, error
            assert found[1] == said
