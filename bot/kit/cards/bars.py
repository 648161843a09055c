"""Draws a progress bar in text, the same on every platform."""

from bot.kit.cards.reply import Progress


def draw_bar(progress: Progress, length: int) -> str:
    """A bar of ``length`` characters: never empty once something is done, never full before everything is."""
    full = min(length, max(progress.done * length // progress.goal, progress.done > 0))
    return "█" * full + "░" * (length - full)
