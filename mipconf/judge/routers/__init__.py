"""Routers of HSRP and VRRP whose configuration nobody knows: what they say, and how they do.

A Home Agent under test is judged by what it was configured with. Of a stranger's router only its
messages tell: in which group it is, by which timers, and with which authentication. It is held to
what those promise by RFC 2281, 3768, 5798 and 9568, and to nothing else.
"""
