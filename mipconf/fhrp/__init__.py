"""First-hop redundancy protocols as state machines without sockets or clock."""
