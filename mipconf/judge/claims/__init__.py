"""One function a claim: from the record of a trace to findings, in the order of the claims."""
