"""The campaigns of this deployment, and whether each takes calls.

A call keeps the version of the campaign it was made with. What is decided by command outlives a restart.
Start reading at ``campaigns``, then ``lifecycle``.
"""
