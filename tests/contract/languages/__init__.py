"""The languages of answers, and that nothing on a volunteer's screens is missing in theirs."""
