"""Briefs: all that a letter may say to one person, as values with their reasons. Pure; it knows no letter."""
