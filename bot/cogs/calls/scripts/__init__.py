"""`/script` and its preview: whom to call, what to say in which language, what to answer, and why people call."""
