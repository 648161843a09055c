"""Orgs, chapters, spaces, channels and roles: what the coalition is made of, as each person may see it.

An org or chapter outside somebody's reach is answered like one that doesn't exist.
Start reading at ``coalition``, then ``org_directory``.
"""
