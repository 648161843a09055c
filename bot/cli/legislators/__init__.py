"""`congress` and `states`: load the data on Congress and state legislatures, and say how they are."""
