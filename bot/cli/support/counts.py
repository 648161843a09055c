"""Numbers of things, as the command line's English sentences say them."""


def write_count(number: int, thing: str) -> str:
    """A number with its thing: "1 state", "2,000 states", "3 ZIP entries"."""
    if number == 1:
        return f"1 {thing}"
    return f"{number:,} {thing[:-1]}ies" if thing.endswith("ry") else f"{number:,} {thing}s"
