"""Forms: when they open, what they keep, and what they offer."""
