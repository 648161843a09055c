"""Who sees which numbers: boards, and coordinators' reports."""
