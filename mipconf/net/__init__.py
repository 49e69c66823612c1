"""Networks that carry datagrams between the suite and a Home Agent: real and simulated."""
