Claims 8 and 23: who does not acknowledge an update gets it again, and nobody else does.
The retransmit interval is 200 ms, and there are 3 retransmissions at most.

* acknowledged after a retransmission
  : peers=PQR
  = 8 PASS acknowledged after a retransmission
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1
    0.03  P > HUT    ack #1
    0.03  R > HUT    ack #1
  ! 0.22  HUT > Q    update #1 R MN1
    0.23  Q > HUT    ack #1

* never acknowledged
  : peers=PQR
  = 8 PASS never acknowledged
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1
    0.03  P > HUT    ack #1
    0.03  R > HUT    ack #1
  ! 0.22  HUT > Q    update #1 R MN1
  ! 0.42  HUT > Q    update #1 R MN1
  ! 0.62  HUT > Q    update #1 R MN1

* the interval may double each time
  = 8 PASS never acknowledged
  ! 0.00  HUT > all  update #1 MN1
  ! 0.20  HUT > P    update #1 R MN1
  ! 0.60  HUT > P    update #1 R MN1
  ! 1.40  HUT > P    update #1 R MN1

* another update and an unknown Sequence Number are acknowledged meanwhile
  : peers=PQ
  = 8 PASS acknowledges another meanwhile
    0.00  HUT > all  update #1 MN1
    0.01  P > HUT    ack #1
    0.20  HUT > Q    update #1 R MN1
    0.25  HUT > all  update #2 MN2
    0.26  P > HUT    ack #2
    0.26  Q > HUT    ack #2
    0.30  Q > HUT    ack #99
    0.40  HUT > Q    update #1 R MN1
    0.60  HUT > Q    update #1 R MN1

* an unknown Sequence Number is acknowledged meanwhile
  = 8 PASS acknowledges an unknown Sequence Number
    0.00  HUT > all  update #1 MN1
    0.20  HUT > P    update #1 R MN1
    0.30  P > HUT    ack #99
    0.40  HUT > P    update #1 R MN1
    0.60  HUT > P    update #1 R MN1

* another acknowledgement ends the retransmission
  = 8 FAIL never acknowledged
  ! 0.00  HUT > all  update #1 MN1
    0.10  HUT > all  update #2 MN2
    0.11  P > HUT    ack #2

* an acknowledgement of a Sequence Number never sent ends the retransmission
  = 8 FAIL never acknowledged
  ! 0.00  HUT > all  update #1 MN1
  ! 0.20  HUT > P    update #1 R MN1
    0.30  P > HUT    ack #99

* an acknowledgement by another ends the retransmission
  : peers=PQ
  = 8 FAIL never acknowledged
  ! 0.00  HUT > all  update #1 MN1
    0.01  P > HUT    ack #1

* at once acknowledged by all
  : peers=PQ
  = 8 NONE
    0.00  MN1 registers #1

* acknowledged with another Code than 0
  = 8 NONE
    0.00  HUT > all  update #1 MN1
    0.01  P > HUT    ack #1 code=130

* acknowledged with another Code, and sent again
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1
    0.01  P > HUT    ack #1 code=130
  ! 0.20  HUT > P    update #1 R MN1

* no retransmission
  = 8 FAIL never acknowledged
  ! 0.00  HUT > all  update #1 MN1

* one too few
  = 8 FAIL never acknowledged
  ! 0.00  HUT > all  update #1 MN1
  ! 0.20  HUT > P    update #1 R MN1
  ! 0.40  HUT > P    update #1 R MN1

* one too many
  = 8 FAIL never acknowledged
  ! 0.00  HUT > all  update #1 MN1
    0.20  HUT > P    update #1 R MN1
    0.40  HUT > P    update #1 R MN1
  ! 0.60  HUT > P    update #1 R MN1
  ! 0.80  HUT > P    update #1 R MN1

* it goes on after the acknowledgement
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1
  ! 0.20  HUT > P    update #1 R MN1
    0.22  P > HUT    ack #1
  ! 0.40  HUT > P    update #1 R MN1

* the first retransmission comes although all acknowledged at once
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1
    0.01  P > HUT    ack #1
  ! 0.20  HUT > P    update #1 R MN1

* a retransmission crosses the acknowledgement
  = 8 PASS acknowledged after a retransmission
    0.00  HUT > all  update #1 MN1
    0.18  P > HUT    ack #1
    0.20  HUT > P    update #1 R MN1

* too early
  = 8 FAIL never acknowledged
  ! 0.00  HUT > all  update #1 MN1
  ! 0.05  HUT > P    update #1 R MN1
    0.25  HUT > P    update #1 R MN1
    0.45  HUT > P    update #1 R MN1

* too late
  = 8 FAIL never acknowledged
    0.00  HUT > all  update #1 MN1
  ! 0.00  HUT > all  update #2 MN2
  ! 0.70  HUT > P    update #2 R MN2
    0.90  HUT > P    update #2 R MN2
    1.10  HUT > P    update #2 R MN2
    0.01  P > HUT    ack #1

* to the whole group
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1
    0.01  P > HUT    ack #1
  ! 0.20  HUT > all  update #1 R MN1

* to the whole group, and not to the member
  = 8 FAIL never acknowledged
  ! 0.00  HUT > all  update #1 MN1
    0.20  HUT > all  update #1 R MN1
    0.40  HUT > all  update #1 R MN1
    0.60  HUT > all  update #1 R MN1

* to a member that acknowledged
  : peers=PQ
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1
    0.01  P > HUT    ack #1
    0.20  HUT > Q    update #1 R MN1
  ! 0.20  HUT > P    update #1 R MN1
    0.21  Q > HUT    ack #1

* to somebody who is no member
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1
    0.20  HUT > P    update #1 R MN1
    0.21  P > HUT    ack #1
  ! 0.22  HUT > STRANGER  update #1 R MN1

* with R = 0
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1
  ! 0.20  HUT > P    update #1 MN1
    0.21  P > HUT    ack #1

* with another Home Agent List
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 list=HUT MN1
  ! 0.20  HUT > P    update #1 R MN1
    0.21  P > HUT    ack #1

* with a Sequence Number of its own
  = 8 FAIL never acknowledged
  ! 0.00  HUT > all  update #1 MN1
    0.20  HUT > P    update #2 R MN1
    0.21  P > HUT    ack #2

* with the Identification of the first sending
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1
  ! 0.20  HUT > P    update #1 R id=0 MN1
    0.21  P > HUT    ack #1

* with a binding added
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1
  ! 0.20  HUT > P    update #1 R MN1..2
    0.21  P > HUT    ack #1

* with a binding left out
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1..2
  ! 0.20  HUT > P    update #1 R MN1
    0.21  P > HUT    ack #1

* with another care-of address
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1
  ! 0.20  HUT > P    update #1 R MN1,coa=9
    0.21  P > HUT    ack #1

* with a deletion made a binding
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1,X
  ! 0.20  HUT > P    update #1 R MN1
    0.21  P > HUT    ack #1

* with a lifetime that grew
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1,left=500
  ! 0.20  HUT > P    update #1 R MN1,left=501
    0.21  P > HUT    ack #1

* with a lifetime that shrank
  = 8 PASS acknowledged after a retransmission
    0.00  HUT > all  update #1 MN1,left=500
    0.20  HUT > P    update #1 R MN1,left=499
    0.21  P > HUT    ack #1

* to another port
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1
  ! 0.20  HUT > P    update #1 R MN1 port=5434
    0.21  P > HUT    ack #1

* a binding with no lifetime left is gone from the retransmission
  = 8 PASS never acknowledged
    0.00  HUT > all  update #1 MN1 MN2,life=1
    0.20  HUT > P    update #1 R MN1 MN2,life=1
    0.60  HUT > P    update #1 R MN1
    1.20  HUT > P    update #1 R MN1

* the retransmission ends with the lifetime of its bindings
  = 8 NONE
    0.00  HUT > all  update #1 MN1,life=1
    0.20  HUT > P    update #1 R MN1,life=1
    0.60  HUT > P    update #1 R MN1,life=1

* newer state ends the retransmission
  = 8 NONE
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
    0.22  HUT > P    update #1 R MN1
    0.30  MN1 > HUT  register
    0.31  HUT > MN1  reply
    0.32  HUT > all  update #2 MN1
    0.33  P > HUT    ack #2

* the retransmission goes on in spite of newer state
  = 8 FAIL never acknowledged
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1
  ! 0.22  HUT > P    update #1 R MN1
    0.30  MN1 > HUT  register
    0.31  HUT > MN1  reply
    0.32  HUT > all  update #2 MN1
    0.33  P > HUT    ack #2
  ! 0.42  HUT > P    update #1 R MN1/0

* newer state told by another ends the retransmission too
  = 8 FAIL never acknowledged
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1
  ! 0.22  HUT > P    update #1 R MN1
    0.30  P tells #5 MN1/0.25
  ! 0.42  HUT > P    update #1 R MN1/0

* newer state for one of two bindings does not end the retransmission
  = 8 FAIL never acknowledged
    0.00  MN1 > HUT  register
    0.00  MN2 > HUT  register
    0.01  HUT > MN1  reply
    0.01  HUT > MN2  reply
  ! 0.02  HUT > all  update #1 MN1..2
    0.30  P tells #5 MN1/0.25

* a member that came later is not owed an update sent before
  : peers=P
  = 8 NONE
    0.00  MN1 registers #1
    0.10  Q tells #5 MN2/-5

* the HUT is gone instead of sending again
  = 8 INCONCLUSIVE never acknowledged
  ! 0.00  HUT > all  update #1 MN1
    0.10  -- hut-gone reason=status=1

* the HUT answers nothing instead of sending again
  = 8 INCONCLUSIVE never acknowledged
  ! 0.00  HUT > all  update #1 MN1
    0.10  -- silent

* the HUT hangs after it answered another, and before it would send again
  = 8 INCONCLUSIVE never acknowledged
  ! 0.00  HUT > all  update #1 MN1
    0.05  P tells #5 MN2/-5
    0.10  -- silent

* the HUT hangs after it sent it again once
  = 8 INCONCLUSIVE never acknowledged
  ! 0.00  HUT > all  update #1 MN1
  ! 0.20  HUT > P    update #1 R MN1
    0.25  P tells #5 MN2/-5
    0.30  -- silent

* a mobile node that stands in an update twice stands in its retransmission twice
  = 8 PASS acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1/-20 MN1/-5
  ! 0.20  HUT > P    update #1 R MN1/-20 MN1/-5
    0.21  P > HUT    ack #1

* a mobile node that stands in an update twice stands in its retransmission once
  = 8 FAIL acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1/-20 MN1/-5
  ! 0.20  HUT > P    update #1 R MN1/-20
    0.21  P > HUT    ack #1

* the host is too slow to judge a retransmission
  : latency=250
  = 8 INCONCLUSIVE never acknowledged
  ! 0.00  HUT > all  update #1 MN1

* the host is a little slow, which is no excuse for a retransmission that never comes
  : latency=60
  = 8 FAIL never acknowledged
  ! 0.00  HUT > all  update #1 MN1

* the host is too slow to know what crosses an acknowledgement
  : latency=40
  = 8 INCONCLUSIVE acknowledged after a retransmission
  ! 0.00  HUT > all  update #1 MN1
    0.10  P > HUT    ack #1
  ! 0.20  HUT > P    update #1 R MN1

* the case ends before the retransmission is due
  = 8 NONE
    0.00  HUT > all  update #1 MN1
    0.10  -- case-ended

* the acknowledgement may have been lost
  : lossy=yes
  = 8 PASS
    0.00  HUT > all  update #1 MN1
    0.01  P > HUT    ack #1
    0.20  HUT > P    update #1 R MN1

* a HUT that starts again counts anew
  = 8 NONE
    0.00  HUT > all  update #1 MN1
    0.01  P > HUT    ack #1
    0.10  -- hut-killed
    0.20  -- hut-starting
    0.21  -- hut-ready
    0.30  HUT > all  update #1 MN2
    0.31  P > HUT    ack #1

* a de-registration between others
  = 23 PASS de-registers between others
  = 1,6 PASS
    0.00  MN1..3 registers #1
  ! 0.10  MN2 > HUT  register life=0
  ! 0.11  HUT > MN2  reply
  ! 0.12  HUT > all  update #4 MN2
    0.13  P > HUT    ack #4
    0.50  P asks #7 MN1 MN3

* a de-registration from home
  = 23 PASS shown
    0.00  MN1..3 registers #1
  ! 0.10  MN2 > HUT  register life=0 home
    0.11  HUT > MN2  reply
    0.12  HUT > all  update #4 MN2
    0.13  P > HUT    ack #4
  ! 0.50  P asks #7 MN1 MN3 MN2,X

* a de-registration that is retransmitted
  = 23 PASS is retransmitted
    0.00  MN1..3 registers #1
    0.10  MN2 > HUT  register life=0
    0.11  HUT > MN2  reply
  ! 0.12  HUT > all  update #4 MN2
  ! 0.32  HUT > P    update #4 R MN2
    0.33  P > HUT    ack #4

* a de-registration that is not retransmitted
  = 23 FAIL is retransmitted
    0.00  MN1..3 registers #1
    0.10  MN2 > HUT  register life=0
    0.11  HUT > MN2  reply
  ! 0.12  HUT > all  update #4 MN2

* a de-registration that is not answered
  = 23 FAIL de-registers between others
    0.00  MN1..3 registers #1
  ! 0.10  MN2 > HUT  register life=0
    0.12  HUT > all  update #4 MN2
    0.13  P > HUT    ack #4

* a de-registration that is refused
  = 23 FAIL de-registers between others
    0.00  MN1..3 registers #1
  ! 0.10  MN2 > HUT  register life=0
  ! 0.11  HUT > MN2  reply code=129

* a de-registration that nobody is told of
  = 23 FAIL de-registers between others
    0.00  MN1..3 registers #1
  ! 0.10  MN2 > HUT  register life=0
  ! 0.11  HUT > MN2  reply

* a de-registration told with X = 0
  = 23 FAIL de-registers between others
    0.00  MN1..3 registers #1
  ! 0.10  MN2 > HUT  register life=0
  ! 0.11  HUT > MN2  reply
  ! 0.12  HUT > all  update #4 MN2,bound
    0.13  P > HUT    ack #4

* a de-registration told twice
  = 23 FAIL de-registers between others
    0.00  MN1..3 registers #1
  ! 0.10  MN2 > HUT  register life=0
  ! 0.11  HUT > MN2  reply
  ! 0.12  HUT > all  update #4 MN2
    0.13  P > HUT    ack #4
  ! 0.30  HUT > all  update #5 MN2
    0.31  P > HUT    ack #5

* a de-registered binding is still shown
  = 23 FAIL shown
    0.00  MN1..3 registers #1
  ! 0.10  MN2 > HUT  register life=0
    0.11  HUT > MN2  reply
    0.12  HUT > all  update #4 MN2
    0.13  P > HUT    ack #4
  ! 0.50  P asks #7 MN1..3/0,bound

* a de-registered binding is shown again later
  = 23 FAIL shown
    0.00  MN1..3 registers #1
  ! 0.10  MN2 > HUT  register life=0
    0.11  HUT > MN2  reply
    0.12  HUT > all  update #4 MN2
    0.13  P > HUT    ack #4
    0.50  P asks #7 MN1 MN3
  ! 1.50  P asks #8 MN1 MN3 MN2,bound

* a de-registration takes another binding with it
  = 23 FAIL shown
    0.00  MN1..2 registers #1
  ! 0.02  MN3 > HUT  register
    0.03  HUT > MN3  reply
    0.04  HUT > all  update #3 MN3
  ! 0.10  MN2 > HUT  register life=0
    0.11  HUT > MN2  reply
    0.12  HUT > all  update #4 MN2
    0.13  P > HUT    ack #4
  ! 0.50  P asks #7 MN1

* a de-registration with another care-of address removes nothing
  = 23 NONE
    0.00  MN1..3 registers #1
    0.10  MN2 > HUT  register life=0 coa=99
    0.11  HUT > MN2  reply
    0.50  P asks #7 MN1 MN2/0.005 MN3

* a de-registration of the lowest home address is not the situation
  = 23 PASS de-registers
    0.00  MN1..3 registers #1
    0.10  MN1 > HUT  register life=0
    0.11  HUT > MN1  reply
    0.12  HUT > all  update #4 MN1
    0.13  P > HUT    ack #4

* a de-registration of a mobile node that is not bound
  = 23 NONE
    0.00  MN1 > HUT  register life=0
    0.01  HUT > MN1  reply

* a de-registration, and the HUT is gone
  = 23 INCONCLUSIVE de-registers between others
    0.00  MN1..3 registers #1
  ! 0.10  MN2 > HUT  register life=0
    0.15  -- hut-gone reason=status=1

* nobody de-registers
  = 23 NONE
    0.00  MN1..3 registers #1

* a binding whose lifetime ends in a second is left out when sent again
  = 8 PASS acknowledged after a retransmission
    0.00  HUT > all  update #1 MN1 MN2/-5,left=2
    0.20  HUT > P    update #1 R MN1 MN2/-5,left=2
    1.00  HUT > P    update #1 R MN1
    1.01  P > HUT    ack #1

* a binding whose lifetime does not end in a second is left out when sent again
  = 8 FAIL acknowledged after a retransmission
    0.00         HUT > all  update #1 MN1 MN2/-5,left=2
    0.20         HUT > P    update #1 R MN1 MN2/-5,left=2
    0.999999999  HUT > P    update #1 R MN1
    1.01         P > HUT    ack #1

* a member acknowledges another update at the moment when it acknowledges this one
  = 8 PASS acknowledged after a retransmission
  : peers=PQ
    0.00  HUT > all  update #1 MN1
    0.01  P > HUT    ack #1
    0.20  HUT > Q    update #1 R MN1
    0.58  Q > HUT    ack #1
    0.58  Q > HUT    ack #77
    0.60  HUT > Q    update #1 R MN1

* the update is sent again after another one to the same member with R = 0
  = 6 FAIL an update after its request
  ! 0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
    0.22  HUT > P    update #1 R MN1
  ! 0.40  HUT > P    update #2 MN1
    0.62  HUT > P    update #1 R MN1
    0.63  P > HUT    ack #1
    0.64  P > HUT    ack #2

* one update goes on, and another that was given up is told anew
  = 6 PASS an update after its request
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
    0.03  MN2 > HUT  register
    0.04  HUT > MN2  reply
    0.05  HUT > all  update #2 MN2
    0.22  HUT > P    update #1 R MN1
    0.25  HUT > P    update #2 R MN2
    0.45  HUT > P    update #2 R MN2
    0.65  HUT > P    update #2 R MN2
    0.90  HUT > P    update #3 MN2
    1.00  HUT > P    update #1 R MN1
    1.10  P > HUT    ack #1
    1.11  P > HUT    ack #3

* two updates are given up one after the other, and told anew
  = 6 PASS an update after its request
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
    0.22  HUT > P    update #1 R MN1
    0.42  HUT > P    update #1 R MN1
    0.62  HUT > P    update #1 R MN1
    1.20  HUT > P    update #2 MN1
    1.21  P > HUT    ack #2
    2.00  MN2 > HUT  register
    2.01  HUT > MN2  reply
    2.02  HUT > all  update #3 MN2
    2.22  HUT > P    update #3 R MN2
    2.42  HUT > P    update #3 R MN2
    2.62  HUT > P    update #3 R MN2
    3.20  HUT > P    update #4 MN2
    3.21  P > HUT    ack #4

* who was heard long ago may be dropped before the update is sent again
  = 8 NONE
  : fhrp=hsrp peers=-
    0.00  P tells #5 MN5/-5
    4.85  MN1 > HUT  register
    4.86  HUT > MN1  reply
    4.90  HUT > all  update #1 MN1

* newer state is taken at the moment of the update
  = 8 NONE
    0.00   MN1 > HUT  register
    0.01   HUT > MN1  reply
    0.015  P > all    update #5 MN1/-5,id=0.5
    0.02   HUT > all  update #1 MN1
    0.02   HUT > P    ack #5

* a binding of a second is not sent again
  = 8 NONE
    0.00  MN1 > HUT  register life=1
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
