"""Codes for chapters, the basis of each role, who vouches for an alert, and which public names are hidden."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

# The person who joined a space to an org became its coordinator. If the first code was right, that happened when the
# space's row was created. Otherwise, assume the org's only space. An appointed coordinator's role depends on no space.
_JOINED = """
SELECT roles.person_id, roles.scope, roles.granted_at FROM roles
JOIN actors ON actors.person_id = roles.person_id
WHERE roles.role = 'coordinator'
AND EXISTS (SELECT 1 FROM audit WHERE audit.actor = actors.id AND audit.action = 'space.join'
            AND audit.org_id = roles.scope)
AND NOT EXISTS (SELECT 1 FROM audit WHERE audit.object = actors.id AND audit.action = 'role.grant.coordinator'
                AND audit.org_id = roles.scope)
"""
_SPACES = "SELECT key, created_at FROM spaces WHERE org_id = :org"
_REST = "UPDATE roles SET basis = :basis WHERE person_id = :person AND role = 'coordinator' AND scope = :org"


def upgrade() -> None:
    """Add the columns, and record the space that a role depends on."""
    with op.batch_alter_table("codes") as codes:
        codes.add_column(sa.Column("chapter_id", sa.Text(), nullable=True))
        codes.create_foreign_key("fk_codes_chapter_id", "chapters", ["chapter_id"], ["id"])
    op.add_column("alerts", sa.Column("vouched_by", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("name_hidden", sa.Text(), nullable=True))
    op.add_column("orgs", sa.Column("names_reviewed", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("roles") as roles:
        roles.add_column(sa.Column("basis", sa.Text(), nullable=False, server_default=""))
        roles.drop_constraint("pk_roles", type_="primary")
        roles.create_primary_key("pk_roles", ["person_id", "role", "scope", "basis"])
    with op.batch_alter_table("roles") as roles:
        roles.alter_column("basis", server_default=None)
    _found()


def _found() -> None:
    connection = op.get_bind()
    for person, org, granted_at in connection.execute(sa.text(_JOINED)).all():
        spaces = connection.execute(sa.text(_SPACES), {"org": org}).all()
        exact = [key for key, created_at in spaces if created_at == granted_at]
        fits = exact or [key for key, _ in spaces]
        if len(fits) == 1:
            basis = f"joined {bytes(fits[0]).hex()}"
            connection.execute(sa.text(_REST), {"basis": basis, "person": person, "org": org})
