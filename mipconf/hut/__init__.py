"""Drivers: how a Home Agent under test is started, stopped and reached."""
