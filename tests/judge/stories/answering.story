Claims 14, 16, 18 to 22 and, once the HUT has joined, 42 and 44 to 49: it is asked for its table.

* a Table Request is answered
  = 14 PASS a Table Request
  = 42,44,45,46,48,49 NONE
  ! 0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7

* Code 1 is an answer too
  = 14 PASS a Table Request
  ! 0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7 code=1

* no answer
  = 14 FAIL a Table Request
  = 16 FAIL many bindings
  ! 0.00  P > all  ask #7

* a late answer
  = 14 FAIL a Table Request
  ! 0.00  P > all  ask #7
  ! 1.10  HUT > P  part 1/1 #20 ask=7

* an answer to another request
  = 14 FAIL a Table Request
  ! 0.00  P > all  ask #7
    0.01  HUT > P  part 1/1 #20 ask=6

* an answer to another port
  = 14 FAIL a Table Request
  ! 0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7 port=5434

* an answer to another than who asked
  = 14 FAIL a Table Request
  ! 0.00  P > all  ask #7
    0.01  HUT > Q  part 1/1 #20 ask=7

* no answer, and the HUT is gone
  = 14 INCONCLUSIVE a Table Request
  = 16 INCONCLUSIVE many bindings
  ! 0.00  P > all  ask #7
    0.50  -- hut-gone reason=status=1

* no answer, and nothing afterwards
  = 14 INCONCLUSIVE a Table Request
  ! 0.00  P > all  ask #7
    0.01  -- silent

* the case ends before the answer is due
  = 14,16 NONE
    0.00  P > all  ask #7
    0.50  -- case-ended

* a request that may have been lost
  : lossy=yes
  = 14 INCONCLUSIVE a Table Request
  ! 0.00  P > all  ask #7

* a newer request ends the older one
  = 14 PASS a Table Request
    0.00  P > all  ask #7
  ! 0.10  P > all  ask #8
  ! 0.11  HUT > P  part 1/1 #20 ask=8

* nobody asks
  = 14,16,18,19,20,21,22 NONE
    0.00  P tells #5 MN1/-5

* only a designated responder must answer
  : responder=never
  = 14,16 NONE
    0.00  P > all  ask #7

* who is active must answer
  : responder=active fhrp=hsrp
  = 14 FAIL a Table Request
    0.00  HUT > all  hello Active
    0.00  P > all    hello Standby
  ! 0.10  P > all    ask #7

* who knows of another active need not answer
  : responder=active fhrp=hsrp peers=PQ
  = 14 NONE
    0.00  Q > all    hello Active
    0.00  HUT > all  hello Standby
    0.10  P > all    ask #7

* who knows of no other active than the requester must answer
  : responder=active fhrp=hsrp
  = 14 FAIL a Table Request
    0.00  P > all    hello Active
    0.00  HUT > all  hello Standby
  ! 0.10  P > all    ask #7

* who knows of an active that resigned must answer
  : responder=active fhrp=hsrp peers=PQ
  = 14 FAIL a Table Request
    0.00  Q > all    hello Active
    0.00  HUT > all  hello Standby
    0.05  Q > all    hello Active resign
  ! 0.10  P > all    ask #7

* who has not heard an active for the hold time must answer
  : responder=active fhrp=hsrp peers=PQ
  = 14 FAIL a Table Request
    0.00  Q > all    hello Active
    0.00  HUT > all  hello Standby
  ! 0.60  P > all    ask #7

* who is active and says so by a coup stays active
  : responder=active fhrp=hsrp peers=PQ
  = 17 PASS the HUT is active
    0.00  MN1 registers #1
    0.10  HUT > all  hello Active
    0.35  HUT > all  hello Active
    0.40  P > all    hello Active
    0.41  HUT > all  hello Active coup
  ! 0.50  Q asks #7 MN1
    0.60  HUT > all  hello Active

* no binding
  = 16 PASS no binding
  = 19 NONE
  ! 0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P

* one binding
  = 16 PASS one binding
    0.00  MN1 registers #1
  ! 1.00  P asks #7 MN1

* many bindings
  = 16 PASS many bindings
    0.00  MN1..3 registers #1
  ! 1.00  P asks #7 MN1..3

* more than a datagram
  = 16 PASS more than a datagram
    0.00  MN1..3 registers #1
  ! 1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/2 #20 ask=7 list=HUT,P MN1..2
  ! 1.01  HUT > P  part 2/2 #21 ask=7 MN3
    1.02  P > HUT  took #20
    1.02  P > HUT  took #21

* more than a window
  : window=1
  = 16 PASS more than a window
    0.00  MN1..2 registers #1
  ! 1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/2 #20 ask=7 MN1
    1.02  P > HUT  took #20
  ! 1.03  HUT > P  part 2/2 #21 ask=7 list=HUT,P MN2
    1.04  P > HUT  took #21

* parts in any order, the list in several extensions
  = 16 PASS
  = 19,20 PASS
    0.00  MN1..3 registers #1
    1.00  P > all  ask #7
    1.01  HUT > P  part 2/2 #20 ask=7 list=HUT MN1..2
    1.02  HUT > P  part 1/2 #21 ask=7 list=P MN3
    1.03  P > HUT  took #20
    1.03  P > HUT  took #21

* several Home Agent Lists in one part, and padding
  = 16,19,20 PASS
    0.00  MN1 registers #1
    1.00  P > all  ask #7
    1.01  HUT > P  part 1/1 #20 ask=7 list=HUT MN1 ext=000065040a000015
    1.02  P > HUT  took #20

* an unknown extension of 128..255 is skipped
  = 14,16,19,20 PASS
    0.00  MN1 registers #1
    1.00  P > all  ask #7
    1.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P MN1 ext=c8021234
    1.02  P > HUT  took #20

* an unknown extension of 0..127 makes the part poorly formed
  = 14 FAIL a Table Request
    0.00  MN1 registers #1
  ! 1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P MN1 ext=5a021234

* a repeated part counts once
  = 16 PASS
    0.00  MN1..2 registers #1
    1.00  P > all  ask #7
    1.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P MN1..2
    1.21  HUT > P  part 1/1 #20 R ask=7 list=HUT,P MN1..2
    1.22  P > HUT  took #20

* an entry marked as deleted does not count
  = 16 PASS
    0.00  MN1..2 registers #1
    1.00  P asks #7 MN1..2 MN3/-5,X

* a binding is missing
  = 16 FAIL many bindings
    0.00  MN1..3 registers #1
  ! 1.00  P asks #7 MN1 MN3

* a binding stands in it twice
  = 16 FAIL many bindings
    0.00  MN1..3 registers #1
  ! 1.00  P asks #7 MN1..3 MN2

* all bindings are missing
  = 16 FAIL no binding
    0.00  MN1..3 registers #1
  ! 1.00  P asks #7

* a binding in the middle of two parts is missing
  = 16 FAIL many bindings
    0.00  MN1..3 registers #1
  ! 1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/2 #20 ask=7 list=HUT,P MN1
  ! 1.01  HUT > P  part 2/2 #21 ask=7 MN3
    1.02  P > HUT  took #20
    1.02  P > HUT  took #21

* the series breaks off although all parts were acknowledged
  = 16 FAIL one binding
    0.00  MN1..2 registers #1
  ! 1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/2 #20 ask=7 list=HUT,P MN1
    1.02  P > HUT  took #20

* the last part says that more follow
  = 16 FAIL
    0.00  MN1..2 registers #1
  ! 1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/9 #20 ask=7 list=HUT,P MN1
  ! 1.02  HUT > P  part 2/9 #21 ask=7 MN2
    1.03  P > HUT  took #20
    1.03  P > HUT  took #21

* the series breaks off since a part was not acknowledged
  = 16 NONE
    0.00  MN1..2 registers #1
    1.00  P > all  ask #7
    1.01  HUT > P  part 1/2 #20 ask=7 list=HUT,P MN1

* the series breaks off, and the HUT is gone
  = 16 INCONCLUSIVE
    0.00  MN1..2 registers #1
  ! 1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/2 #20 ask=7 list=HUT,P MN1
    1.02  P > HUT  took #20
    1.10  -- hut-gone reason=status=1

* a Table Reply to the whole group
  = 16 FAIL many bindings
  = 18,21 NONE
    0.00  MN1 registers #1
    1.00  P asks #7 MN1
  ! 1.01  HUT > all  part 1/1 #30 ask=7 list=HUT,P MN1

* a copy of the series to another
  : peers=PQ
  = 16 FAIL many bindings
    0.00  MN1 registers #1
    1.00  P asks #7 MN1
  ! 1.01  HUT > Q  part 1/1 #30 ask=7 list=HUT,P,Q MN1

* a binding that is not held throughout
  = 16 PASS
    0.00  MN1..2 registers #1
    1.00  P > all  ask #7
    1.01  MN3 > HUT  register
    1.02  HUT > P  part 1/1 #20 ask=7 list=HUT,P MN1..2
    1.03  HUT > MN3  reply
    1.04  HUT > all  update #3 MN3

* a binding that has expired
  = 16 PASS no binding
    0.00  MN1 registers #1 life=2
    9.00  P asks #7

* what it learned is not counted before it has joined
  = 16 PASS
  = 44 NONE
    0.00  P tells #5 MN1/-5
    1.00  P asks #7

* a part is acknowledged when it comes again
  = 18 PASS acknowledged after a retransmission
  = 45,48 NONE
    0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7
  ! 0.21  HUT > P  part 1/1 #20 R ask=7
    0.22  P > HUT  took #20

* a part is never acknowledged
  = 18,21 PASS never acknowledged
    0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P
  ! 0.21  HUT > P  part 1/1 #20 R ask=7 list=HUT,P
  ! 0.41  HUT > P  part 1/1 #20 R ask=7 list=HUT,P
  ! 0.61  HUT > P  part 1/1 #20 R ask=7 list=HUT,P

* a part is not sent again
  = 18 FAIL never acknowledged
  = 21 NONE
    0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7

* the part with the list is not sent again
  = 21,18 FAIL never acknowledged
    0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P

* an acknowledged part is sent again
  = 18 FAIL acknowledged after a retransmission
    0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7
    0.02  P > HUT  took #20
  ! 0.21  HUT > P  part 1/1 #20 R ask=7

* an acknowledged part is sent again with another one
  = 18 FAIL acknowledged after a retransmission
    0.00  MN1..2 registers #1
    1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/2 #20 ask=7 MN1
    1.01  HUT > P  part 2/2 #21 ask=7 MN2
    1.02  P > HUT  took #20
  ! 1.21  HUT > P  part 1/2 #20 R ask=7 MN1
    1.21  HUT > P  part 2/2 #21 R ask=7 MN2
    1.22  P > HUT  took #21

* one sending of a part too many
  = 18 FAIL never acknowledged
    0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7
    0.21  HUT > P  part 1/1 #20 R ask=7
    0.41  HUT > P  part 1/1 #20 R ask=7
  ! 0.61  HUT > P  part 1/1 #20 R ask=7
  ! 0.81  HUT > P  part 1/1 #20 R ask=7

* a part comes again with another number
  = 18 FAIL acknowledged after a retransmission
    0.00  MN1..2 registers #1
    1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/2 #20 ask=7 MN1
  ! 1.21  HUT > P  part 2/2 #20 R ask=7 MN1
    1.22  P > HUT  took #20

* a part comes again without its list
  = 21 FAIL acknowledged after a retransmission
    0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P
  ! 0.21  HUT > P  part 1/1 #20 R ask=7
    0.22  P > HUT  took #20

* a newer request ends the older series
  = 18 NONE
    0.00  P > all  ask #7
    0.01  HUT > P  part 1/1 #20 ask=7
    0.10  P > all  ask #8
    0.11  HUT > P  part 1/1 #21 ask=8
    0.12  P > HUT  took #21

* one part is given up, and so is the rest
  = 18 PASS never acknowledged
    0.00  MN1..3 registers #1
    1.00  P > all  ask #7
    1.01  HUT > P  part 1/3 #20 ask=7 MN1
    1.01  HUT > P  part 2/3 #21 ask=7 MN2
    1.02  P > HUT  took #21
    1.21  HUT > P  part 1/3 #20 R ask=7 MN1
    1.41  HUT > P  part 1/3 #20 R ask=7 MN1
    1.55  HUT > P  part 3/3 #22 ask=7 MN3
    1.61  HUT > P  part 1/3 #20 R ask=7 MN1

* a part is not sent again, and the HUT is gone
  = 18,21 INCONCLUSIVE never acknowledged
    0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P
    0.10  -- hut-gone reason=status=1

* every part is acknowledged at once
  = 18,21 NONE
    0.00  P asks #7

* a list
  = 19 PASS a Home Agent List in a series with bindings
    0.00  MN1 registers #1
  ! 1.00  P asks #7 MN1

* no list
  = 19 FAIL a Home Agent List in a series with bindings
    0.00  MN1 registers #1
  ! 1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/1 #20 ask=7 MN1
    1.02  P > HUT  took #20

* no list in a series that is not whole
  = 19,20 NONE
    0.00  MN1 registers #1
    1.00  P > all  ask #7
    1.01  HUT > P  part 1/2 #20 ask=7 MN1

* the list has the HUT and its members
  : peers=PQ
  = 20 PASS the members in the list
    0.00  MN1 registers #1
  ! 1.00  P asks #7 MN1

* the requester is in the list
  = 20 PASS the members in the list
    0.00  P tells #5 MN1/-5
  ! 2.00  P > all  ask #7
  ! 2.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P MN1

* a requester that nobody heard before is in the list
  = 20 PASS the members in the list
  ! 0.00  R > all  ask #7
  ! 0.01  HUT > R  part 1/1 #20 ask=7 list=HUT,P,R

* the requester is missing
  = 20 FAIL the members in the list
  ! 0.00  R > all  ask #7
  ! 0.01  HUT > R  part 1/1 #20 ask=7 list=HUT,P

* the HUT is missing
  = 20 FAIL the members in the list
  ! 0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7 list=P

* a member by configuration is missing
  : peers=PQ
  = 20 FAIL the members in the list
  ! 0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P

* a member by its update is missing
  = 20 FAIL the members in the list
    0.00  Q tells #5 MN1/-5,ha=Q
  ! 2.00  P > all  ask #7
  ! 2.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P

* who was named in a list, and not heard, is not judged here
  = 20 PASS the members in the list
    0.00  P tells #5 list=R MN1/-5
  ! 2.00  P > all  ask #7
  ! 2.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P

* a member by its hello is missing
  : fhrp=hsrp
  = 20 FAIL the members in the list
    0.00  Q > all  hello Active
  ! 2.00  P > all  ask #7
  ! 2.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P

* a member that was silent for ten hold times may be dropped
  : fhrp=hsrp
  = 20 PASS the members in the list
    0.00  Q > all  hello Active
  ! 6.00  P > all  ask #7
  ! 6.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P

* a member that was silent for ten hold times may be kept
  : fhrp=hsrp
  = 20 PASS the members in the list
    0.00  Q > all  hello Active
  ! 6.00  P > all  ask #7
  ! 6.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P,Q

* an id that the HUT was never shown
  = 20 FAIL the members in the list
  ! 0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P,Q

* no list at all
  = 20 FAIL the members in the list
  ! 0.00  P > all  ask #7
  ! 0.01  HUT > P  part 1/1 #20 ask=7

* Code 1 needs no list
  = 19,20 NONE
    0.00  P > all  ask #7
    0.01  HUT > P  part 1/1 #20 ask=7 code=1

* asked while nothing came yet
  = 22,49 PASS requested, and nothing came yet
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.10  P > all    ask #7
  ! 0.11  HUT > P    part 1/1 #20 ask=7 code=1
    0.12  P > HUT    took #20

* Code 0 while nothing came yet
  = 22,49 FAIL requested, and nothing came yet
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.10  P > all    ask #7
  ! 0.11  HUT > P    part 1/1 #20 ask=7

* no answer while nothing came yet
  : responder=never
  = 22,49 FAIL requested, and nothing came yet
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > all    ask #7

* no answer, and the HUT is gone while it joins
  = 22,49 INCONCLUSIVE requested, and nothing came yet
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > all    ask #7
    0.10  -- hut-gone reason=status=1

* asked while not all parts came
  = 22,49 PASS requested, and not all parts came
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.05  P > HUT    part 1/2 #800 ask=900 MN1/-5
    0.06  HUT > P    took #800
  ! 0.10  P > all    ask #7
  ! 0.11  HUT > P    part 1/1 #20 ask=7 code=1
    0.12  P > HUT    took #20

* Code 0 while not all parts came
  = 22,49 FAIL requested, and not all parts came
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.05  P > HUT    part 1/2 #800 ask=900 MN1/-5
    0.06  HUT > P    took #800
  ! 0.10  P > all    ask #7
  ! 0.11  HUT > P    part 1/1 #20 ask=7 list=HUT,P MN1/-5

* bindings with Code 1 make the message poorly formed
  = 22,49 FAIL requested, and not all parts came
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.05  P > HUT    part 1/2 #800 ask=900 MN1/-5
    0.06  HUT > P    took #800
  ! 0.10  P > all    ask #7
  ! 0.11  HUT > P    part 1/1 #20 ask=7 code=1 MN1/-5

* Code 0 once it has joined
  = 22,49 PASS initialized
  = 42 PASS a Table Request
  = 44 PASS one binding
  = 46 PASS
    0.00  HUT joins MN1/-5
  ! 1.00  P asks #7 MN1

* Code 1 once it has joined
  = 22,49 FAIL initialized
    0.00  HUT joins MN1/-5
  ! 1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/1 #20 ask=7 code=1
    1.02  P > HUT  took #20

* within one reply timeout of initialization either
  = 22,49 NONE
    0.00  HUT joins MN1/-5
    0.10  P > all  ask #7
    0.11  HUT > P  part 1/1 #20 ask=7 code=1
    0.12  P > HUT  took #20
    0.20  P asks #8 MN1

* initialized early, since every member answered Code 1
  = 22,49 NONE
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 1/1 #800 ask=900 code=1
    0.04  HUT > P    took #800
    0.10  P asks #7

* not initialized early, though every member answered Code 1
  = 22,49 NONE
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 1/1 #800 ask=900 code=1
    0.04  HUT > P    took #800
    0.10  P > all  ask #7
    0.11  HUT > P  part 1/1 #20 ask=7 code=1

* asked before the HUT asked anything
  = 22,49 NONE
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  P > all    ask #7
    0.03  HUT > P    part 1/1 #20 ask=7 code=1

* no answer once it has joined
  = 42 FAIL a Table Request
  = 44 FAIL many bindings
    0.00  HUT joins MN1/-5
  ! 1.00  P > all  ask #7

* no answer once it has joined, and it is gone
  = 42 INCONCLUSIVE a Table Request
  = 44 INCONCLUSIVE many bindings
    0.00  HUT joins MN1/-5
  ! 1.00  P > all  ask #7
    1.50  -- hut-gone reason=status=1

* what it learned and what registered with it
  = 44,16 PASS many bindings
    0.00  HUT joins MN1..2/-5
    0.50  MN3 registers #1
  ! 1.00  P asks #7 MN1..2/-5 MN3

* what it learned is missing
  = 44 FAIL many bindings
  = 16 PASS
    0.00  HUT joins MN1..3/-5
  ! 1.00  P asks #7 MN1 MN3

* what registered with it once it has joined is missing
  = 44,16 FAIL many bindings
    0.00  HUT joins MN1..2/-5
    0.50  MN3 registers #1
  ! 1.00  P asks #7 MN1..2/-5

* once joined, a part is acknowledged when it comes again
  = 45,48 PASS acknowledged after a retransmission
    0.00  HUT joins
    1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P
  ! 1.21  HUT > P  part 1/1 #20 R ask=7 list=HUT,P
    1.22  P > HUT  took #20

* once joined, a part is never acknowledged
  = 45,48 PASS never acknowledged
    0.00  HUT joins
    1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P
  ! 1.21  HUT > P  part 1/1 #20 R ask=7 list=HUT,P
  ! 1.41  HUT > P  part 1/1 #20 R ask=7 list=HUT,P
  ! 1.61  HUT > P  part 1/1 #20 R ask=7 list=HUT,P

* once joined, a part is not sent again
  = 45,48 FAIL never acknowledged
    0.00  HUT joins
    1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P

* once joined, a part is not sent again, and the HUT is gone
  = 45,48 INCONCLUSIVE never acknowledged
    0.00  HUT joins
    1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P
    1.10  -- hut-gone reason=status=1

* once joined, no list
  = 46 FAIL a Home Agent List in a series with bindings
    0.00  HUT joins MN1/-5
  ! 1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/1 #20 ask=7 MN1
    1.02  P > HUT  took #20

* a HUT that starts again has joined only when it has joined again
  = 44,46 NONE
    0.00  HUT joins MN1/-5
    0.50  -- hut-killed
    0.60  -- hut-starting
    0.61  -- hut-ready
    0.62  HUT > all  ask #950
    3.00  P asks #7

* a request comes twice, and the second is not applied
  = 14 PASS a Table Request
    0.00  P > all  ask #7 id=0
    0.01  HUT > P  part 1/1 #20 ask=7
    0.02  P > HUT  took #20
    0.30  P > all  ask #7 id=0

* a request comes after a newer one, and is ignored
  = 14 PASS a Table Request
    0.00  P > all  ask #7
    0.01  HUT > P  part 1/1 #20 ask=7
    0.02  P > HUT  took #20
    0.03  P > all  ask #6 id=-1

* a request comes after an older one, and is ignored
  = 14 FAIL a Table Request
    0.00  P asks #6
  ! 0.30  P > all  ask #7

* a HUT that is asking may be asked until it surely waits no more
  = 22 NONE
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.17  P > all    ask #7
    0.32  HUT > all  ask #901
    0.62  HUT > all  ask #902
    0.92  HUT > all  ask #903

* of two unacknowledged parts the first has Code 1, and the second is not sent again
  = 18 FAIL
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > all    ask #6
    0.04  HUT > P    part 1/1 #20 ask=6 code=1
    0.10  P > HUT    part 1/1 #800 ask=900 list=P MN9/-20
    0.11  HUT > P    took #800
    3.00  P > all    ask #7
    3.01  HUT > P    part 1/1 #21 ask=7 list=HUT,P MN9/-20,left=597

* of two unacknowledged parts the first has no list, and the second is not sent again
  = 21 FAIL
    0.00  P > all    ask #7
    0.01  HUT > P    part 1/2 #20 ask=7 MN1/-5
    0.02  P > HUT    took #20
    0.03  HUT > P    part 2/2 #21 ask=7 list=HUT,P

* a part is acknowledged when it might have been sent again
  = 18 NONE
    0.00  P > all    ask #7
    0.01  HUT > P    part 1/1 #20 ask=7 list=HUT,P
    0.21  P > HUT    took #20

* Code 1 with bindings
  = 22 FAIL
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > all    ask #6
    0.04  HUT > P    part 1/1 #20 ask=6 code=1 MN1/-5
    0.05  P > HUT    took #20

* a HUT that has joined answers too late
  = 22 FAIL
    0.00  HUT joins MN9/-20
    2.00  P > all    ask #7
    3.10  HUT > P    part 1/1 #20 ask=7 list=HUT,P MN9/-20,left=597
    3.11  P > HUT    took #20

* a list has two strangers
  = 20 FAIL
    0.00  P > all    ask #7
    0.01  HUT > P    part 1/1 #20 ask=7 list=HUT,P,STRANGER,R
    0.02  P > HUT    took #20

* nine parts, and the last one is missing
  = 16 FAIL
    0.00  P > all    ask #7
    0.01  HUT > P    part 1/10 #20 ask=7 list=HUT,P MN1/-5
    0.02  HUT > P    part 2/10 #21 ask=7 MN2/-5
    0.03  HUT > P    part 3/10 #22 ask=7 MN3/-5
    0.04  HUT > P    part 4/10 #23 ask=7 MN4/-5
    0.05  HUT > P    part 5/10 #24 ask=7 MN5/-5
    0.06  HUT > P    part 6/10 #25 ask=7 MN6/-5
    0.07  HUT > P    part 7/10 #26 ask=7 MN7/-5
    0.08  HUT > P    part 8/10 #27 ask=7 MN8/-5
    0.09  HUT > P    part 9/10 #28 ask=7 MN9/-5
    0.10  P > HUT    took #20
    0.10  P > HUT    took #21
    0.10  P > HUT    took #22
    0.10  P > HUT    took #23
    0.10  P > HUT    took #24
    0.10  P > HUT    took #25
    0.10  P > HUT    took #26
    0.10  P > HUT    took #27
    0.10  P > HUT    took #28

* a part is not sent again, before the one before it is given up
  = 18 FAIL
    0.00  P > all    ask #7
    0.01  HUT > P    part 1/2 #20 ask=7 list=HUT,P MN1/-5
    0.02  HUT > P    part 2/2 #21 ask=7 MN2/-5
    0.21  HUT > P    part 1/2 #20 R ask=7 list=HUT,P MN1/-5
    0.22  HUT > P    part 2/2 #21 R ask=7 MN2/-5
    0.61  HUT > P    part 1/2 #20 R ask=7 list=HUT,P MN1/-5
    1.41  HUT > P    part 1/2 #20 R ask=7 list=HUT,P MN1/-5

* a part is not sent again once one of the same moment is given up
  = 18 PASS never acknowledged
    0.00  P > all    ask #7
    0.01  HUT > P    part 1/2 #20 ask=7 list=HUT,P MN1/-5
    0.01  HUT > P    part 2/2 #21 ask=7 MN2/-5
    0.21  HUT > P    part 1/2 #20 R ask=7 list=HUT,P MN1/-5
    0.21  HUT > P    part 2/2 #21 R ask=7 MN2/-5
    0.61  HUT > P    part 1/2 #20 R ask=7 list=HUT,P MN1/-5
    0.61  HUT > P    part 2/2 #21 R ask=7 MN2/-5
    1.41  HUT > P    part 1/2 #20 R ask=7 list=HUT,P MN1/-5

* a part is missing, though the last one came
  = 16 FAIL many bindings
    0.00  MN1..2 registers #1
  ! 1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/3 #20 ask=7 list=HUT,P MN1
  ! 1.02  HUT > P  part 3/3 #22 ask=7 MN2
    1.03  P > HUT  took #20
    1.03  P > HUT  took #22

* the table may be initialized just when an answer is due
  = 14 NONE
  : responder=never
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.17  Q > all    ask #5

* a table is asked for at the moment from which on it is surely initialized
  = 16 FAIL one binding
    0.00   HUT joins MN9/-20
    0.10   MN1 registers #1
  ! 0.304  P asks #7 MN9/-20

* one binding in more than a window
  = 16 PASS one binding
  : window=1
    0.00  MN1 registers #1
  ! 1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/2 #20 ask=7 list=HUT,P
  ! 1.01  HUT > P  part 2/2 #21 ask=7 MN1
    1.02  P > HUT  took #20
    1.02  P > HUT  took #21

* two bindings are missing
  = 16 FAIL one binding
    0.00  MN1..3 registers #1
  ! 1.00  P asks #7 MN1

* an answer that has bindings, and is late, before anything came
  = 22 FAIL requested, and nothing came yet
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.05  Q > all    ask #5
  ! 1.10  HUT > Q    part 1/1 #20 ask=5 MN1/-5

* a part is sent at the moment of its request, and never again
  = 18 FAIL never acknowledged
  ! 0.00  HUT > P  part 1/1 #20 ask=7
    0.00  P > all  ask #7

* a binding from nowhere
  = 16 FAIL one binding
    0.00  -- hut-starting
    0.01  -- hut-ready
  ! 2.00  P > all  ask #7
  ! 2.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P MN1/-5,ha=HUT
    2.02  P > HUT  took #20

* a binding that the HUT may have had before the trace began
  = 16 PASS
    2.00  P > all  ask #7
    2.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P MN1/-5,ha=HUT
    2.02  P > HUT  took #20

* a binding that was asked for and refused is no binding from nowhere
  = 16 PASS
    0.00  -- hut-starting
    0.01  -- hut-ready
    1.00  MN1 > HUT  register bad
    1.01  HUT > MN1  reply code=131
    2.00  P > all  ask #7
    2.01  HUT > P  part 1/1 #20 ask=7 list=HUT,P MN1
    2.02  P > HUT  took #20
