"""What people or their platform say about them, where they live, and how many of each chapter live where."""
