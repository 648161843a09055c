"""Who sits in Congress, their offices, and which districts a ZIP lies in. One edition at a time, replaced whole."""

from sqlalchemy import BigInteger, Column, ForeignKey, PrimaryKeyConstraint, Table, Text

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
    Column("zips_for", BigInteger),  # the Congress whose districts the ZIPs use; null if the file doesn't say
    Column("sources", Text, nullable=False, info=holds("json")),  # JSON: each file's name, bytes and SHA-256
    Column("loaded_at", BigInteger, nullable=False),
)

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

zips = Table(
    "zips",
    metadata,
    Column("zip", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("share", BigInteger, nullable=False),  # thousandths of the ZIP's land in the district; 0 where unknown
    PrimaryKeyConstraint("zip", "district"),
    sqlite_with_rowid=False,
)

# How updates of the data go: one row, or none before the first.
congress_updates = Table(
    "congress_updates",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # always 1
    Column("leased_until", BigInteger),  # until when a process is updating; null while none does
    Column("done_at", BigInteger),  # when the last update succeeded
    Column("failed_at", BigInteger),  # when one failed since
    Column("problem", Text),  # why it failed, for an admin
)
