"""How a message leaves: one folder a sender, each with `sender.py` that holds `SENDER` (see `haat.messages.sender`)."""
