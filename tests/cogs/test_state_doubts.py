"""What the home card says to coordinators about old data on state legislators."""

from bot.cogs.campaigns.home import describe_state_doubts
from bot.core.statehouse.state_directory import StateDirectory, StateEdition, make_roster
from bot.kit.i18n import load_words
from tests.services import instant


def test_old_data_are_named_by_state() -> None:
    loaded = {"CA": "2026-08-01", "NY": "2025-08-01", "AZ": "2026-08-02", "TX": "2026-11-01"}
    editions = [StateEdition(state, "key", instant(f"{day} 12:00")) for state, day in loaded.items()]
    directory = StateDirectory({edition.state: make_roster(edition, ()) for edition in editions})
    at = instant("2026-11-27 12:00")
    terms, aged = str(describe_state_doubts(load_words("en"), directory, at)).splitlines()
    assert "(NY) is from before new terms began" in terms
    assert "(AZ and CA) is more than three months old" in aged
    assert "callboard states update" in terms
    assert "(AZ y CA)" in str(describe_state_doubts(load_words("es"), directory, at))
    assert not describe_state_doubts(load_words("en"), StateDirectory(), at)
