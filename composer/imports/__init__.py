"""From an address book's entries to records: put right, compared with those that are there, and planned."""
