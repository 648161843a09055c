"""A writer is told when their postcard was handed over, by their own clock."""

from bot.cogs.postcards.handing_over import draw_postcard_notice
from bot.cogs.shared.display_names import Names
from bot.core.directory.members import Directory
from bot.core.postcards.postcard_notices import PostcardNotice, PostcardNoticeKind
from bot.kit.i18n import load_words
from tests.services import MONDAY

CLOCKS = {
    None: "UTC",  # the campaign is gone, too
    "America/Los_Angeles": "Pacific time",
    "America/Phoenix": "Arizona time",
    "Pacific/Honolulu": "Hawaii time",
}


def test_when_a_postcard_was_handed_over_is_on_its_writers_clock() -> None:
    for own, clock in CLOCKS.items():
        notice = PostcardNotice(
            "n", PostcardNoticeKind.DELIVERED, "p", "4F7K-92MD", "vof", "senator-1", None, None, MONDAY, (), None, own
        )
        assert clock in draw_postcard_notice(load_words("en"), notice, Names(Directory(), {}), None).body
