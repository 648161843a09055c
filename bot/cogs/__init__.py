"""What people type and tap: one feature a file. A cog reads intent, asks core, and answers with a card."""
