"""Where an alert is posted and when, and what its card shows there."""
