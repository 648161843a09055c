"""What statements are compiled to is recorded, so that a process needs no SQLAlchemy."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.core import ROOT
from bot.store.recorded import ENGINES, find_record, find_recorded
from bot.store.sql import and_, bindparam, make_digest, select
from bot.store.statement import Statement
from bot.store.tables import calls, orgs


def test_every_statement_is_recorded_as_it_is_now(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "tests.store.record_statements", str(tmp_path)], check=True, cwd=ROOT)
    for record in map(find_record, ENGINES):
        assert record.read_text("utf-8") == (tmp_path / record.name).read_text("utf-8"), "run scripts/record"


def test_a_changed_statement_is_not_found_under_its_old_text() -> None:
    known = select(orgs.c.id).where(orgs.c.name == bindparam("name"))
    digests = {
        make_digest(one)
        for one in (
            known,
            known.where(orgs.c.id != bindparam("name")),
            select(orgs.c.id).where(orgs.c.name == bindparam("other")),
            select(orgs.c.id).where(orgs.c.name == "name"),
            select(orgs.c.id).where(orgs.c.name == 1),
            select(orgs.c.id).where(orgs.c.name == True),  # noqa: E712 - SQL's own comparison
            select(orgs.c.id).where(and_(orgs.c.name == bindparam("name"), orgs.c.id.in_(["1", "2"]))),
            select(orgs.c.id).where(and_(orgs.c.name == bindparam("name"), orgs.c.id.in_(["12"]))),
            select(calls.c.id).where(calls.c.org_id == bindparam("name")),
        )
    }
    assert len(digests) == 9


@pytest.mark.parametrize("engine", ENGINES)
def test_an_unrecorded_statement_is_compiled_when_it_runs(engine: str) -> None:
    expression = select(orgs.c.id, orgs.c.name).where(orgs.c.name == bindparam("typed")).limit(17)
    assert find_recorded(engine, expression) is None
    found = Statement(expression).find_compiled(engine)
    assert found.text.startswith("SELECT orgs.id, orgs.name")
    assert found.columns == ("id", "name")


def test_a_statement_of_real_expressions_is_compiled_too() -> None:
    from sqlalchemy import bindparam as real_bindparam
    from sqlalchemy import select as real_select

    statement = Statement(real_select(orgs).where(orgs.c.id == real_bindparam("which")))
    assert statement.find_compiled("sqlite").columns[:1] == ("id",)
