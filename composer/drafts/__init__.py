"""Drafts: the one document in the middle, made by letters, edited by a person, read by checks and mail."""
