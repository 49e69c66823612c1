"""The reference Home Agent: pure state machines, and the program around them."""
