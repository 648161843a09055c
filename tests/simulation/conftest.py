"""A simulated day that is small enough for every run."""

from functools import lru_cache

import pytest

from bench.core import ROOT
from bot.core.congress.edition import CongressLoad, read_load
from bot.core.times.clock import now
from bot.simulation.plan.invented_congress import invent_congress
from bot.simulation.stage import Settings


@lru_cache(1)
def load_invented_congress() -> CongressLoad:
    return read_load(*invent_congress(now()), now())


@pytest.fixture
def settings() -> Settings:
    """Forty people in four spaces, on SQLite, from 8:00 to 9:12, so that one alert goes out."""
    return Settings(40, 4, 1.2, 1, ROOT / "campaigns", load_invented_congress())
