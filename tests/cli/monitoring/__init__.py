"""The port on which a process says how it is."""
