"""What the protocol says, free of octets: messages, Identifications, durations."""
