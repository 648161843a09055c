"""What Slack's error codes mean for a post. Pure.

https://docs.slack.dev/reference/methods/chat.postMessage#errors and the same of chat.update, conversations.info,
conversations.join and conversations.open. A code in none of the lists is `Refusal.OTHER`, and logged.
"""

from bot.adapters.slack.sending.web_api import Failure
from bot.errors import UserError
from bot.kit.cards.outbound import Later, Refusal, Refused, Unknown


def classify(failure: Failure) -> Refused | Later | Unknown:
    """What is known about a request that failed."""
    if not failure.certain:
        return Unknown()
    if failure.pause is not None:
        return Later(failure.pause)
    return Refused(find_refusal(failure.code), failure.needed)


def explain_unknown_rights(failure: Failure) -> UserError:
    """What to say where Slack doesn't say whether somebody administers their workspace, and whether waiting helps."""
    match find_refusal(failure.code):
        case Refusal.SCOPE:
            return UserError("slack.rights_no_scope", permission=failure.needed)
        case Refusal.EXPIRED | Refusal.REMOVED:
            return UserError("slack.rights_expired")
        case _:
            return UserError("slack.rights_unknown")


def find_refusal(code: str) -> Refusal:
    """What an error code means. An unlisted ``restricted_action`` is a limit that the workspace set."""
    if code.startswith("restricted_action"):
        return _REFUSALS.get(code, Refusal.LIMITED)
    return _REFUSALS.get(code, Refusal.OTHER)


# Every refusal with its codes, so that a refusal added without a row fails at import.
_CODES = {
    Refusal.HIDDEN: "channel_not_found is_inactive",
    Refusal.GONE: "message_not_found cant_update_message cant_delete_message file_not_found file_deleted",
    Refusal.OUTSIDE: "not_in_channel cannot_post_to_shared_channel",
    Refusal.FORBIDDEN: (
        "access_denied no_permission method_not_supported_for_channel_type "
        "channel_type_not_supported user_is_bot user_is_restricted user_is_ultra_restricted "
        "app_access_restricted"
    ),
    Refusal.SCOPE: "missing_scope invalid_scopes",
    Refusal.LIMITED: "restricted_action restricted_action_thread_locked",
    Refusal.READ_ONLY: "restricted_action_read_only_channel restricted_action_non_threadable_channel",
    Refusal.THREADS: "restricted_action_thread_only_channel",
    Refusal.NOT_GRANTED: "team_access_not_granted enterprise_is_restricted two_factor_setup_required",
    Refusal.ENCRYPTION: "ekm_access_denied",
    Refusal.MIGRATING: "org_login_required team_added_to_org",
    Refusal.NETWORK: "accesslimited",
    Refusal.TOO_LONG: "msg_too_long msg_blocks_too_long too_many_attachments too_many_contact_cards",
    Refusal.ARCHIVED: "is_archived",
    Refusal.REMOVED: "account_inactive team_not_found",
    Refusal.EXPIRED: "invalid_auth not_authed not_allowed_token_type token_expired token_revoked",
    Refusal.UNREACHABLE: (
        "cannot_dm_bot messages_tab_disabled user_disabled user_not_found user_not_visible users_not_found"
    ),
    Refusal.CLOSED: "edit_window_closed",  # a workspace's own rule
    Refusal.TOO_OLD: "",
    Refusal.OTHER: "",
}
_REFUSALS = {code: refusal for refusal in Refusal for code in _CODES[refusal].split()}
