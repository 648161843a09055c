"""What is wrong in a draft is said with the names of its forms' fields, and never with the campaign file's keys."""

import re

import pytest

from bot.cogs.drafts.difference_lines import draw_differences
from bot.cogs.drafts.draft_troubles import draw_trouble
from bot.cogs.drafts.forms.script_forms import OFFERED
from bot.core.campaign_files.campaign_export import Entries
from bot.core.campaign_files.file_parts import find_canonical_tag
from bot.core.directory.members import Directory
from bot.core.draft_parts.draft_parts import write_part
from bot.core.draft_parts.typed_fields import read_typed
from bot.core.drafts.difference import compare_entries
from bot.core.drafts.draft_check import parse_entries
from bot.core.drafts.draft_rows import Draft
from bot.kit.cards.markup import strip_markup
from bot.kit.i18n import load_words
from bot.languages import list_names
from tests.services import MONDAY, ZONE

BASE: Entries = {"campaign": "vote", "title": "Vote", "scripts": {"en": {"reviewed": False, "text": "Hello"}}}
LONG = "x" * 400
CASES = [
    ("basics", {"title": "x" * 90}, "Title and dates: “Title” takes 90 of 80 characters; shorten it."),
    ("basics", {"title": "Vote {{name}}"}, "“Title” holds a blank in {{braces}}; only scripts can."),
    ("basics", {"title": "Vote", "timezone": "Xyzzy"}, "“Time zone” must be a time zone, such as Eastern or"),
    ("basics", {"title": "Vote", "timezone": "Eastarn"}, "I can't read “Eastarn”. Did you mean “Eastern”?"),
    ("basics", {"title": "Vote", "opens": "tomorow 9"}, "I can't read “tomorow 9”. Did you mean “tomorrow 9”?"),
    ("basics", {"title": "Vote", "closes": "el viernse a las 9"}, "Did you mean “el viernes a las 9”?"),
    ("basics", {"title": "Vote", "opens": "someday"}, "“Opens” must be a time, such as tomorrow 9:00"),
    ("basics", {"title": "Vote", "closes": "2027-02-30 10:00"}, "“Closes” is a day or time that no calendar has."),
    ("basics", {"title": "Vote", "opens": "in 3 hours", "closes": "in 2 hours"}, "It must close later than it opens."),
    ("ask:", {"text": LONG}, "Questions (1): “Question to the office” takes 400 of 200 characters"),
    ("ask:", {"text": "Ok?", "delegate": "{{name}}?"}, "“To members who have no vote” holds a blank"),
    ("facts", {"facts": "Families wait"}, "Facts (1): “where it is from” is missing."),
    ("facts", {"facts": f"{LONG} | x"}, "Facts (1): “fact” takes 400 of 300 characters"),
    ("targets", {"who": "committee"}, "Whom to call: “Committee” must be a committee of Congress; pick one"),
    ("targets", {"who": "offices"}, "Whom to call: No office is named; write each on a line, as name | phone."),
    ("targets", {"who": "offices", "offices": "Mayor | 12"}, "Whom to call (1): “Number” must be a phone number"),
    ("goal", {"goal": "many"}, "“Goal” must be a whole number, in digits only."),
    ("goal", {"tags": "#a b#c"}, "Goal and hashtags (2): “Hashtags” must be words of letters and digits"),
    ("goal", {"phone": "call me"}, "“Number to call” must be a phone number with its area code"),
    ("rhythm", {"day_summary": "25:00"}, "“Post the day's numbers at” must be a time of day, such as 20:00 or 8pm."),
    ("rhythm", {"reminders": "sometimes | hi"}, "“Reminders” must begin with days and one time, then | and its text"),
    ("links", {"links": "Sign"}, "Links (1): “address” is missing; write it after a |."),
    ("links", {"links": "Sign | http://a.org"}, "“address” must be a web address that begins with https://."),
    ("why", {"why": "\n".join("abcdefgh")}, "Why we call: “Why people call” holds 8 entries; at most 6 are possible."),
    ("answers", {"answers": "No"}, "What they may say (1): “you can say” is missing."),
    ("language:es", {"title": "x" * 90}, "Languages (Español): “Title” takes 90 of 80 characters"),
]  # fmt: skip


def describe(part: str, typed: dict[str, str]) -> str:
    fields = read_typed(part.partition(":")[0], typed, ZONE, MONDAY, Directory())
    entries = write_part(BASE, part, fields)
    [trouble] = parse_entries(entries, ZONE, len)[1]
    draft = Draft("d", "vote", None, None, entries, None, None, None, MONDAY, "a")
    return strip_markup(draw_trouble(load_words("en"), draft, trouble))


@pytest.mark.parametrize(("part", "typed", "said"), CASES)
def test_a_trouble_names_the_forms_field(part: str, typed: dict[str, str], said: str) -> None:
    shown = describe(part, typed)
    assert said in shown
    assert not re.search(r'"\w+"(?! *\?)', shown)


def test_a_link_is_counted_among_links() -> None:
    card = {"key": "card", "type": "postcard", "title": "Write"}
    entries = write_part({**BASE, "actions": [card]}, "links", {"links": "Sign"})
    [trouble] = [one for one in parse_entries(entries, ZONE, len)[1] if one.part == "links"]
    draft = Draft("d", "vote", None, None, entries, None, None, None, MONDAY, "a")
    assert strip_markup(draw_trouble(load_words("en"), draft, trouble)).startswith("Links (1):")


def test_what_people_write_is_read_as_they_mean_it() -> None:
    read = read_typed("rhythm", {"day_summary": "8pm", "reminders": "daily 9:00 | Call"}, ZONE, MONDAY, Directory())
    assert read["day_summary"] == "20:00"
    assert write_part(BASE, "goal", {"tags": "VoteNo, #DreamAct"})["tags"] == ["#VoteNo", "#DreamAct"]


def test_every_offered_language_can_be_written_and_has_a_name() -> None:
    assert [tag for tag in OFFERED if find_canonical_tag(tag) != tag or list_names(tag) == (tag,)] == []


def test_a_difference_shows_labels_and_not_the_files_words() -> None:
    before = {"targets": "my_senators", "scripts": {"es": {"reviewed": False, "text": "Hola"}}}
    after = {"targets": "my_members", "scripts": {"es": {"reviewed": True, "text": "Hola"}}, "status": "paused"}
    shown = strip_markup(draw_differences(load_words("en"), compare_entries(before, after)))
    assert shown.splitlines() == [
        "Whom to call: “Everyone's own senators” → “Everyone's own members”",
        "Script (Español, Checked): “No” → “Yes”",
        "Title and dates (State): new: “paused”",
    ]
