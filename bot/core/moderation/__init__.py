"""What coordinators set right: calls voided, people suspended, names hidden. Each step is in the audit trail.

A correction subtracts everywhere at once, in one transaction, and is shown before it is done.
Start reading at ``moderation``.
"""
