"""The campaigns of this deployment, and whether each takes calls.

A call is stored with the campaign's version at that time. Changes made by command survive a restart.
Start reading at ``campaigns``, then ``lifecycle``.
"""
