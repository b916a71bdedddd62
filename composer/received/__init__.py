"""Received: messages that came or went, read for what they tell. It knows no contact, and keeps nothing."""
