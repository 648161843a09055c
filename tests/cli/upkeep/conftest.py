"""A folder to run commands on."""

import shutil
from pathlib import Path

import pytest

from tests.cli.upkeep.commands import ROOT


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with its own config, the shipped campaigns, and an admin named Ana."""
    shutil.copytree(ROOT / "campaigns", tmp_path / "campaigns")
    (tmp_path / "config.yaml").write_text("coalition: {name: Valley, admins: [console:ana]}\n")
    return tmp_path
