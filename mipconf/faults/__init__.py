"""Faulty Home Agents: the reference one with one mistake each, which the suite must catch."""
