"""One function for each claim: from a history to findings."""
