"""The card of what is stored about somebody tells its dates by their own clock."""

import pytest

from bot.cogs.privacy.mydata import draw_data_card
from bot.core.people.profiles.profiles import Profile
from bot.core.privacy.data_export import PersonData
from bot.identity import Caller
from bot.kit.cards.markup import strip_markup
from bot.kit.i18n import load_words
from bot.kit.invocation import Envelope, Invocation
from bot.roles import Reach

EVENING = 1_795_741_500_000_000  # 2026-11-27 01:05 UTC: still the day before in all of the states


@pytest.mark.parametrize(
    ("platform", "district", "day"),
    [
        (None, None, "Nov 26, 2026"),
        (None, "AZ-3", "Nov 26, 2026"),
        (None, "PR-0", "Nov 26, 2026"),
        (None, "GU-0", "Nov 27, 2026"),
        ("Asia/Seoul", "AZ-3", "Nov 27, 2026"),
        ("Pacific/Honolulu", None, "Nov 26, 2026"),
    ],
)
def test_it_says_since_when_by_the_readers_clock(platform: str | None, district: str | None, day: str) -> None:
    inv = Invocation(Envelope("r", EVENING, Caller("console", "ana", None), zone=platform), Reach(), load_words("en"))
    held = PersonData(
        since=EVENING,
        accounts=(),
        chapter=None,
        profile=Profile(district=district),
        roles=(),
        suspended=False,
        name_hidden=False,
        linked=(),
        calls=(),
        reminders=(),
        once=(),
        drafts=(),
    )
    assert f"Here since {day}," in strip_markup(draw_data_card(inv, held, {}, "America/New_York").body)
