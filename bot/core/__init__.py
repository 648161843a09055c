"""What is true: one noun a file, with its rules as plain functions and its SQL in one transaction."""
