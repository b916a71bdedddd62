"""The app: reading, changing, approving and handing over letters in the browser on this computer.

Each screen parses, calls a use case of the workspace, and shows; it decides nothing itself.
"""
