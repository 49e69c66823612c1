"""What is asked of a Home Agent."""
