"""Preview: the drafts in a browser on this computer, as their readers will see them.

A person chooses between two texts here; everything else is for reading.
"""
