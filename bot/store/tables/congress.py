"""Who sits in Congress and their offices, one edition at a time, and which districts a ZIP lies in."""

from bot.store.sql import BigInteger, Column, ForeignKey, PrimaryKeyConstraint, Table, Text
from bot.store.tables.base import holds, metadata

# The loaded edition: one row, or none before the first load.
congress = Table(
    "congress",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # always 1
    Column("edition", Text, nullable=False),  # SHA-256 over the files it came from
    Column("number", BigInteger, nullable=False),  # 119
    Column("valid_from", Text, nullable=False),
    Column("valid_to", Text, nullable=False),  # the day on which the next Congress begins
    Column("zips_for", BigInteger),  # only an older version reads it: the Congress of the districts in ``zips``
    Column("sources", Text, nullable=False, info=holds("json")),  # JSON: each file's name, bytes and SHA-256
    Column("loaded_at", BigInteger, nullable=False),
)

# Those who sat when the edition was loaded. An older version on the same database names them alone.
members = Table(
    "members",
    metadata,
    Column("id", Text, primary_key=True),  # the Biographical Directory's: P000197
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),  # senator, representative, delegate, commissioner
    Column("state", Text, nullable=False),
    Column("district", Text),  # CA-11, VT-0; null for senators
    Column("rank", Text),  # senior, junior; null for the House
    Column("ends", Text, nullable=False),  # the term's last day
    Column("last", Text),  # the surname, without suffix; null in an edition that an older version loaded
    Column("given", Text),  # first name, nickname and the like, one a line
    Column("begins", Text),  # the term's first day; null in an edition that an older version loaded
    Column("since", Text),  # the day on which a senator joined the Senate
)

# Terms that begin after the edition was loaded, and the last known term of members who left.
terms = Table(
    "terms",
    metadata,
    Column("member_id", Text, nullable=False),
    Column("begins", Text, nullable=False),
    Column("ends", Text, nullable=False),
    Column("edition", Text, nullable=False),  # rows of another edition than the loaded one don't count
    Column("former", BigInteger, nullable=False),  # 1 for members who left
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("district", Text),
    Column("rank", Text),
    Column("last", Text),
    Column("given", Text),
    Column("since", Text),
    Column("offices", Text, nullable=False, info=holds("json")),  # JSON: each office's id, place, phone and zone
    PrimaryKeyConstraint("member_id", "begins"),
    sqlite_with_rowid=False,
)

member_offices = Table(
    "member_offices",
    metadata,
    Column("id", Text, primary_key=True),  # the member's own id for Washington, else P000197-san_francisco
    Column("member_id", Text, ForeignKey("members.id"), nullable=False),
    Column("place", Text, nullable=False),
    Column("phone", Text),
    Column("zone", Text, nullable=False, info=holds("zone")),  # IANA, for its hours
)

# The names of committees and subcommittees; none in an edition without their file.
committees = Table(
    "committees",
    metadata,
    Column("id", Text, primary_key=True),  # SSJU, SSJU04
    Column("name", Text, nullable=False),  # a subcommittee's own, without its committee's
)

committee_seats = Table(
    "committee_seats",
    metadata,
    Column("committee", Text, nullable=False),  # SSJU
    Column("member_id", Text, ForeignKey("members.id"), nullable=False),
    Column("place", BigInteger, nullable=False),  # the chair, then by rank, whatever the party
    PrimaryKeyConstraint("committee", "member_id"),
    sqlite_with_rowid=False,
)

# What admins know before the data do. At most one mark a seat; it outlives updates until the data agree.
seat_marks = Table(
    "seat_marks",
    metadata,
    Column("seat", Text, primary_key=True),  # CA-14, TX senator-1
    Column("member_id", Text, nullable=False),  # who left; empty if the data had nobody there
    Column("name", Text, nullable=False),
    Column("successor_id", Text),  # who holds the seat by an admin's word; null: it is vacant
    Column("marked_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),  # when the data agreed
    Column("holders", Text, nullable=False),  # the names that the data had there then, one a line
)

# One map for each Congress. A newer one doesn't replace the older, which holds until its Congress ends.
maps = Table(
    "maps",
    metadata,
    Column("congress", BigInteger, primary_key=True, autoincrement=False),
    Column("sha256", Text, nullable=False),  # of the file
    Column("dated", BigInteger, nullable=False),  # 0 if the file doesn't say which Congress it is for
    Column("changed", Text),  # states whose lines differ from the map before, with spaces between; null if unknown
    Column("loaded_at", BigInteger, nullable=False),
)

map_zips = Table(
    "map_zips",
    metadata,
    Column("congress", BigInteger, ForeignKey("maps.congress"), nullable=False),
    Column("zip", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("share", BigInteger, nullable=False),  # thousandths of the ZIP's land in the district; 0 where unknown
    PrimaryKeyConstraint("congress", "zip", "district"),
    sqlite_with_rowid=False,
)

# The map of an older version, which goes on reading it beside this one. `map_zips` has a copy.
zips = Table(
    "zips",
    metadata,
    Column("zip", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("share", BigInteger, nullable=False),  # thousandths of the ZIP's land in the district; 0 where unknown
    PrimaryKeyConstraint("zip", "district"),
    sqlite_with_rowid=False,
)

# How work by schedule goes (`core.base.schedules`): one row for each kind, or none before the first time.
congress_updates = Table(
    "congress_updates",
    metadata,
    # A `schedules.Scheduled`. An older version knows the first two.
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("leased_until", BigInteger),  # until when a process does it; null while none does
    Column("done_at", BigInteger),  # when it last succeeded
    Column("failed_at", BigInteger),  # when one failed since
    Column("problem", Text),  # why it failed, for an admin
)
