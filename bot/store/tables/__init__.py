"""The tables. They hold only text, integers and bytes, which both drivers return unchanged.

Ids are UUIDv7 as text, times UTC microseconds, days ``YYYY-MM-DD``, flags 0 or 1.
"""

from bot.store.sql import Table, list_references
from bot.store.tables.alerts import alert_drafts, alerts, channels, deliveries, notices
from bot.store.tables.audit import actors, audit, meta
from bot.store.tables.base import build_metadata, sort_tables
from bot.store.tables.calls import anonymous_totals, calls, counter_changes, counters, current_totals, requests
from bot.store.tables.campaigns import campaign_changes, campaign_history, campaign_versions, campaigns, link_taps
from bot.store.tables.coalition import chapter_maps, chapters, codes, orgs, roles, spaces
from bot.store.tables.congress import (
    committee_seats,
    committees,
    congress,
    congress_updates,
    map_zips,
    maps,
    member_offices,
    members,
    seat_marks,
    terms,
    zips,
)
from bot.store.tables.drafts import campaign_drafts, campaign_proposals, change_notices, draft_conflicts
from bot.store.tables.people import (
    accounts,
    guards,
    link_calls,
    links,
    lost_role_notices,
    name_notices,
    past_entries,
    people,
    resident_changes,
    residents,
)
from bot.store.tables.platforms import installations, oauth_states, stored_files
from bot.store.tables.postcards import link_postcards, postcard_notices, postcards, unsent_postcards
from bot.store.tables.processes import processes, turns
from bot.store.tables.reports import (
    anonymous_reports,
    day_reports,
    position_callers,
    positions,
    report_asker_lines,
    report_askers,
    report_changes,
    report_lines,
    report_notices,
    report_postcard_lines,
    report_totals,
)
from bot.store.tables.schedules import occurrences, once_reminders, reminders
from bot.store.tables.statehouse import state_editions, state_members, state_offices

TABLES = sort_tables()  # each after those it refers to


def _list_personal() -> tuple[Table, ...]:
    found = [people.name, requests.name]
    for table in TABLES:
        if table.name not in found and any(to.split(".")[0] in found for _, to in list_references(table)):
            found.append(table.name)
    by_name = {table.name: table for table in TABLES}
    return tuple(by_name[name] for name in found)


# Tables whose rows are deleted when a person is forgotten, because they refer to people, even indirectly.
PERSONAL = _list_personal()

__all__ = [
    "PERSONAL",
    "TABLES",
    "accounts",
    "actors",
    "alert_drafts",
    "alerts",
    "anonymous_reports",
    "anonymous_totals",
    "audit",
    "build_metadata",
    "calls",
    "campaign_changes",
    "campaign_drafts",
    "campaign_history",
    "campaign_proposals",
    "campaign_versions",
    "campaigns",
    "change_notices",
    "channels",
    "chapter_maps",
    "chapters",
    "codes",
    "committee_seats",
    "committees",
    "congress",
    "congress_updates",
    "counter_changes",
    "counters",
    "current_totals",
    "day_reports",
    "deliveries",
    "draft_conflicts",
    "guards",
    "installations",
    "link_calls",
    "link_postcards",
    "link_taps",
    "links",
    "lost_role_notices",
    "map_zips",
    "maps",
    "member_offices",
    "members",
    "meta",
    "name_notices",
    "notices",
    "oauth_states",
    "occurrences",
    "once_reminders",
    "orgs",
    "past_entries",
    "people",
    "position_callers",
    "positions",
    "postcard_notices",
    "postcards",
    "processes",
    "reminders",
    "report_asker_lines",
    "report_askers",
    "report_changes",
    "report_lines",
    "report_notices",
    "report_postcard_lines",
    "report_totals",
    "requests",
    "resident_changes",
    "residents",
    "roles",
    "seat_marks",
    "spaces",
    "state_editions",
    "state_members",
    "state_offices",
    "stored_files",
    "terms",
    "turns",
    "unsent_postcards",
    "zips",
]
