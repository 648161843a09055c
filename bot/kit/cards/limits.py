"""What is raised where a card or form is larger than some platform shows."""


class LimitError(ValueError):
    """A card or form is larger than some platform shows; the message names part, sizes and fix."""


def check_limit(part: str, size: int, limit: int, fix: str) -> None:
    """Raise LimitError when ``size`` is over ``limit``."""
    if size > limit:
        raise LimitError(f"{part}: {size:,} of {limit:,}; {fix}")
