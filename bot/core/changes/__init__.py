"""Changes of campaigns in chat: what would change, and the second admin whom a change may need.

Start with `SecondPerson.put`.
"""
