"""The parts of the coalition: orgs, chapters, spaces, channels and roles.

An org or chapter outside a person's reach does not exist for that person.
Start with ``coalition``, then ``org_directory``.
"""
