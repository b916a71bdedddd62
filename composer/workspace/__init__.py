"""A workspace: its snapshot, and what can be done with it, each use case a function over the snapshot."""
