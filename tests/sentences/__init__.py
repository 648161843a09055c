"""Every sentence, in every language: that it exists, and what it says to whom."""
