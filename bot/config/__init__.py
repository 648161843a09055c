"""What an admin writes: settings, tokens, and the reading of YAML with the place of every problem.

Every key has a default, and an unknown key is an error. Start reading at ``settings``.
"""
