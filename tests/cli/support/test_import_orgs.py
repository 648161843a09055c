"""`callboard import orgs`: a preview first, nothing without a yes, and every problem before the database."""

from pathlib import Path

import pytest

from bot.app.app import bootstrap
from bot.cli.support.org_import import import_orgs
from bot.config.settings import load_config
from bot.core.base.audit.audit import Audit
from bot.core.times.clock import now
from bot.errors import ConfigError
from bot.roles import Reach, Role

FILE = "org,chapter\nOurs,Main\nTheirs,\n"


async def run_import(folder: Path, text: str, yes: bool) -> tuple[str, list[str], int]:
    """The answer, the previews, and the number of entries in the audit trail."""
    (folder / "config.yaml").write_text(f"campaigns: {folder / 'campaigns'}\n", "utf-8")
    (folder / "campaigns").mkdir(exist_ok=True)
    (folder / "orgs.csv").write_text(text, "utf-8")
    config, shown = load_config(folder / "config.yaml", {}), list[str]()

    def agreed(preview: str) -> bool:
        shown.append(preview)
        return yes

    answer = await import_orgs(config, {}, folder / "orgs.csv", agreed)
    app = await bootstrap(config, {})

    entries = await Audit(app.core.base.store, now).load_newest(Reach(Role.ADMIN))
    await app.close()
    return answer, shown, len(entries)


async def test_a_file_is_previewed_then_saved_then_known(tmp_path: Path) -> None:
    preview = "This adds:\n  + Ours\n  + Theirs\n  + Ours: Main"
    assert await run_import(tmp_path, FILE, yes=False) == ("Nothing was changed.", [preview], 0)
    assert await run_import(tmp_path, FILE, yes=True) == ("Saved.", [preview], 3)
    known = "All of it is there already. Nothing was changed."
    assert await run_import(tmp_path, FILE, yes=True) == (known, [], 3)


async def test_a_bad_row_saves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"orgs\.csv:3:1: a name has 2 to 60 characters"):
        await run_import(tmp_path, "org,chapter\nOurs,Main\nx,\n", yes=True)
