"""The commands of `outreach contacts`."""

# In the order in which somebody meets them; each lives in `contacts_NAME.py`.
COMMANDS = {
    "list": "Show everyone, or pick people out.",
    "show": "Show one person with all that is known.",
    "add": "Add somebody.",
    "edit": "Open one record in your editor.",
    "move": "Somebody works at another place now.",
    "retire": "Somebody has retired, or is gone.",
    "stop": "Somebody asked to be left alone.",
    "merge": "Make one record of two of the same person.",
    "duplicates": "Say who may be here twice.",
    "export": "Write everybody into a file for another program.",
    "split": "Give everyone a file of their own.",
    "join": "Bring everyone into one file again.",
    "undo": "Take the last change of the records back.",
}
