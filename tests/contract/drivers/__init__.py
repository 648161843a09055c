"""Each platform's own driver: how its people type, tap, fill in and read."""
