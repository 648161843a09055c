"""A local Slack: workspaces, people and channels behind real sockets, for the real slack-bolt to talk to.

    slack = await SlackStandIn.start()
    team = slack.add_team("Valley Org")
    answer = await team.user("Ana").slash("log", "voicemail", channel=team.add_channel("general"))
    answer = await answer.click("Undo")
    assert slack.problems == []

The bot under test uses `slack.api_url`. It isn't patched.
"""

from ..clock import HandClock
from .answers import Answer, NoAnswer, Shown
from .delivery import NotAcknowledged, Retry
from .hub import Call
from .model import Channel, File, Message
from .people import Team, User
from .standin import SlackStandIn
from .views import View

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
