"""Records: who is written to, who writes, and what happened, read from the user's YAML.

The first room of the flow. It knows nothing of letters; it imports only `composer.errors` and `composer.files`.
"""
