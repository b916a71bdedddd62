"""What other programs keep of people, read as they write it; nothing here decides what becomes of it."""
