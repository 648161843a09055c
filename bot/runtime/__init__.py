"""What a process needs whatever it does: its log, loops that survive errors, and words for an unreachable network.

No module here knows another room of the house.
"""
