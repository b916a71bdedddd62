"""Templating: the sandbox, the merge, what each piece of a merged text came from. It knows no contact."""
