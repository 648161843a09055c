"""The work behind the commands. Only the command that needs a module here imports it.

``options`` and ``streams`` are light and shared by all.
"""
