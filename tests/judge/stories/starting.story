Claims 9, 10, 13 and 32: what a HUT that starts must not do before its table is initialized. The
listen time is 600 ms, the reply timeout 300 ms, and a request is repeated three times.

* the last repeat is answered, and only then it accepts and is active
  = 9 PASS the last repeat is answered
  = 10 PASS the last repeat is answered
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    1.00  MN1 > HUT  register
    1.10  P > HUT    part 1/1 #800 ask=903 list=P
    1.11  HUT > P    took #800
    2.00  HUT hellos until=end Active
    2.10  MN1 registers #1

* no request is answered, and then it accepts and is active
  = 9 PASS no request is answered
  = 10 PASS no request is answered
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    1.00  MN1 > HUT  register
    2.00  HUT hellos until=end Active
    2.10  MN1 registers #1

* no request is answered, and it accepts before it gave up
  = 9 FAIL no request is answered
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
  ! 0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    1.00  MN1 > HUT  register
  ! 1.01  HUT > MN1  reply
    1.02  HUT > all  update #1 MN1

* it is active before it gave up
  = 10 FAIL no request is answered
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    1.00  HUT hellos until=end Active

* it answers at the virtual IP address before it gave up
  = 9,10 FAIL no request is answered
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    1.00  MN1 > VIP  register
    1.01  VIP > MN1  reply

* it accepts before it asked for the table
  = 9 FAIL
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.10  MN1 > HUT  register
  ! 0.11  HUT > MN1  reply
  ! 0.52  HUT > all  ask #900

* it accepts and never asks for the table
  = 9 FAIL
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.10  MN1 > HUT  register
  ! 0.11  HUT > MN1  reply

* it refuses and never accepts, not even later
  = 9,10 INCONCLUSIVE no request is answered
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    1.00  MN1 > HUT  register

* every member has refused to tell, and it accepts
  = 9 NONE
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.10  P > HUT    part 1/1 #800 ask=900 code=1
    0.11  HUT > P    took #800
    0.20  MN1 registers #1

* one of two members has refused to tell, and it accepts
  = 9 FAIL no request is answered
  : fhrp=hsrp hold_ms=300 peers=P-Q
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.10  P > HUT    part 1/1 #800 ask=900 code=1
    0.11  HUT > P    took #800
    0.20  MN1 > HUT  register
    0.21  HUT > MN1  reply
    0.32  HUT > all  ask #901

* a part that comes in time prolongs its waiting
  = 9 FAIL
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    1.10  P > HUT    part 1/2 #800 ask=903 list=P
    1.11  HUT > P    took #800
    1.30  MN1 > HUT  register
    1.31  HUT > MN1  reply

* without an FHRP the answer at the virtual IP address tells
  = 10 PASS no request is answered
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    1.00  MN1 > HUT  register
    2.00  MN1 > VIP  register
    2.01  VIP > MN1  reply
    2.02  HUT > all  update #1 MN1
    2.03  P > HUT    ack #1

* without an FHRP an early answer at the virtual IP address tells, too
  = 10 FAIL no request is answered
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    1.00  MN1 > VIP  register
    1.01  VIP > MN1  reply

* an answer at the virtual IP address is that of another, who is active
  = 9,10 NONE
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  P hellos until=end Active
    0.03  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    1.00  MN1 > VIP  register
    1.01  VIP > MN1  reply

* beside a better one it need not be active
  = 10 NONE
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  P hellos until=end Standby
    0.03  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903

* a silent group
  = 13 PASS a silent group
  : fhrp=hsrp peers=-
  ! 0.00  -- hut-starting
  ! 0.01  -- hut-ready
    2.00  HUT hellos until=end Active

* a silent group, and it asks at once
  = 13 FAIL a silent group
  : fhrp=hsrp peers=-
    0.00  -- hut-starting
    0.01  -- hut-ready
  ! 0.30  HUT > all  ask #900

* a silent group, and it asks about when the listen time ends
  = 13 INCONCLUSIVE a silent group
  : fhrp=hsrp peers=-
    0.00  -- hut-starting
    0.10  -- hut-ready
    0.65  HUT > all  ask #900

* another is heard by its hello, and it asks
  = 13 PASS another is heard by its hello
  : fhrp=hsrp peers=-
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.20  P > all    hello Active
    0.30  HUT > all  ask #900

* another is heard by its hello, and it does not ask
  = 13 FAIL another is heard by its hello
  : fhrp=hsrp peers=-
    0.00  -- hut-starting
    0.01  -- hut-ready
  ! 0.20  P > all    hello Active

* another is heard by its hello after the listen time
  = 13 PASS a silent group
  : fhrp=hsrp peers=-
    0.00  -- hut-starting
    0.01  -- hut-ready
    1.20  P > all    hello Active

* another is heard by its update, and it asks
  = 13 PASS another is heard by its update
  : fhrp=hsrp peers=-
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.20  P > all    update #5 MN1/-5
    0.21  HUT > P    ack #5
    0.30  HUT > all  ask #900

* another is heard by its update, and it does not ask
  = 13 FAIL another is heard by its update
  : fhrp=hsrp peers=-
    0.00  -- hut-starting
    0.01  -- hut-ready
  ! 0.20  P > all    update #5 MN1/-5
    0.21  HUT > P    ack #5

* another is heard by its update, and the request may have been lost
  = 13 INCONCLUSIVE another is heard by its update
  : fhrp=hsrp peers=- lossy=yes
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.20  P > all    update #5 MN1/-5
    0.21  HUT > P    ack #5

* another is configured, and it asks
  = 13 PASS another is configured
  : fhrp=hsrp
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.20  HUT > all  ask #900

* another is configured, and it does not ask
  = 13 FAIL another is configured
  = 32 FAIL another is configured
  : fhrp=hsrp
    0.00  -- hut-starting
    0.01  -- hut-ready

* without an FHRP nobody says hello
  = 13 PASS another is configured
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.20  HUT > all  ask #900

* it refuses, and the case ends before it had all its time
  = 9 NONE
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    1.00  MN1 > HUT  register
    4.60  HUT > P    took #0
    4.70  -- case-ended

* it said something before the tester read READY, and asks when the listen time may have ended
  = 13 INCONCLUSIVE a silent group
  : fhrp=hsrp peers=-
    0.00  -- hut-starting
    0.05  HUT > all  hello Listen
    0.10  -- hut-ready
    0.68  HUT > all  ask #900

* another is heard at the moment when the listen time ends
  = 13 NONE
  : fhrp=hsrp peers=-
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.61  P > all    hello Active

* a silent group, on a slow host
  = 13 INCONCLUSIVE a silent group
  : fhrp=hsrp peers=- latency=500
  ! 0.00  -- hut-starting
  ! 0.01  -- hut-ready
    2.00  HUT hellos until=end Active

* a mobile node tries once, one reply timeout before the HUT gave up
  = 9 PASS no request is answered
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    0.87  MN1 > HUT  register
    2.10  MN1 registers #1

* the last repeat is answered just after the HUT may have given up
  = 9 PASS the last repeat is answered
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    1.00  MN1 > HUT  register
    1.19  P > HUT    part 1/1 #800 ask=903 list=P
    1.20  HUT > P    took #800
    2.10  MN1 registers #1

* the last repeat is answered just when the HUT has given up
  = 9 PASS no request is answered
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    1.00  MN1 > HUT  register
    1.22  P > HUT    part 1/1 #800 ask=903 list=P
    1.23  HUT > P    took #800
    2.10  MN1 registers #1

* it waits no longer for its table than it must wait to be active
  = 10 NONE
  : fhrp=hsrp hold_ms=400
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    2.00  HUT hellos until=end Active

* three hold times are more than it waits for its table, and less than one request more would take
  = 10 NONE
  : fhrp=hsrp hold_ms=450
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    2.00  HUT hellos until=end Active

* beside one as good it need not be active
  = 10 NONE
  : fhrp=hsrp hold_ms=300
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.50  Q > all    hello Standby priority=100
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    2.00  HUT hellos until=end Active

* it ran before, asks for its table, and is not active
  = 9,10 NONE
  : fhrp=hsrp hold_ms=300
    0.00  HUT > all  ask #900
    0.30  HUT > all  ask #901
    0.60  HUT > all  ask #902
    0.90  HUT > all  ask #903
    1.00  MN1 > HUT  register

* on a lossy network its first request may have been lost, and it accepts as soon as it may
  = 9 PASS no request is answered
  : lossy=yes
    0.00   -- hut-starting
    0.01   -- hut-ready
    0.32   HUT > all  ask #901
    0.62   HUT > all  ask #902
    0.92   HUT > all  ask #903
    1.149  MN1 registers #1

* on a lossy network its first request may have been lost, and it accepts too early all the same
  = 9 FAIL no request is answered
  : lossy=yes
    0.00         -- hut-starting
    0.01         -- hut-ready
    0.32         HUT > all  ask #901
    0.62         HUT > all  ask #902
    0.92         HUT > all  ask #903
    1.14         MN1 > HUT  register
    1.149999999  HUT > MN1  reply

* the last repeat comes with the last part, and so is not what is answered
  = 9 NONE
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903
    0.80  MN1 > HUT  register
    0.92  P > HUT    part 1/1 #800 ask=902 list=P
    0.93  HUT > P    took #800
    2.10  MN1 registers #1

* another is heard by its update, it asks, and it accepts when the listen time is over
  = 9 FAIL
  : peers=-
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.20  P > all    update #5 MN5/-5
    0.21  HUT > P    ack #5
    0.30  HUT > all  ask #900
    0.70  MN1 > HUT  register
    0.71  HUT > MN1  reply

* it asks at the very end of the listen time, and accepts
  = 9 NONE
  : peers=-
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.60  HUT > all  ask #900
    0.61  MN1 > HUT  register
    0.62  HUT > MN1  reply
