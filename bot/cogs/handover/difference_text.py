"""Draws what a change of a campaign would change: a few lines on the card, and all of it as a file where it is more."""

import difflib
from collections.abc import Sequence

from msgspec import Struct

from bot.cogs.drafts.difference_lines import draw_differences
from bot.core.campaign_files.campaign_export import write_campaign
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.drafts.difference import Difference
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import File
from bot.kit.i18n import Words

_LINES = 12  # on a card
_SHORT = 60  # characters of a text that a line shows whole


class DifferenceText(Struct, frozen=True):
    """The lines for a card, and the file with everything, None if the lines say it all."""

    lines: Markup
    file: File | None


def draw_change(
    words: Words, before: CampaignFile | None, after: CampaignFile, differences: Sequence[Difference]
) -> DifferenceText:
    """What would change, in the order of the file."""
    lines = draw_differences(words, differences, _LINES)
    longest = max((len(text) for one in differences for text in (one.before, one.after)), default=0)
    if len(differences) <= _LINES and longest <= _SHORT:
        return DifferenceText(lines, None)
    file = File(f"{after.key}.diff", _write_difference(before, after).encode(), words.t("change.file"))
    return DifferenceText(join(lines, words.m("change.see_file")), file)


def _write_difference(before: CampaignFile | None, after: CampaignFile) -> str:
    """Both files, line by line, as programmers compare texts; against no campaign, the whole file."""
    if before is None:
        return write_campaign(after)
    old, new = (write_campaign(one).splitlines(keepends=True) for one in (before, after))
    return "".join(line for line in difflib.ndiff(old, new) if not line.startswith("?"))
