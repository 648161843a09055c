"""Stand-ins of Discord and Slack that are light enough for a crowd.

They speak the same protocols as the platforms over real sockets, and keep nothing but what a crowd needs. Whether what
the bot sends is within the platforms' rules is checked by the tests' stand-ins, which cost more than the bot itself.
"""
