"""Terms of members that hold at other times than the load, and a map for each Congress."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    """Add the columns and tables, and copy the map there is. A file that didn't say was for the 119th Congress."""
    for name in ("begins", "since"):
        op.add_column("members", sa.Column(name, sa.Text(), nullable=True))
    op.create_table(
        "terms",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("member_id", "begins", "ends", "edition")),
        sa.Column("former", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "title", "state")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("district", "rank", "last", "given", "since")),
        sa.Column("offices", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", "begins", name="pk_terms"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "maps",
        sa.Column("congress", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("dated", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=True),
        sa.Column("loaded_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("congress", name="pk_maps"),
    )
    op.create_table(
        "map_zips",
        sa.Column("congress", sa.BigInteger(), nullable=False),
        sa.Column("zip", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["congress"], ["maps.congress"], name="fk_map_zips_congress"),
        sa.PrimaryKeyConstraint("congress", "zip", "district", name="pk_map_zips"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO maps (congress, sha256, dated, changed, loaded_at) SELECT coalesce(zips_for, 119), '', "
        "CASE WHEN zips_for IS NULL THEN 0 ELSE 1 END, NULL, loaded_at FROM congress WHERE EXISTS (SELECT 1 FROM zips)"
    )
    op.execute(
        "INSERT INTO map_zips (congress, zip, district, share) "
        "SELECT maps.congress, zips.zip, zips.district, zips.share FROM zips CROSS JOIN maps"
    )
