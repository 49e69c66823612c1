Claims 2, 3, 5, 27 to 29, 34 and 35: the same duties in each state of the FHRP.

* a registration at its own address while another is active
  = 2 PASS registers while another HA is active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.50  MN1 registers #1

* a registration at its own address while another is active, and nobody is told
  = 2 FAIL registers while another HA is active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    2.50  MN1 > HUT register
    2.51  HUT > MN1 reply

* a registration at the virtual IP address is another affair
  = 2 NONE
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    2.50  MN1 > VIP register

* it is active itself, beside another
  = 2 NONE
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.00  HUT hellos until=end Active
    2.50  MN1 registers #1

* in Standby by its own word
  = 2,3 PASS
  = 3 PASS in Standby
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.00  HUT hellos until=end Standby
  ! 2.50  MN1 > HUT register
  ! 2.51  HUT > MN1 reply
  ! 2.52  HUT > all update #1 MN1
    2.53  P > HUT   ack #1
    3.00  P asks #7 MN1 MN9/-20,left=597

* in Standby, and the group is not told
  = 3 FAIL in Standby
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.00  HUT hellos until=end Standby
  ! 2.50  MN1 > HUT register
  ! 2.51  HUT > MN1 reply

* in Standby, and not shown
  = 3 FAIL shown
  = 2 FAIL shown
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.00  HUT hellos until=end Standby
    2.50  MN1 registers #1
    3.00  P asks #7 MN9/-20,left=597

* on its way from Speak to Standby
  = 3 NONE
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.00  HUT hellos until=2.40 Speak
    2.50  HUT > all hello Speak
    2.51  MN1 registers #1
    2.60  HUT hellos until=end Standby

* in Listen, as the takeover shows
  = 3 PASS in Listen
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=3.0 Active
    0.02  Q hellos until=3.0 Standby
    2.50  MN1 registers #1
    4.00  HUT hellos until=end Active

* in Listen, as the resign of the others shows
  = 3 PASS in Listen
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=3.0 Active
    0.02  Q hellos until=3.0 Standby
    2.50  MN1 registers #1
    3.01  P > all hello Active resign
    3.02  Q > all hello Standby resign
    3.10  HUT hellos until=end Active

* in Listen, and the group is not told
  = 3 FAIL in Listen
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=3.9 Active
    0.02  Q hellos until=3.9 Standby
    2.50  MN1 > HUT register
    2.51  HUT > MN1 reply
    5.00  HUT hellos until=end Active

* perhaps in Listen: it never takes over
  = 3 INCONCLUSIVE in Listen
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=3.0 Active
    0.02  Q hellos until=3.0 Standby
    2.50  MN1 registers #1

* in Learn, as what it does when it learns the address shows
  = 3 PASS in Learn
  : fhrp=hsrp learns=yes
    0.00  HUT joins MN9/-20
    2.50  MN1 registers #1
    4.00  P hellos until=5.0 Active
    6.00  HUT hellos until=end Active

* in Learn, and the group is not told
  = 3 FAIL in Learn
  : fhrp=hsrp learns=yes
    0.00  HUT joins MN9/-20
    2.50  MN1 > HUT register
    2.51  HUT > MN1 reply
    4.00  P hellos until=5.0 Active
    6.00  HUT hellos until=end Active

* it spoke before it learned
  = 3 NONE
  : fhrp=hsrp learns=yes
    0.00  HUT joins MN9/-20
    1.00  HUT > all hello Speak
    2.50  MN1 registers #1
    4.00  P hellos until=5.0 Active
    6.00  HUT hellos until=end Active

* beside a better HA for long
  = 5 PASS registers when a better HA has been active for long
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    2.50  MN1 registers #1
    3.00  P asks #7 MN1 MN9/-20,left=597

* beside a better HA for long, and not told
  = 5 FAIL registers when a better HA has been active for long
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    2.50  MN1 > HUT register
    2.51  HUT > MN1 reply

* beside a better HA for long it becomes active
  = 5 FAIL registers when a better HA has been active for long
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.00  HUT hellos until=2.0 Standby
    2.50  MN1 registers #1
    2.60  HUT hellos until=end Active

* beside a better HA for long it becomes active: on a slow host that proves nothing
  = 5 INCONCLUSIVE registers when a better HA has been active for long
  : fhrp=hsrp latency=400
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.00  HUT hellos until=2.0 Standby
    2.50  MN1 registers #1
    2.60  HUT hellos until=end Active

* beside a better HA for long it always was active, which is the affair of claim 24
  = 5 PASS registers when a better HA has been active for long
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.30  HUT hellos until=end Active
    0.31  P hellos until=end Active
    2.50  MN1 registers #1

* beside a worse HA for long
  = 5 NONE
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active worse
    2.50  MN1 registers #1

* it joins beside an active one
  = 27 PASS requests the table
  = 28 PASS requests the table
  = 27 PASS is not active before it is initialized
  : fhrp=hsrp
    0.00  P hellos until=end Active
    0.20  -- hut-starting
    0.21  -- hut-ready
    0.50  HUT > all ask #900
    0.60  P > HUT   part 1/1 #800 ask=900 list=P MN9/-20
    0.61  HUT > P   took #800
    3.00  P asks #7 MN9/-20,left=597

* it joins beside an active one and is active itself at once
  = 27 FAIL is not active before it is initialized
  : fhrp=hsrp
    0.00  P hellos until=end Active
    0.20  -- hut-starting
    0.21  -- hut-ready
  ! 0.30  HUT > all ask #900
  ! 0.32  HUT > all hello Active
    0.40  P > HUT   part 1/1 #800 ask=900 list=P MN9/-20
    0.41  HUT > P   took #800

* it starts beside an active one and asks nobody
  = 27 FAIL requests the table
  = 28 FAIL requests the table
  : fhrp=hsrp
    0.055 P hellos until=end Active
    0.20  -- hut-starting
    0.21  -- hut-ready

* it starts beside one whom it knows by its hello alone, and asks nobody
  = 27 FAIL requests the table
  : fhrp=hsrp peers=-
    0.00  P hellos until=end Active
    0.20  -- hut-starting
    0.21  -- hut-ready

* it asks the active one alone
  = 27 FAIL requests the table
  : fhrp=hsrp
    0.00  P hellos until=end Active
    0.20  -- hut-starting
    0.21  -- hut-ready
    0.30  HUT > P   ask #900
    0.40  P > HUT   part 1/1 #800 ask=900 list=P MN9/-20
    0.41  HUT > P   took #800

* it joins beside an active one, and does not show what it was told
  = 27 FAIL shown
  = 28 FAIL shown
  : fhrp=hsrp
    0.00  P hellos until=end Active
    0.20  -- hut-starting
    0.21  -- hut-ready
    0.50  HUT > all ask #900
    0.60  P > HUT   part 1/1 #800 ask=900 list=P MN9/-20
    0.61  HUT > P   took #800
    3.00  P asks #7

* told to resynchronise in Standby, it asks
  = 29 PASS in Standby
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.00  HUT hellos until=end Standby
    4.00  -- hut-resynchronise
    4.01  HUT > all ask #901
  ! 4.02  P > HUT   part 1/1 #801 ask=901 MN9/-20,left=596
  ! 4.03  HUT > P   took #801
    5.00  P asks #7 MN9/-20,left=595

* told to resynchronise in Standby, it does not ask
  = 29 FAIL in Standby
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.00  HUT hellos until=end Standby
    4.00  -- hut-resynchronise

* told to resynchronise in Standby, it asks one alone
  = 29 FAIL in Standby
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.00  HUT hellos until=end Standby
    4.00  -- hut-resynchronise
    4.01  HUT > P   ask #901
    4.02  P > HUT   part 1/1 #801 ask=901 MN9/-20,left=596
    4.03  HUT > P   took #801

* told to resynchronise in Standby, it does not acknowledge what it gets
  = 29 FAIL in Standby
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.00  HUT hellos until=end Standby
    4.00  -- hut-resynchronise
    4.01  HUT > all ask #901
    4.02  P > HUT   part 1/1 #801 ask=901 MN9/-20,left=596

* told to resynchronise, its request may have been lost
  = 29 INCONCLUSIVE in Standby
  : fhrp=hsrp lossy=yes
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.00  HUT hellos until=end Standby
    4.00  -- hut-resynchronise

* told to resynchronise perhaps in Listen, it does not ask
  = 29 INCONCLUSIVE in Listen
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=6.0 Active
    0.02  Q hellos until=6.0 Standby
    4.00  -- hut-resynchronise

* told to resynchronise in Listen, it asks
  = 29 PASS in Listen
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=6.0 Active
    0.02  Q hellos until=6.0 Standby
    4.00  -- hut-resynchronise
    4.01  HUT > all ask #901
    4.02  P > HUT   part 1/1 #801 ask=901 MN9/-20,left=596
    4.03  HUT > P   took #801
    7.00  HUT hellos until=end Active

* an active and a passive one tell
  = 34,35 PASS
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    0.02  Q hellos until=end Standby
    2.00  P tells #5 MN1/-5
    2.10  Q tells #6 MN2/-5
    3.00  P asks #7 MN1/-5,left=599 MN2/-5,left=599 MN9/-20,left=597

* what the passive one told is not shown
  = 34 FAIL
  = 35 PASS
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    0.02  Q hellos until=end Standby
    2.00  P tells #5 MN1/-5
    2.10  Q tells #6 MN2/-5
    3.00  P asks #7 MN1/-5,left=599 MN9/-20,left=597

* what the active one told is not shown
  = 34 PASS
  = 35 FAIL
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    0.02  Q hellos until=end Speak
    2.00  P tells #5 MN1/-5
    2.10  Q tells #6 MN2/-5
    3.00  P asks #7 MN2/-5,left=599 MN9/-20,left=597

* who is silent beside a master is a Backup
  = 34,35 PASS
  : fhrp=vrrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Master
    2.00  P tells #5 MN1/-5
    2.10  Q tells #6 MN2/-5
    3.00  P asks #7 MN1/-5,left=599 MN2/-5,left=599 MN9/-20,left=597

* states that a protocol does not have
  = 3 PASS in Backup
  : fhrp=vrrp version=3
    0.00  HUT joins MN9/-20
    0.01  P hellos until=3.0 Master
    2.50  MN1 registers #1
    4.00  HUT hellos until=end Master

* without an FHRP there are no states
  = 2,3,5,27,28,29,34,35 NOT_APPLICABLE
    0.00  HUT joins MN9/-20

* perhaps in Listen, and later surely in Standby, where the group is not told
  = 3 FAIL in Standby
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    0.02  Q hellos until=1.60 Standby
    1.50  MN1 registers #1
    1.90  HUT hellos until=end Standby
    2.50  MN2 > HUT  register
    2.51  HUT > MN2  reply

* told to resynchronise perhaps in Listen, it asks; then in Standby it asks one alone
  = 29 FAIL in Standby
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    0.02  Q hellos until=1.60 Standby
    1.50  -- hut-resynchronise
    1.51  HUT > all  ask #901
    1.52  P > HUT    part 1/1 #801 ask=901 MN9/-20,left=596
    1.53  HUT > P    took #801
    1.90  HUT hellos until=end Standby
    4.00  -- hut-resynchronise
    4.01  HUT > P    ask #902
    4.02  P > HUT    part 1/1 #802 ask=902 MN9/-20,left=596
    4.03  HUT > P    took #802

* it becomes active at the moment when a better HA has been there for long
  = 5 FAIL registers when a better HA has been active for long
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.00  HUT > all  hello Standby
    1.51  HUT > all  hello Active
    2.00  MN1 registers #1

* it becomes active when the time of an answer ends
  = 5 FAIL registers when a better HA has been active for long
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    2.00  MN1 registers #1
    3.00  HUT > all  hello Active

* told to resynchronise in Standby, it asks at once
  = 29 PASS in Standby
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.00  HUT hellos until=end Standby
    4.00  -- hut-resynchronise
    4.00  HUT > all  ask #901
    4.02  P > HUT    part 1/1 #801 ask=901 MN9/-20,left=596
    4.03  HUT > P    took #801

* told to resynchronise in Standby, it asks just in time
  = 29 PASS in Standby
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.00  HUT hellos until=end Standby
    4.00  -- hut-resynchronise
    5.00  HUT > all  ask #901
    5.02  P > HUT    part 1/1 #801 ask=901 MN9/-20,left=595
    5.03  HUT > P    took #801

* it joins beside an active one, and the case is over when its table is complete
  = 27 PASS requests the table
  : fhrp=hsrp
    0.00  P hellos until=0.6 Active
    0.20  -- hut-starting
    0.21  -- hut-ready
    0.50  HUT > all  ask #900
    0.60  P > HUT    part 1/1 #800 ask=900 list=P MN9/-20
    0.60  -- case-ended

* it is active at the moment of its start
  = 27 FAIL is not active before it is initialized
  : fhrp=hsrp
    0.00  P hellos until=end Active
    0.20  -- hut-starting
    0.20  HUT > all  hello Active
    0.21  -- hut-ready
    0.50  HUT > all  ask #900
    0.60  P > HUT    part 1/1 #800 ask=900 list=P MN9/-20
    0.61  HUT > P    took #800

* perhaps in Listen at first, and surely in Standby later
  = 3 INCONCLUSIVE in Listen
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=8.0 Active
    0.02  Q hellos until=3.0 Standby
    2.50  MN1 registers #1
    4.00  HUT hellos until=8.0 Standby
    5.00  MN2 > HUT  register
    5.01  HUT > MN2  reply
    5.02  HUT > all  update #2 MN2
    5.03  P > HUT    ack #2

* it resynchronises perhaps in Listen at first, and surely in Standby later
  = 29 INCONCLUSIVE in Listen
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=8.0 Active
    0.02  Q hellos until=3.0 Standby
    2.50  -- hut-resynchronise
    2.51  HUT > all  ask #901
    2.52  P > HUT   part 1/1 #801 ask=901 MN9/-20,left=597
    2.53  HUT > P   took #801
    4.00  HUT hellos until=8.0 Standby
    5.00  -- hut-resynchronise
    5.01  HUT > all  ask #902
    5.02  P > HUT   part 1/1 #802 ask=902 MN9/-20,left=595
    5.03  HUT > P   took #802

* beside a better HA that was there for long before the HUT started
  = 5 NONE
  : fhrp=hsrp
    -3.00  P hellos until=end Active
    0.00   HUT joins MN9/-20
    1.00   MN1 registers #1

* beside a better HA for long, a registration before the HUT started that it takes
  = 5 PASS registers when a better HA has been active for long
  : fhrp=hsrp
    -3.00  P hellos until=end Active
    0.40   MN1 > HUT  register
    0.50   -- hut-starting
    0.51   -- hut-ready
    0.60   HUT > MN1  reply
    0.61   HUT > all  update #1 MN1
    0.62   P > HUT    ack #1

* beside a better HA for just as long as it need not be
  = 5 NONE
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Active
    1.51  MN1 registers #1

* at the last word of a better HA that was there for long
  = 5 PASS registers when a better HA has been active for long
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=3.01 Active
    3.01  MN1 registers #1

* beside a better HA that is there for the second time
  = 5 PASS registers when a better HA has been active for long
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=1.0 Active
    4.00  P hellos until=end Active
    6.00  MN1 registers #1
