"""Parses campaign files: YAML in, and out come frozen records or every problem with its line.

Every text has a version for each language, and always one in English. Scripts have blanks from a fixed list.
Start reading at ``campaign_file``, then ``campaign_shape``.
"""
