"""Received: messages that came or went, read for what they tell. It knows no contact and no draft, and keeps nothing."""
