"""A local Slack: workspaces, people and channels behind real sockets, for the real slack-bolt to talk to.

    slack = await SlackStandIn.start()
    team = slack.add_team("Valley Org")
    answer = await team.user("Ana").slash("log", "voicemail", channel=team.add_channel("general"))
    answer = await answer.click("Undo")
    assert slack.problems == []

The bot under test uses `slack.api_url`. It isn't patched.
"""

from tests.platforms.clock import HandClock
from tests.platforms.slack.answers import Answer, NoAnswer, Shown
from tests.platforms.slack.hub import Call
from tests.platforms.slack.model import Channel, File, Message
from tests.platforms.slack.people import Team, User
from tests.platforms.slack.standin import SlackStandIn
from tests.platforms.slack.transports.delivery import NotAcknowledged, Retry
from tests.platforms.slack.views import View

__all__ = [
    "Answer",
    "Call",
    "Channel",
    "File",
    "HandClock",
    "Message",
    "NoAnswer",
    "NotAcknowledged",
    "Retry",
    "Shown",
    "SlackStandIn",
    "Team",
    "User",
    "View",
]
