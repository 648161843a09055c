"""What isn't Python and belongs to the program is installed with it."""

import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def test_every_file_of_the_package_is_installed() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    patterns = settings["tool"]["setuptools"]["package-data"]["bot"]
    installed = {path for pattern in patterns for path in (PROJECT / "bot").glob(pattern)}
    files = {path for path in (PROJECT / "bot").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {path for path in files if path.suffix != ".py"} - installed == set()
