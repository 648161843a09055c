"""Words that people type in their own language: words of closed sets, numbers, times, schedules and places."""
