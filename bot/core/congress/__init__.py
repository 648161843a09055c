"""The public data on Congress: read from files, checked, stored, and replaced in one transaction.

A file that can't be trusted replaces nothing. A ZIP is looked up once to find a district, and is never stored.
Start reading at ``congress``, then ``edition``.
"""
