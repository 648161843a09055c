"""Compares Callboard's cost with the simplest program that does the same, in one run on one machine.

`python -m bench` runs every measurement and prints a table with the bars to reach; `python -m bench logs`
runs one. Nothing here is asserted in tests: a ratio is true only on its machine.
"""
