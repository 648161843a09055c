"""State legislators and governors as lines of a draft's form.

They are written ``state lower: CA, NY`` and ``governor CA: name | phone``.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.core.campaign_files.campaign_export import Entries
from bot.core.draft_parts.entry_text import drop_empty, join_pair, split_pair
from bot.patterns import compile_later

# What people call a chamber. "Upper" and "lower" are the words of campaign files.
_CHAMBERS = {
    "lower": "lower",
    "house": "lower",
    "house of representatives": "lower",
    "house of delegates": "lower",
    "assembly": "lower",
    "representatives": "lower",
    "upper": "upper",
    "senate": "upper",
    "senators": "upper",
    "both": "both",
    "legislature": "both",
    "legislators": "both",
}
_CHAMBER = "|".join(sorted(_CHAMBERS, key=len, reverse=True))
_STATE = compile_later(rf"state:?\s+(?P<chamber>{_CHAMBER})(?:\s*:|\s+in\b|\s+of\b)?\s*(?P<states>.*)", re.IGNORECASE)
_GOVERNOR = compile_later(r"governor\s+(?:of\s+)?(?P<state>[^:|]+?)\s*:\s*(?P<rest>.*)", re.IGNORECASE)


def is_state_line(line: str) -> bool:
    """Whether a line of the form names state legislators or a governor."""
    return bool(_STATE.fullmatch(line) or _GOVERNOR.fullmatch(line))


def write_state_lines(entry: Entries) -> Iterator[str]:
    """The lines of an entry of ``targets`` with ``state`` or ``governor``."""
    if "state" in entry:
        states = entry.get("in") or ()
        listed = states if isinstance(states, str) else ", ".join(map(str, states))
        yield f"state {entry['state']}: {listed}" if listed else f"state {entry['state']}"
    for one in entry.get("governor") or ():
        yield f"governor {one.get('state', '')}: {join_pair(str(one.get('name', '')), str(one.get('phone', '')))}"


def read_state_lines(lines: Iterable[str], old: Any) -> list[str | Entries]:
    """The entries of ``targets`` that lines of the form mean. Other lines stay as they are.

    All governors are one entry, in the place of the first. ``old`` are the targets before: a governor keeps the zone.
    """
    zones = {one.get("state"): one.get("timezone") for one in _list_governors(old)}
    entries, governors = list[str | Entries](), list[Entries]()
    for line in lines:
        if state := _STATE.fullmatch(line):
            entries.append(_make_state(state["chamber"], state["states"]))
        elif governor := _GOVERNOR.fullmatch(line):
            name, phone = split_pair(governor["rest"])
            of = governor["state"]
            if not governors:
                entries.append({"governor": governors})
            governors.append(drop_empty({"state": of, "name": name, "phone": phone, "timezone": zones.get(of)}))
        else:
            entries.append(line)
    return entries


def _make_state(chamber: str, typed: str) -> Entries:
    states = [one for one in re.split(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+", typed.strip()) if one]
    return {"state": _CHAMBERS[chamber.lower()], **({"in": states} if states else {})}


def _list_governors(targets: Any) -> Iterator[Entries]:
    for entry in targets if isinstance(targets, list) else [targets]:
        yield from (entry.get("governor") or ()) if isinstance(entry, dict) else ()
