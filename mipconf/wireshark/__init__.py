"""Our layers in Wireshark: the Lua dissector, what goes with it, and a comparison with tshark."""
