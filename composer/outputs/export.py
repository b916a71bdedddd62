"""Handing over: what is ready becomes files in ``outbox/``, each with a reason where it does not."""
