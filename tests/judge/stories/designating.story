Claim 17: only a designated responder answers a Table Request, and each of them does.

* the HUT is active, and answers
  = 17 PASS the HUT is active
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.80  HUT hellos until=end Active
    2.00  P asks #7 MN9/-20,left=598

* the HUT is active, and does not answer
  = 17 FAIL the HUT is active
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.80  HUT hellos until=end Active
  ! 2.00  P > all  ask #7

* the HUT is active, does not answer, and answers when it is asked again
  = 17 PASS the HUT is active
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.80  HUT hellos until=end Active
    2.00  P > all  ask #7
    2.50  P asks #8 MN9/-20,left=598

* the HUT is active, and answers too late, which is another affair
  = 17 NONE
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.80  HUT hellos until=end Active
    2.00  P > all  ask #7
    3.10  HUT > P  part 1/1 #20 ask=7 list=HUT,P MN9/-20,left=597
    3.11  P > HUT  took #20

* the HUT is active, and its answer may have been lost
  = 17 NONE
  : fhrp=hsrp lossy=yes responder=active
    0.00  HUT joins MN9/-20
    0.80  HUT hellos until=end Active
    2.00  P > all  ask #7

* the HUT stopped being active when it was asked
  = 17 NONE
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.80  HUT hellos until=1.99 Active
    2.00  P > all  ask #7
    2.01  HUT hellos until=end Speak

* the HUT is passive, and the requester is the only active
  = 17 PASS it is passive, and the requester is the only active
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.60  P hellos until=end Active
    2.00  P asks #7 MN9/-20,left=598

* the HUT is passive, the requester is the only active, and gets no answer
  = 17 FAIL it is passive, and the requester is the only active
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.60  P hellos until=end Active
  ! 2.00  P > all  ask #7

* another is active, and the HUT is silent
  = 17 PASS another than the requester is active
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.60  Q hellos until=end Active
    0.62  Q tells #3 MN9/-40
    0.61  P hellos until=end Standby
  ! 2.00  P > all  ask #7
  ! 3.10  P > all  update #8 MN1/-5
  ! 3.11  HUT > P  ack #8

* a router that is no Home Agent is active, and the HUT answers
  = 17 NONE
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.60  Q hellos until=end Active
    2.00  P > all  ask #7
    2.10  HUT > P  part 1/1 #20 ask=7 list=HUT,P,Q MN9/-20,left=598
    2.11  P > HUT  took #20

* one that is active spoke in an earlier incarnation of the HUT alone
  = 17 NONE
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.60  Q tells #3 MN9/-40
    1.00  -- hut-killed
    1.10  HUT joins MN9/-20
    1.70  Q hellos until=end Active
    3.00  P > all  ask #9
    3.10  HUT > P  part 1/1 #40 ask=9 list=HUT,P,Q MN9/-20,left=597
    3.11  P > HUT  took #40

* another is active, and the HUT answers
  = 17 FAIL another than the requester is active
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.60  Q hellos until=end Active
    0.62  Q tells #3 MN9/-40
  ! 2.00  P > all  ask #7
  ! 2.10  HUT > P  part 1/1 #20 ask=7 list=HUT,P,Q MN9/-20,left=598
    2.11  P > HUT  took #20

* another is active, the HUT answers, and the tester's host is slow
  = 17 INCONCLUSIVE another than the requester is active
  : fhrp=hsrp latency=400 responder=active
    0.00  HUT joins MN9/-20
    0.60  Q hellos until=end Active
    0.62  Q tells #3 MN9/-40
    2.00  P > all  ask #7
    2.10  HUT > P  part 1/1 #20 ask=7 list=HUT,P,Q MN9/-20,left=598
    2.11  P > HUT  took #20

* another is active, the HUT is silent, and acknowledges nothing afterwards
  = 17 INCONCLUSIVE another than the requester is active
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.60  Q hellos until=end Active
    0.62  Q tells #3 MN9/-40
  ! 2.00  P > all  ask #7
  ! 3.10  P > all  update #8 MN1/-5

* another may be active, or not any more
  = 17 NONE
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.60  Q hellos until=1.80 Active
    2.00  P > all  ask #7
    2.40  P asks #8 MN9/-20,left=598

* who resigned is active no more
  = 17 PASS it is passive, and the requester is the only active
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.60  Q hellos until=1.20 Active
    1.25  Q > all hello Active resign
    1.26  P hellos until=end Active
    2.00  P asks #7 MN9/-20,left=598

* the HUT has just started, and answers that it knows nothing
  = 17 NONE
  : fhrp=hsrp responder=active
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  Q hellos until=end Active
    0.50  HUT > all  ask #900
    0.60  P > all  ask #7
    0.61  HUT > P  part 1/1 #20 ask=7 list=HUT,P,Q code=1

* it answers always, by its configuration
  = 17 NONE
  : fhrp=hsrp responder=always
    0.00  HUT joins MN9/-20
    0.60  Q hellos until=end Active
    2.00  P asks #7 MN9/-20,left=598

* it answers never, by its configuration
  = 17 PASS it is never a responder
  : fhrp=hsrp responder=never
    0.00  HUT joins MN9/-20
    0.60  P hellos until=end Active
  ! 2.00  P > all  ask #7
  ! 3.10  P > all  update #8 MN1/-5
  ! 3.11  HUT > P  ack #8

* it answers never, by its configuration, and does
  = 17 FAIL it is never a responder
  : fhrp=hsrp responder=never
    0.00  HUT joins MN9/-20
    0.60  P hellos until=end Active
    2.00  P asks #7 MN9/-20,left=598

* without an FHRP it is active
  = 17 PASS the HUT is active
  : responder=active
    0.00  HUT joins MN9/-20
    2.00  P asks #7 MN9/-20,left=598

* a master answers
  = 17 PASS the HUT is active
  : fhrp=vrrp responder=active
    0.00  HUT joins MN9/-20
    0.80  HUT hellos until=end Master
    2.00  P asks #7 MN9/-20,left=598

* another is master, and the HUT answers
  = 17 FAIL another than the requester is active
  : fhrp=vrrp responder=active
    0.00  HUT joins MN9/-20
    0.60  Q hellos until=end Master
    0.62  Q tells #3 MN9/-40
    2.00  P asks #7 MN9/-20,left=598

* the HUT has joined, another is active, and it answers that it knows nothing
  = 17 FAIL another than the requester is active
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.60  Q hellos until=end Active
    0.62  Q tells #3 MN9/-40
  ! 2.00  P > all  ask #7
  ! 2.10  HUT > P  part 1/1 #20 ask=7 list=HUT,P,Q code=1
    2.11  P > HUT  took #20

* the HUT is active, and answers just in time
  = 17 PASS the HUT is active
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.80  HUT hellos until=end Active
  ! 2.00  P > all  ask #7
  ! 3.00  HUT > P  part 1/1 #20 ask=7 list=HUT,P MN9/-20,left=597
    3.01  P > HUT  took #20

* the HUT is active, does not answer, and is asked again just in time
  = 17 NONE
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.80  HUT hellos until=end Active
    2.00  P > all  ask #7
    3.00  P > all  ask #8
    3.50  -- case-ended

* another is active, the HUT is silent, and is asked for a sign of life too early
  = 17 NONE
  : fhrp=hsrp responder=active
    0.00  HUT joins MN9/-20
    0.60  Q hellos until=end Active
    0.62  Q tells #3 MN9/-40
    2.00  P > all  ask #7
    3.00  P tells #8 MN1/-5

* the HUT accepted a registration, and so is initialized
  = 17 FAIL another than the requester is active
  : fhrp=hsrp responder=active
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.05  Q hellos until=end Active
    0.07  Q tells #3 MN9/-40
    0.10  MN1 > HUT  register
    0.20  HUT > MN1  reply code=1
    0.60  P > all  ask #7
    0.61  HUT > P  part 1/1 #20 ask=7 list=HUT,P,Q

* the HUT took a registration, and answers that it knows nothing, which it may not have been told
  = 17 NONE
  : fhrp=hsrp responder=active
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.05  Q hellos until=end Active
    0.07  Q tells #3 MN9/-40
    0.10  MN1 > HUT  register
    0.20  HUT > MN1  reply
    0.60  P > all  ask #7
    0.61  HUT > P  part 1/1 #20 ask=7 list=HUT,P,Q code=1

* the HUT refused a registration, and so may not be initialized
  = 17 NONE
  : fhrp=hsrp responder=active
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.05  Q hellos until=end Active
    0.10  MN1 > HUT  register
    0.20  HUT > MN1  reply code=2
    0.60  P > all  ask #7
    0.61  HUT > P  part 1/1 #20 ask=7 list=HUT,P,Q

* the HUT accepted a registration at the moment of the request
  = 17 NONE
  : fhrp=hsrp responder=active
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.05  Q hellos until=end Active
    0.10  MN1 > HUT  register
    0.60  HUT > MN1  reply
    0.60  P > all  ask #7
    0.61  HUT > P  part 1/1 #20 ask=7 list=HUT,P,Q
