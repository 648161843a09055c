"""The part of the home card about work that waits for a captain or coordinator: counts, and buttons to it."""

from bot.core.alerts.waiting_work import WaitingWork
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button
from bot.kit.i18n import Words


def draw_waiting_lines(words: Words, work: WaitingWork) -> Markup:
    """A line for each kind of waiting work, with its count. Empty if nothing waits."""
    lines = [words.m(f"home.waiting.{name}", count=count) for name, count in _list_counts(work) if count]
    if not lines:
        return Markup()
    return join(words.m("home.waiting.head"), *(Markup(f"- {line}") for line in lines), between="\n")


def draw_waiting_buttons(words: Words, work: WaitingWork) -> tuple[Button, ...]:
    """A button to each kind of waiting work. For several alerts, it leads to the newest."""
    routes = {
        "changes": ("change.list", {}),
        "approve": ("alert.show", {"alert": work.approve.newest}),
        "held": ("alert.show", {"alert": work.held.newest}),
        "failed": ("alert.show", {"alert": work.failed.newest}),
        "drafts": ("alert.page", {}),
        "names": ("name.page", {}),
        "postcards": ("postcards.review", {}),
    }
    return tuple(
        Button(words.t(f"home.waiting.button.{name}", count=count), *routes[name])
        for name, count in _list_counts(work)
        if count
    )


def _list_counts(work: WaitingWork) -> tuple[tuple[str, int], ...]:
    return (
        ("changes", work.changes),
        ("approve", work.approve.count),
        ("held", work.held.count),
        ("failed", work.failed.count),
        ("drafts", work.drafts),
        ("names", work.names),
        ("postcards", work.postcards),
    )
