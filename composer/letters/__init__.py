"""Letters: choosing what to say to this one person, and saying it. It imports records and drafts, nothing above."""
