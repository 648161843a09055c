"""What reaches people without their asking: rows that are due, sent once, and marked when the platform confirmed it."""
