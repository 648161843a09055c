"""Builds the services that every other room of core uses."""

from msgspec import Struct

from bot.core.base.audit.audit import Audit
from bot.core.base.idempotency import Requests
from bot.core.base.keys.keys import Keys
from bot.core.base.waker import Waker
from bot.core.times.clock import Clock
from bot.store.engine import Store


class Base(Struct, frozen=True):
    """The database, the keys and the clock, and the services that need nothing else."""

    store: Store
    keys: Keys
    clock: Clock
    audit: Audit
    requests: Requests
    waker: Waker


def build_base(store: Store, keys: Keys, clock: Clock, audit: Audit) -> Base:
    """Build the room."""
    return Base(store, keys, clock, audit, Requests(keys), Waker())
