"""Preview: the drafts in a browser on this computer, as their readers will see them. It changes nothing."""
