VRRP: `hello Active` is a master's advertisement, with `resign` one of priority 0. The master down
interval is 541 ms, and a Backup is silent.

* a registration while another is master, and the takeover that shows that it was Backup
  = 3 PASS in Backup
  = 2 PASS registers while another HA is active
  : fhrp=vrrp
    0.00  HUT joins MN9/-20
    0.01  P > all    hello Active
    0.15  P > all    hello Active
    0.30  P > all    hello Active
    0.45  P > all    hello Active
  ! 0.50  MN1 > HUT  register
  ! 0.51  HUT > MN1  reply
  ! 0.52  HUT > all  update #1 MN1
    0.53  P > HUT    ack #1
    0.60  P > all    hello Active
    0.75  P > all    hello Active
    1.30  HUT > all  hello Active
    1.40  P asks #7 MN1 MN9/-20

* a registration in Backup that the group is not told of
  = 3 FAIL in Backup
  : fhrp=vrrp
    0.00  HUT joins MN9/-20
    0.01  P > all    hello Active
    0.15  P > all    hello Active
    0.30  P > all    hello Active
    0.45  P > all    hello Active
  ! 0.50  MN1 > HUT  register
  ! 0.51  HUT > MN1  reply
    0.60  P > all    hello Active
    0.75  P > all    hello Active
    1.30  HUT > all  hello Active

* nobody knows that it was Backup: it does not take over
  = 3 INCONCLUSIVE in Backup
  : fhrp=vrrp
    0.00  HUT joins MN9/-20
    0.01  P > all    hello Active
    0.30  P > all    hello Active
    0.45  P > all    hello Active
    0.50  MN1 registers #1
    0.60  P > all    hello Active

* it spoke within two hello times, and so was no Backup
  = 3 NONE
  : fhrp=vrrp
    0.00  HUT joins MN9/-20
    0.01  P > all    hello Active
    0.30  P > all    hello Active
    0.35  HUT > all  hello Active
    0.45  P > all    hello Active
    0.50  MN1 registers #1
    0.55  P > all    hello Active
    1.30  HUT > all  hello Active

* a master that resigned is no master
  = 2,3 NONE
  : fhrp=vrrp
    0.00  HUT joins MN9/-20
    0.01  P > all    hello Active
    0.30  P > all    hello Active
    0.45  P > all    hello Active resign
    0.50  MN1 registers #1
    0.60  HUT > all  hello Active

* a master of another virtual router is none of this one
  = 2,3 NONE
  : fhrp=vrrp
    0.00  HUT joins MN9/-20
    0.01  P > all    hello Active group=8
    0.30  P > all    hello Active group=8
    0.45  P > all    hello Active group=8
    0.50  MN1 registers #1
    1.30  HUT > all  hello Active

* a silent P tells, while Q is master
  = 34 PASS
  = 35 NONE
  : fhrp=vrrp peers=PQ
    0.00  HUT joins MN9/-20
    0.10  Q > all    hello Active
    0.20  P tells #5 MN2/-5
    0.30  Q > all    hello Active
    0.40  P asks #7 MN2/-5 MN9/-20

* the master tells
  = 35 PASS
  = 34 NONE
  : fhrp=vrrp peers=PQ
    0.00  HUT joins MN9/-20
    0.10  Q > all    hello Active
    0.20  Q tells #5 MN2/-5
    0.30  Q > all    hello Active
    0.40  P asks #7 MN2/-5 MN9/-20

* P was master, and is silent since another is
  = 34 PASS
  = 35 NONE
  : fhrp=vrrp peers=PQ
    0.00  HUT joins MN9/-20
    0.10  P > all    hello Active
    0.50  Q > all    hello Active
    0.70  P tells #5 MN2/-5
    0.80  Q > all    hello Active
    0.90  P asks #7 MN2/-5 MN9/-20

* nobody is master: P's silence tells nothing
  = 34,35 NONE
  : fhrp=vrrp
    0.00  HUT joins MN9/-20
    0.20  P tells #5 MN2/-5
    0.40  P asks #7 MN2/-5 MN9/-20
