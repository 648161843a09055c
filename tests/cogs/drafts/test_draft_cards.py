"""Cards of drafts at their largest and messiest fit every platform."""

import pytest

from bot.cogs.drafts.draft_card import draw_draft_card
from bot.cogs.drafts.forms.part_cards import draw_asks_card, draw_conflict_card, draw_scripts_card
from bot.cogs.drafts.history import draw_version_card
from bot.cogs.drafts.languages.languages import draw_languages_card, draw_tongue_card
from bot.cogs.drafts.publish_card import draw_outdated_card
from bot.core.campaign_files.campaign_export import Entries
from bot.core.campaigns.campaign_history import Act, HistoryLine
from bot.core.campaigns.campaigns import Campaign
from bot.core.directory.members import Directory
from bot.core.draft_parts.draft_parts import write_part
from bot.core.draft_parts.target_names import find_unclear_names
from bot.core.draft_parts.target_part import read_targets
from bot.core.drafts.conflicts import Conflict
from bot.core.drafts.difference import Difference, Effect
from bot.core.drafts.draft_check import DraftView, parse_entries
from bot.core.drafts.draft_rows import Draft
from bot.core.drafts.history import Version, VersionDetail
from bot.core.drafts.publishing import Outdated
from bot.core.drafts.trouble import Trouble
from bot.identity import Caller
from bot.kit.i18n import load_words
from bot.kit.invocation import Envelope, Invocation
from bot.roles import Reach, Role
from tests.services import MONDAY, ZONE, campaign

ENGLISH = load_words("en")
INV = Invocation(Envelope("r", MONDAY, Caller("console", "cora", None)), Reach(Role.ADMIN), ENGLISH)
TAGS = ("es", "zh-Hans", "zh-Hant", "ko", "vi", "tl", "ar", "bn", "fr", "gu", "hi", "ht", "ja", "km", "lo", "ne")


def make_view(character: str) -> DraftView:
    """A draft with every form filled in as far as it goes, and nearly everything wrong."""
    lines = "\n".join([character * 90 + " | " + character * 90] * 15)
    entries: Entries = {"audience": "org"}
    entries = write_part(entries, "basics", {"title": character * 80, "opens": character * 60, "closes": "soon"})
    for _ in range(6):
        entries = write_part(entries, "ask", {"text": character * 200, "delegate": character * 200})
    for part, field in (("facts", "facts"), ("links", "links"), ("why", "why"), ("answers", "answers")):
        entries = write_part(entries, part, {field: lines})
    entries = write_part(entries, "targets", {"who": "members", "members": lines})
    entries = write_part(entries, "goal", {"goal": character * 20, "tags": " ".join([character * 24] * 20)})
    for tag in ("en", *TAGS):
        entries = write_part(entries, f"script:{tag}:all", {"text": character * 3_000})
        entries = write_part(entries, f"script:{tag}:house", {"text": character * 3_000})
    draft = Draft("d" * 10, "k" * 32, "o", "O" * 60, entries, None, None, None, MONDAY, "a")
    found, troubles = parse_entries(draft.content, ZONE, len)
    unclear = [
        Trouble("targets", ("targets", one.place), one.key, one.params)
        for one in find_unclear_names(entries, Directory())
    ]
    return DraftView(draft, found, (*unclear, *troubles), read_targets(entries))


@pytest.mark.parametrize("character", ["x", "*", "&", "選", "ش"])
def test_the_messiest_draft_fits(character: str) -> None:
    view = make_view(character)
    assert len(view.troubles) > 12
    card = draw_draft_card(INV, view, ENGLISH.m("draft.unready"))
    assert len(card.buttons) <= 25
    draw_scripts_card(ENGLISH, view)
    draw_asks_card(ENGLISH, view)
    draw_languages_card(ENGLISH, view)
    draw_tongue_card(ENGLISH, view, "es")


@pytest.mark.parametrize("text", ["x\n" * 1_500, "&" * 3_000, "*\n&" * 1_000, "選" * 3_000])
def test_both_sides_of_a_conflict_fit(text: str) -> None:
    view = make_view("x")
    for fields in ({"text": text, "reviewed": "no"}, dict.fromkeys(("title", "asks", "facts", "why", "answers"), text)):
        part = "script:en:all" if "text" in fields else "language:es"
        draw_conflict_card(ENGLISH, Conflict("c" * 10, view, part, fields, fields))


@pytest.mark.parametrize("character", ["x", "*", "&", "選"])
def test_long_differences_fit(character: str) -> None:
    text = " ".join([character * 30] * 60)
    differences = tuple(
        Difference(("answers", str(n), "they_say", "zh-Hans"), text, text[::-1] + "!") for n in range(30)
    )
    file = campaign("vof")
    line = HistoryLine(2, file.version, Act.EDIT, "a", MONDAY)
    shown = Campaign(file, "open", ZONE, None, None, in_chat=True)
    effect = Effect(shown, shown, differences, (1, 2, 3, 4))
    draw_version_card(INV, VersionDetail(shown, Version(line, ()), file, differences, effect, False), ZONE)
    other = campaign("vof", f"why: ['{character * 280}', '{character * 250}', b, c, d, e]")
    draw_outdated_card(INV, Outdated(make_view("x"), other, file))
