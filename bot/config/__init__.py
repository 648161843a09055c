"""Reads what an admin writes: settings, tokens and YAML files, with the place of every problem.

Every key has a default, and an unknown key is an error. Start reading at ``settings``.
"""
