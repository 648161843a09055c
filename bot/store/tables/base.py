"""The metadata that every table is declared on."""

from sqlalchemy import MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def holds(what: str) -> dict[str, str]:
    """A column's ``info`` that says what belongs in it. `core.damage` uses it to find unreadable values."""
    return {"holds": what}
