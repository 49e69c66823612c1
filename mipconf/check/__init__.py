"""Judging captures, of a run or of anybody (`mipconf check`)."""
