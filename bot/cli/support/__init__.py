"""What commands share, and the work behind those without a room. Only a command that needs a module imports it.

``options`` and ``streams`` are light and shared by all.
"""
