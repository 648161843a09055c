"""The page on privacy names every kind of row: a new table is decided about before it is released."""

from bot.store.tables import TABLES
from tests.docs.pages import read_page

# By what the page says of them, which tables it says it of.
ABOUT = {
    "About a person": "people accounts reminders once_reminders",
    "About where people live": "residents resident_changes",
    "About a call": "calls positions report_changes position_callers report_askers",
    "About a postcard": "postcards",
    "About a postcard that isn't sent": "unsent_postcards",
    "About an alert": "alerts alert_drafts deliveries",
    "About a picture that shows something not decided yet": "stored_files",
    "About a request": "requests",
    "About linked accounts": "links link_calls link_postcards",
    "About codes and invitations": "codes",
    "About roles": "roles",
    "About servers, workspaces and channels": "spaces channels",
    "About mapped roles and channels": "chapter_maps",
    "About a workspace that installed the app": "installations",
    "About what coordinators do": (
        "audit actors campaign_history campaign_drafts draft_conflicts campaign_proposals change_notices notices "
        "name_notices report_notices postcard_notices lost_role_notices"
    ),
    "About a tap on a campaign's link": "link_taps",
    "Used slots and allowances": "past_entries",
    "Wrong codes and their lock": "guards",
}
# Public data, names of organizations, sums, and what keeps processes apart: nothing of anybody.
OF_NOBODY = (
    "congress members terms member_offices committees committee_seats maps map_zips zips congress_updates seat_marks "
    "state_editions state_members state_offices orgs chapters campaigns campaign_versions campaign_changes strokes "
    "counters counter_changes anonymous_totals anonymous_reports report_totals day_reports meta processes turns "
    "oauth_states"
)


def test_every_table_is_named_or_has_nothing_of_anybody() -> None:
    listed = " ".join((*ABOUT.values(), OF_NOBODY)).split()
    assert sorted(listed) == sorted(table.name for table in TABLES)


def test_the_page_has_each_heading() -> None:
    page = read_page("docs/privacy.md")
    assert [heading for heading in ABOUT if f"**{heading}" not in page] == []
