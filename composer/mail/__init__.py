"""Mail: from a draft to the bytes that leave. It knows nothing of contacts, letters or folders."""
