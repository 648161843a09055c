"""The pages that people read, as text, and the app that they describe."""

import re
from pathlib import Path

from bot.app.app import App, bootstrap
from bot.config.settings import load_config

ROOT = Path(__file__).parents[2]
_TOP = ("README.md", "CONTRIBUTING.md", "SECURITY.md")
PAGES = (*(ROOT / name for name in _TOP), *sorted((ROOT / "docs").glob("*.md")))


def read_page(name: str) -> str:
    """The text of a page, by its path in the repository."""
    return (ROOT / name).read_text("utf-8")


def first_cells(page: str) -> list[str]:
    """The first cell of each row of a page's tables, without the head and the rule below it."""
    rows = re.findall(r"^\| (.*?) \|", page, re.MULTILINE)
    return [row for row in rows if not row.startswith("---")]


async def open_app(folder: Path) -> App:
    """An app with the shipped settings, already closed, for its declarations."""
    environ = {"CALLBOARD_STORE_URL": f"sqlite:///{folder}/callboard.db"}
    app = await bootstrap(load_config(ROOT / "config.yaml", environ), environ)
    await app.close()
    return app
