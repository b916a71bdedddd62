"""Outputs: one module a destination."""
