"""The reference captures, and what makes them: `make approve`."""
