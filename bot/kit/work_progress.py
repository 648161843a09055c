"""How far slow work is, from the cog that does it to the adapter that shows it."""

from bot.kit.cards.markup import Markup


class WorkProgress:
    """The newest sentence about how far one request's work is. An adapter takes it when it next shows something.

    So work may report as often as it likes: it never waits, and what nobody took yet is replaced.
    """

    def __init__(self) -> None:
        self._newest: Markup | None = None

    def report(self, sentence: Markup) -> None:
        """Say how far the work is, in the language of its answer."""
        self._newest = sentence

    def take(self) -> Markup | None:
        """The newest sentence, once; None if nothing was reported since."""
        newest, self._newest = self._newest, None
        return newest
