"""Buttons and forms on already posted cards keep working.

`posted_routes.txt` lists every route whose id a release may have posted: its name, kind, role, and options in the
order of the id (``?``: it may be missing). `scripts/record` adds lines before a release; never change or delete one.
"""

import asyncio
from pathlib import Path

import pytest

from bot.app.app import App, bootstrap
from bot.config.settings import load_config
from bot.identity import Caller
from bot.kit.answers.routes import Route
from bot.kit.dispatch.steps import Gate, Step
from bot.kit.invocation import Envelope
from bot.roles import Role

ROOT = Path(__file__).parent.parent.parent
POSTED = (Path(__file__).parent / "posted_routes.txt").read_text("utf-8").splitlines()
CALLER = Caller("console", "ana", "console")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    environ = {"CALLBOARD_STORE_URL": f"sqlite:///{tmp_path_factory.mktemp('routes')}/callboard.db"}
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(start(environ))


async def start(environ: dict[str, str]) -> App:
    app = await bootstrap(load_config(ROOT / "config.yaml", environ), environ)
    await app.close()
    return app


def read(line: str) -> tuple[str, str, Role, list[str]]:
    name, kind, role, options = (part.strip() for part in line.split("|"))
    return name, kind, Role[role.upper()], options.split()


def test_every_posted_id_keeps_its_meaning(app: App) -> None:
    for line in POSTED:
        check_meaning(app, line)


def check_meaning(app: App, line: str) -> None:
    name, kind, role, options = read(line)
    spec = app.registry.find_route(name)
    assert spec is not None
    assert (spec.kind, spec.role) == (kind, role)
    taken = [option.name for option in spec.options]
    assert taken[: len(options)] == [option.removesuffix("?") for option in options]
    needed = {option.name for option in spec.options if option.required}
    assert needed <= {option for option in options if not option.endswith("?")}


def test_every_posted_id_is_read_with_its_arguments(app: App) -> None:
    for line in POSTED:
        check_arguments(app, line)


def check_arguments(app: App, line: str) -> None:
    name, kind, role, options = read(line)
    args = {option.removesuffix("?"): f"a{place}" for place, option in enumerate(options)}
    door = app.dispatcher
    posted = door._sealer.encode(Route(name, tuple(args.values())), CALLER)
    meaning = door.read_tap(Envelope("r", 0, CALLER), posted)
    if kind == "action":
        assert isinstance(meaning, Step)
        assert meaning.args == args
        assert meaning.error is None
        return
    form = meaning.form if isinstance(meaning, Gate) else meaning
    assert isinstance(meaning, Gate) is (role > Role.VOLUNTEER)
    assert not isinstance(form, Step)
    values = {**{field.name: field.value for field in form.fields}, **form.hidden}
    assert {name: value for name, value in values.items() if value} == args
