"""The judge: pure functions from a trace to verdicts, one for each claim."""
