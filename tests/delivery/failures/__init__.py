"""What goes wrong on the way: processes that are killed, damaged rows, a Discord that fails."""
