"""What `congress` and `states` do: load the data on Congress and state legislatures, and say how they are."""
