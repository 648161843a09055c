"""Display names of state legislatures' chambers and districts, in the reader's language."""

from bot.core.statehouse.chambers import Chamber
from bot.core.statehouse.districts import parse_key
from bot.core.statehouse.facts import find_chamber_facts
from bot.kit.i18n import Words


def name_chamber(words: Words, state: str, chamber: Chamber) -> str:
    """What people in a state call a chamber: "California Assembly", "D.C. Council"."""
    facts = find_chamber_facts(state, chamber)
    word = facts.word.lower().replace(" ", "_") if facts else "legislature"
    return words.t(f"chamber.{word}", state=words.name_state(state))


def name_state_district(words: Words, key: str) -> str:
    """A district of a state legislature: "California Assembly, district 12"; "Massachusetts Senate, Hampden"."""
    parts = parse_key(key)
    if parts is None:
        return key
    kind = "numbered" if parts.district[:1].isdigit() and " " not in parts.district else "named"
    chamber = name_chamber(words, parts.state, parts.chamber)
    return words.t(f"state_district.{kind}", chamber=chamber, district=parts.district)
