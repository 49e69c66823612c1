"""What a trace tells of one Home Agent: who said what when, and what follows from it."""
