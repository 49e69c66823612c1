"""The dissector inside Wireshark, made of the layers, and compared with Wireshark's own."""
