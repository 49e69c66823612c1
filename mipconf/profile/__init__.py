"""What a user tells of their Home Agent, and the document that it is started with."""
