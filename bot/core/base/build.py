"""Wires what every other room of core uses."""

from dataclasses import dataclass

from bot.core.base.audit import Audit
from bot.core.base.bell import Bell
from bot.core.base.idempotency import Requests
from bot.core.base.keys import Keys
from bot.core.times.clock import Clock
from bot.store.engine import Store


@dataclass(frozen=True, slots=True)
class Base:
    """The database, the keys and the clock, and what is built from them alone."""

    store: Store
    keys: Keys
    clock: Clock
    audit: Audit
    requests: Requests
    bell: Bell


def build_base(store: Store, keys: Keys, clock: Clock, audit: Audit) -> Base:
    """Wire the base."""
    return Base(store, keys, clock, audit, Requests(keys), Bell())
