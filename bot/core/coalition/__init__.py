"""Orgs, chapters, spaces, channels and roles: the parts of the coalition, as each person can see them.

An org or chapter outside a person's reach does not exist for that person.
Start with ``coalition``, then ``org_directory``.
"""
