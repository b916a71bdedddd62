"""Planning: who may be written to, and which letter fits. Decisions only: it reads values and the day, nothing else."""
