"""The app: what is built from a config, and how it finds keys, identifies callers and draws unasked cards."""
