"""The script, the log and its buttons: what somebody types and taps who calls."""
