"""Checks: what must not go out.

`engine/` is what every rule needs, `rules/` the rules themselves, one module a family; `registry` has them all by their
codes. A rule sees values, never files.
"""
