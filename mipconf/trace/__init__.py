"""What was seen: datagrams and remarks, where they were recorded, and where they are read."""
