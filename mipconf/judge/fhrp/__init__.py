"""The messages of the FHRP in a trace: who was active, and whether they are well-formed."""
