"""Cards and forms as Block Kit: pure functions."""
