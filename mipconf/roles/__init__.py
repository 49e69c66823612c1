"""What the tester plays: mobile nodes, other Home Agents, routers of the group."""
