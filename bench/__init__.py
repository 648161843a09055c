"""What Callboard costs beside the plainest thing that does the same, measured in one run on one machine.

`python -m bench` runs every measurement and prints a table with the bars to reach; `python -m bench logs`
runs one. Nothing here is asserted in tests: a ratio belongs to the machine that it was taken on.
"""
