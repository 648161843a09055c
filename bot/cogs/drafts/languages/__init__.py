"""A draft's texts in other languages: how far they have come, their forms, and files for translators."""
