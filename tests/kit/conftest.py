"""A dispatcher with sample commands, and its log."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog

from bot.log import set_up
from tests.kit.sample import Floor


@pytest.fixture
def floor() -> Floor:
    return Floor()


@pytest.fixture
def log() -> Iterator[StringIO]:
    stream, before = StringIO(), logging.getLogger().handlers[:]
    set_up("info", "json", stream)
    yield stream
    logging.getLogger().handlers[:] = before
    structlog.reset_defaults()
