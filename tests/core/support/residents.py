"""Where people live: as it is kept, and as their profiles say it."""

import json
from collections import Counter
from dataclasses import asdict
from typing import Any

from bot.core.base.keys.keys import Keys
from bot.core.people.profiles.profiles import Profile
from bot.core.people.profiles.residents import parse_home, read_homes
from bot.store.engine import Tx
from bot.store.sql import select
from bot.store.statement import Statement
from bot.store.tables import people, residents
from tests.services import SECRET

KEYS = Keys(SECRET)
PEOPLE = Statement(select(people))
_RESIDENTS = Statement(select(residents))


def seal(profile: Profile | bytes | None) -> bytes | None:
    """A profile's column. Bytes stay as they are."""
    return KEYS.encrypt(json.dumps(asdict(profile))) if isinstance(profile, Profile) else profile


Counts = Counter[tuple[str, tuple[Any, ...]]]  # people by chapter and home


async def read_kept(tx: Tx) -> Counts:
    """What is kept. Raises Unreadable."""
    found = Counts()
    for row in await tx.all(_RESIDENTS):
        for home, n in read_homes(KEYS, row.sealed).items():
            found[row.chapter_id, pick(asdict(parse_home(home)))] += n
    return found


async def count_profiles(tx: Tx) -> Counts:
    """What the profiles say."""
    found = Counts()
    for row in await tx.all(PEOPLE):
        if row.suspended_at is None:
            is_readable = row.profile is not None and row.profile != b"no ciphertext"
            fields = json.loads(KEYS.decrypt(row.profile)) if is_readable else {}
            found[row.chapter_id or row.mapped_chapter_id or "", pick(fields)] += 1
    return found


def pick(fields: dict[str, Any]) -> tuple[Any, ...]:
    """What of a profile says where somebody lives."""
    return tuple(fields.get(name) for name in ("district", "congress", "coming", "upper", "lower"))
