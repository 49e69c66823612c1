"""What was said on the Mobile IP port, for people and for programs: `mipconf decode`."""
