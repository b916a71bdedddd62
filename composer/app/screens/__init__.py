"""One screen a file: its addresses, what its forms do, and what its pages show."""
