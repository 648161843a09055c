"""What people keep here about themselves: their data, their place, their reminders."""
