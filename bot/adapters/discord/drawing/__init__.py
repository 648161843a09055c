"""Cards, forms and commands as Discord wants them: pure functions."""
