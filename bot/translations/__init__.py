"""Sentences on their way to translators and back.

Start in `entries`: one entry is a sentence in the language it was written in, and in another. `files` writes and reads
them as PO, CSV and YAML. `checks` finds what a translation lost; it knows neither the app's catalogs nor campaigns.
"""
