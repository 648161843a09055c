"""What coordinators read: reports by day, office, chapter and district, what offices said, and coverage.

Reports read totals (`core.totals`), so they cost the same at any number of calls. Other orgs' small groups are folded.
Start reading at ``reports``.
"""
