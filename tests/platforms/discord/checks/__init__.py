"""What Discord refuses: its limits, its API description, and how it says what is wrong."""
