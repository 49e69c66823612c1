"""Scapy layers for Mobile IP Home Agent redundancy.

`from mipconf.layers.all import *` loads all of them and binds them to their ports, as `scapy.all`
does for Scapy's own. Importing one module alone (`mipconf.layers.miphar`) binds nothing.
"""
