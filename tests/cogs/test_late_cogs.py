"""What a start knows of commands is what the cogs declare, and each leads to its cog."""

import asyncio
from pathlib import Path

import pytest

from bot.app.app import App
from bot.cogs.build import DECLARATIONS
from bot.kit.late_cogs import LateMethod, Named, write_declarations
from bot.kit.spec import Spec
from tests.docs.pages import open_app


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(open_app(Path(tmp_path_factory.mktemp("late"))))


def test_the_record_is_what_the_cogs_declare(app: App) -> None:
    assert write_declarations(app.cogs.rooms) == DECLARATIONS.read_bytes(), "run scripts/record"


def test_every_declaration_leads_to_its_cog(app: App) -> None:
    late = app.registry
    whole = app.cogs.collect_all()  # which checks it, too
    for name in ("commands", "actions", "forms", "suggestions", "prefills", "accepts", "rescues"):
        some, others = getattr(late, name), getattr(whole, name)
        assert list(some) == list(others)
        for key, one in some.items():
            compare(one, others[key])


def compare(late: object, whole: object) -> None:
    if isinstance(late, Spec) and isinstance(whole, Spec):
        compare(late.handler, whole.handler)
        for some, other in zip(late.options, whole.options, strict=True):
            for name in ("convert", "fits", "may_fit"):
                compare(getattr(some, name), getattr(other, name))
    elif isinstance(late, LateMethod):
        assert late.find() == whole
    elif isinstance(late, Named):
        assert late.find() is whole
    else:
        assert late is whole
