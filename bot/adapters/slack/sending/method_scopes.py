"""Which scope each method of Slack's Web API needs that the adapter calls, in the words of the app's settings.

Slack's own ``needed`` names every scope that would do, also those that Callboard never asks for. A method without a
scope needs none. Each method's page says so: https://docs.slack.dev/reference/methods
"""

LOOK, JOIN = "channels:read, groups:read", "channels:join"  # private channels have their own scope for reading
_WRITE, _FILES = "chat:write", "files:write"

SCOPES = {
    "auth.test": "",
    "apps.connections.open": "connections:write",  # of the app-level token
    "chat.delete": _WRITE,
    "chat.postEphemeral": _WRITE,
    "chat.postMessage": _WRITE,
    "chat.update": _WRITE,
    "conversations.info": LOOK,
    "conversations.join": JOIN,
    "conversations.open": "im:write",
    "files.completeUploadExternal": _FILES,
    "files.delete": _FILES,
    "files.getUploadURLExternal": _FILES,
    "oauth.v2.access": "",
    "users.conversations": LOOK,
    "users.info": "users:read",
    "views.open": "files:read",  # only for a window that takes a file; others need none
    "views.publish": "",
    "views.update": "",
}


def find_scope(method: str, needed: str) -> str:
    """The scope to ask for after Slack refused a method; what Slack says for one that isn't listed."""
    return SCOPES.get(method) or needed
