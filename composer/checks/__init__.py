"""Checks: what must not go out.

A registry of rules with codes, one module a family; a rule sees values, never files.
"""
