"""The programs that a measurement starts, each in its own process: Callboard, and the bare libraries."""
