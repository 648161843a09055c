"""What Slack refuses: the shapes and limits of messages and views."""
