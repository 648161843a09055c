"""The Caddyfile: Slack's paths and no other reach Callboard."""

import re
from pathlib import Path

from bot.adapters.slack.manifest import INSTALL, PATH, REDIRECT
from bot.config.settings import SlackConfig

CADDYFILE = (Path(__file__).parents[2] / "deploy" / "Caddyfile").read_text()


def test_only_what_slack_asks_for_is_passed_on() -> None:
    passed = re.findall(r"^\t@slack path (.*)$", CADDYFILE, re.MULTILINE)
    assert [line.split() for line in passed] == [[PATH, INSTALL, REDIRECT]]
    slack = SlackConfig()
    assert re.findall(r"reverse_proxy (.*)", CADDYFILE) == [f"@slack {slack.host}:{slack.port}"]
    assert "\trespond 404\n" in CADDYFILE
