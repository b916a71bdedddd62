"""Strict YAML: texts with places in, texts out. The only room that knows YAML; it knows nothing of what it reads."""
