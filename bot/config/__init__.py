"""Reads what an admin writes: settings, tokens and YAML files, with the place of every problem.

Every key has a default, and an unknown key is an error. Start reading at ``settings``.
"""

import os

# Pydantic would look through every installed package for plugins of its own, and there are none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
