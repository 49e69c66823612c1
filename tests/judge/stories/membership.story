Claims 15, 31, 43 and 47: who asked for the table, or is named in a list, is a member. P is
configured, Q asks or is named, and R is what Q is not.

* who asked is in the list shown to another
  = 15 PASS is in the list shown to another
  = 43 NONE
  ! 0.00  Q > all    ask #5
    0.01  HUT > Q    part 1/1 #20 ask=5 list=HUT,P,Q
  ! 2.00  P > all    ask #7
  ! 2.01  HUT > P    part 1/1 #21 ask=7 list=HUT,P,Q
    2.02  P > HUT    took #21

* who asked is not in the list shown to another
  = 15 FAIL is in the list shown to another
  ! 0.00  Q > all    ask #5
    0.01  HUT > Q    part 1/1 #20 ask=5 list=HUT,P,Q
  ! 2.00  P > all    ask #7
  ! 2.01  HUT > P    part 1/1 #21 ask=7 list=HUT,P
    2.02  P > HUT    took #21

* who asked a HUT that has joined
  = 15,43 FAIL is in the list shown to another
    0.00  HUT joins MN9/-20
  ! 1.00  Q > all    ask #5
    1.01  HUT > Q    part 1/1 #20 ask=5 list=HUT,P,Q MN9/-20,left=599
  ! 3.00  P > all    ask #7
  ! 3.01  HUT > P    part 1/1 #21 ask=7 list=HUT,P MN9/-20,left=597
    3.02  P > HUT    took #21

* who asked before the HUT had joined
  = 15 FAIL is in the list shown to another
  = 43 NONE
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  Q > all    ask #5
    0.04  HUT > Q    part 1/1 #20 ask=5 code=1
    0.06  P > HUT    part 1/1 #800 ask=900 list=P MN9/-20
    0.07  HUT > P    took #800
    3.00  P > all    ask #7
    3.01  HUT > P    part 1/1 #21 ask=7 list=HUT,P MN9/-20,left=597
    3.02  P > HUT    took #21

* who asked may be dropped after ten hold times
  = 15 NONE
  : fhrp=hsrp
    0.00  Q > all    ask #5
    0.01  HUT > Q    part 1/1 #20 ask=5 list=HUT,P,Q
    5.50  P > all    ask #7
    5.51  HUT > P    part 1/1 #21 ask=7 list=HUT,P
    5.52  P > HUT    took #21

* who asked is known by its update, too
  = 15 NONE
    0.00  Q > all    ask #5
    0.01  HUT > Q    part 1/1 #20 ask=5 list=HUT,P,Q
    0.50  Q tells #6 MN4/-5
    2.00  P > all    ask #7
    2.01  HUT > P    part 1/1 #21 ask=7 list=HUT,P MN4/-5,left=598
    2.02  P > HUT    took #21

* who asked is sent an update again
  = 15 PASS is sent an update again
  ! 0.00  Q > all    ask #5
    0.01  HUT > Q    part 1/1 #20 ask=5 list=HUT,P,Q
    2.00  MN1 > HUT  register
    2.01  HUT > MN1  reply
  ! 2.02  HUT > all  update #22 MN1
    2.03  P > HUT    ack #22
  ! 2.22  HUT > Q    update #22 R MN1
    2.23  Q > HUT    ack #22

* who asked is not sent an update again
  = 15 FAIL is sent an update again
  ! 0.00  Q > all    ask #5
    0.01  HUT > Q    part 1/1 #20 ask=5 list=HUT,P,Q
    2.00  MN1 > HUT  register
    2.01  HUT > MN1  reply
  ! 2.02  HUT > all  update #22 MN1
    2.03  P > HUT    ack #22

* who asked is not sent an update again, and the HUT answers nothing afterwards
  = 15 INCONCLUSIVE is sent an update again
    0.00  Q > all    ask #5
    0.01  HUT > Q    part 1/1 #20 ask=5 list=HUT,P,Q
    2.00  MN1 > HUT  register
    2.01  HUT > MN1  reply
    2.02  HUT > all  update #22 MN1
    2.03  P > HUT    ack #22
    9.00  -- silent

* who asked is sent a newer state instead
  = 15 PASS is sent an update again
    0.00  Q > all    ask #5
    0.01  HUT > Q    part 1/1 #20 ask=5 list=HUT,P,Q
    2.00  MN1 > HUT  register
    2.01  HUT > MN1  reply
    2.02  HUT > all  update #22 MN1
    2.03  P > HUT    ack #22
    2.20  MN1 > HUT  register
    2.21  HUT > MN1  reply
    2.22  HUT > all  update #23 MN1
    2.23  P > HUT    ack #23
    2.42  HUT > Q    update #23 R MN1
    2.43  Q > HUT    ack #23

* the binding of the update ends before it is sent again
  = 15 NONE
    0.00  Q > all    ask #5
    0.01  HUT > Q    part 1/1 #20 ask=5 list=HUT,P,Q
    2.00  MN1 > HUT  register life=1
    2.01  HUT > MN1  reply
    2.02  HUT > all  update #22 MN1
    2.03  P > HUT    ack #22

* a HUT that never sends again, by its configuration
  = 15 NONE
  : max_retransmissions=0
    0.00  Q > all    ask #5
    0.01  HUT > Q    part 1/1 #20 ask=5 list=HUT,P,Q
    2.00  MN1 > HUT  register
    2.01  HUT > MN1  reply
    2.02  HUT > all  update #22 MN1
    2.03  P > HUT    ack #22

* a HUT that does not answer sends an update again
  = 15 PASS is sent an update again by a HUT that does not answer
  : responder=never
  ! 0.00  Q > all    ask #5
    2.00  MN1 > HUT  register
    2.01  HUT > MN1  reply
  ! 2.02  HUT > all  update #22 MN1
    2.03  P > HUT    ack #22
  ! 2.22  HUT > Q    update #22 R MN1
    2.23  Q > HUT    ack #22

* a HUT that does not answer does not send an update again
  = 15 FAIL is sent an update again by a HUT that does not answer
  : responder=never
  ! 0.00  Q > all    ask #5
    2.00  MN1 > HUT  register
    2.01  HUT > MN1  reply
  ! 2.02  HUT > all  update #22 MN1
    2.03  P > HUT    ack #22

* who is named in a Table Reply is in the list shown to another
  = 31 PASS is in the list shown to another
  = 47 PASS
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/1 #800 ask=900 list=P,Q,R MN9/-20
    0.04  HUT > P    took #800
  ! 2.00  P > all    ask #7
  ! 2.01  HUT > P    part 1/1 #21 ask=7 list=HUT,P,Q,R MN9/-20,left=598
    2.02  P > HUT    took #21

* who is named in a Table Reply is not in the list shown to another
  = 31 FAIL is in the list shown to another
  = 47 FAIL
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/1 #800 ask=900 list=P,Q MN9/-20
    0.04  HUT > P    took #800
  ! 2.00  P > all    ask #7
  ! 2.01  HUT > P    part 1/1 #21 ask=7 list=HUT,P MN9/-20,left=598
    2.02  P > HUT    took #21

* who is named in a Table Reply is sent an update again
  = 31 PASS is sent an update again
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/1 #800 ask=900 list=P,Q MN9/-20
    0.04  HUT > P    took #800
    2.00  MN1 > HUT  register
    2.01  HUT > MN1  reply
  ! 2.02  HUT > all  update #22 MN1
    2.03  P > HUT    ack #22
  ! 2.22  HUT > Q    update #22 R MN1
    2.23  Q > HUT    ack #22

* who is named in a Table Reply is not sent an update again
  = 31 FAIL is sent an update again
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/1 #800 ask=900 list=P,Q MN9/-20
    0.04  HUT > P    took #800
    2.00  MN1 > HUT  register
    2.01  HUT > MN1  reply
  ! 2.02  HUT > all  update #22 MN1
    2.03  P > HUT    ack #22

* who is named in a Table Reply, and the update may have been lost
  = 31 INCONCLUSIVE is sent an update again
  : lossy=yes
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 1/1 #800 ask=900 list=P,Q MN9/-20
    0.04  HUT > P    took #800
    2.00  MN1 > HUT  register
    2.01  HUT > MN1  reply
    2.02  HUT > all  update #22 MN1
    2.03  P > HUT    ack #22

* who is named in an update alone
  = 31 NONE
    0.00  P > all    update #5 list=P,Q MN4/-5
    0.01  HUT > P    ack #5
    2.00  P > all    ask #7
    2.01  HUT > P    part 1/1 #21 ask=7 list=HUT,P MN4/-5,left=598
    2.02  P > HUT    took #21

* who is named in a Table Reply and heard afterwards
  = 31,47 NONE
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 1/1 #800 ask=900 list=P,Q,R MN9/-20
    0.04  HUT > P    took #800
    1.00  Q tells #5 MN4/-5
    1.10  R tells #6 MN5/-5
    3.00  P > all    ask #7
    3.01  HUT > P    part 1/1 #21 ask=7 list=HUT,P MN4/-5,left=598 MN5/-5,left=598 MN9/-20,left=597
    3.02  P > HUT    took #21

* the virtual IP address and the HUT itself in a list are no members
  = 31 NONE
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 1/1 #800 ask=900 list=P,HUT,VIP MN9/-20
    0.04  HUT > P    took #800
    2.00  P > all    ask #7
    2.01  HUT > P    part 1/1 #21 ask=7 list=HUT,P MN9/-20,left=598
    2.02  P > HUT    took #21

* who asked at the moment when the HUT was ready
  = 15 FAIL is in the list shown to another
    0.00  -- hut-starting
    0.50  -- hut-ready
    0.50  Q > all    ask #5
    0.52  HUT > all  ask #900
    0.60  P > HUT    part 1/1 #800 ask=900 list=P MN9/-20
    0.61  HUT > P    took #800
    3.00  P > all    ask #7
    3.01  HUT > P    part 1/1 #21 ask=7 list=HUT,P MN9/-20,left=597
    3.02  P > HUT    took #21

* who asked is not in the list shown to another at the moment from which on it must be
  = 15 FAIL is in the list shown to another
    0.00  Q > all    ask #5
    1.00  P > all    ask #7
    1.01  HUT > P    part 1/1 #21 ask=7 list=HUT,P
    1.02  P > HUT    took #21

* who asked is sent one update again, and another not
  = 15 FAIL is sent an update again
    0.00  Q > all    ask #5
    2.00  MN1 > HUT  register
    2.01  HUT > MN1  reply
    2.02  HUT > all  update #22 MN1
    2.03  P > HUT    ack #22
    2.22  HUT > Q    update #22 R MN1
    3.00  MN2 > HUT  register
    3.01  HUT > MN2  reply
    3.02  HUT > all  update #23 MN2
    3.03  P > HUT    ack #23

* who asked may be dropped when an update is due again
  = 15 NONE
  : fhrp=hsrp
    0.00  Q > all    ask #5
    4.45  MN1 > HUT  register
    4.46  HUT > MN1  reply
    4.50  HUT > all  update #22 MN1
    4.51  P > HUT    ack #22

* who asked is not sent an update again, after one whose binding ended
  = 15 FAIL is sent an update again
    0.00  Q > all    ask #5
    2.00  MN1 > HUT  register life=1
    2.01  HUT > MN1  reply
    2.02  HUT > all  update #22 MN1
    2.03  P > HUT    ack #22
    4.00  MN2 > HUT  register
    4.01  HUT > MN2  reply
    4.02  HUT > all  update #23 MN2
    4.03  P > HUT    ack #23

* who is named in a Table Reply, and two updates may have been lost
  = 31 INCONCLUSIVE is sent an update again
  : lossy=yes
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 1/1 #800 ask=900 list=P,Q MN9/-20
    0.04  HUT > P    took #800
    2.00  MN1 registers #22
    3.00  MN2 registers #23

* who asked is sent an update again as soon as it may be
  = 15 PASS is sent an update again
    0.00  Q > all    ask #5
    2.00  MN1 > HUT  register
    2.01  HUT > MN1  reply
    2.02  HUT > all  update #22 MN1
    2.03  P > HUT    ack #22
    2.12  HUT > Q    update #22 R MN1

* who asked is not sent an update again whose binding ends just after that is due
  = 15 FAIL is sent an update again
  : retransmit_ms=450
    0.00  Q > all    ask #5
    2.00  MN1 > HUT  register life=2
    2.01  HUT > MN1  reply
    2.02  HUT > all  update #22 MN1
    2.03  P > HUT    ack #22

* who asked at the moment when the HUT was sent the last part
  = 43 NONE
  = 15 FAIL is in the list shown to another
    0.00   HUT joins MN9/-20
    0.003  Q > all    ask #5
    0.01   HUT > Q    part 1/1 #20 ask=5 list=HUT,P,Q MN9/-20,left=599
    3.00   P > all    ask #7
    3.01   HUT > P    part 1/1 #21 ask=7 list=HUT,P MN9/-20,left=597
    3.02   P > HUT    took #21

* who is named in a Table Reply is not in a list that is asked for at that moment
  = 47 FAIL
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 1/1 #800 ask=900 list=P,R MN9/-20
    0.03  HUT > P    took #800
  ! 0.03  Q > all    ask #5
  ! 0.04  HUT > Q    part 1/1 #20 ask=5 list=HUT,P,Q MN9/-20

* who is named in a Table Reply is not in a list of which a part is missing
  = 47 PASS
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 1/1 #800 ask=900 list=P,R MN9/-20
    0.04  HUT > P    took #800
    2.00  Q > all    ask #5
    2.01  HUT > Q    part 1/2 #20 ask=5 list=HUT,P,Q MN9/-20,left=598
  ! 4.00  P > all    ask #7
  ! 4.01  HUT > P    part 1/1 #21 ask=7 list=HUT,P,Q,R MN9/-20,left=596
    4.02  P > HUT    took #21

* who is named in a Table Reply is not in a list that was shown before
  = 47 PASS
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.02  Q > all    ask #5
    0.03  HUT > Q    part 1/1 #20 ask=5 list=HUT,P,Q
    0.04  P > HUT    part 1/1 #800 ask=900 list=P,R MN9/-20
    0.05  HUT > P    took #800
  ! 4.00  P > all    ask #7
  ! 4.01  HUT > P    part 1/1 #21 ask=7 list=HUT,P,Q,R MN9/-20,left=596
    4.02  P > HUT    took #21

* heard at the very moment of its start
  = 1 FAIL registers
  : peers=-
    0.00  -- hut-starting
    0.00  P > all    update #5 MN5/-5
    0.01  -- hut-ready
    0.02  HUT > P    ack #5
  ! 4.00  MN1 > HUT  register
  ! 4.01  HUT > MN1  reply
