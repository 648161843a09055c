"""What only one platform has, or what each shows in a way of its own."""
