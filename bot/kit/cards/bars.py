"""Draws a progress bar in text, the same on every platform."""

from bot.kit.cards.reply import Progress


def draw_bar(progress: Progress, length: int) -> str:
    """A bar of ``length`` blocks. One that is only begun is shaded, so no bar is empty too late or full too early."""
    full, rest = divmod(min(progress.done, progress.goal) * length, progress.goal)
    begun = int(rest > 0)
    return "█" * full + "▒" * begun + "░" * (length - full - begun)
