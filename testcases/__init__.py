"""The conformance cases: pytest modules, a family each.

A case is an `async def` of one argument, the lab. It drives the Home Agent under test and waits; it
asserts nothing, since the judge reads the trace that it leaves (`mipconf.judge`).
"""
