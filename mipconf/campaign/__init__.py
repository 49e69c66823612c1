"""A campaign: the selected cases, run against one Home Agent under test, and their verdicts."""
