Claims 33 and 36 to 39: what other Home Agents tell is taken in, acknowledged and outlived.
The deleted entry time is 1.2 s.

* a new mobile node
  = 33 PASS a new MN
  = 36 PASS an update
  ! 0.00  P tells #5 MN1/-5
  ! 1.00  P asks #7 MN1

* several mobile nodes
  = 33 PASS several MNs
  ! 0.00  P tells #5 MN1..3/-5
  ! 1.00  P asks #7 MN1..3

* a newer binding
  = 33 PASS a newer binding
    0.00  P tells #5 MN1/-5
  ! 0.50  P tells #6 MN1/-4,coa=9
  ! 1.00  P asks #7 MN1/-4,coa=9

* an older binding
  = 33 PASS an older binding
    0.00  P tells #5 MN1/-5
  ! 0.50  P tells #6 MN1/-6,coa=9
  ! 1.00  P asks #7 MN1/-5

* a new mobile node is not shown
  = 33 FAIL a new MN
  ! 0.00  P tells #5 MN1/-5
  ! 1.00  P asks #7

* one of several is not shown
  = 33 FAIL
  ! 0.00  P tells #5 MN1..3/-5
  ! 1.00  P asks #7 MN1 MN3

* a newer binding is not applied
  = 33 FAIL a newer binding
    0.00  P tells #5 MN1/-5
  ! 0.50  P tells #6 MN1/-4,coa=9
  ! 1.00  P asks #7 MN1/-5

* an older binding is applied
  = 33 FAIL an older binding
    0.00  P tells #5 MN1/-5
  ! 0.50  P tells #6 MN1/-6,coa=9
  ! 1.00  P asks #7 MN1/-6,coa=9

* an equal Identification changes nothing
  = 33 FAIL an older binding
    0.00  P tells #5 MN1/-5
  ! 0.50  P tells #6 MN1/-5,coa=9
  ! 1.00  P asks #7 MN1/-5,coa=9

* an update that was not acknowledged in time is applied all the same
  = 33 PASS a new MN
    0.00  P > all  update #5 MN1/-5
    2.00  P asks #7 MN1

* an update with a wrong authenticator is not told
  = 33,36 NONE
    0.00  P > all  update #5 bad MN1/-5
    1.00  P asks #7

* an update for another group is not told
  = 33,36 NONE
    0.00  P > all  update #5 group=8 MN1/-5
    1.00  P asks #7

* an update in another's name is not told
  = 33,36 NONE
    0.00  P > all  update #5 as=Q MN1/-5
    1.00  P asks #7

* an update outside the replay window is not told
  = 33,36 NONE
    0.00  P > all  update #5 id=-8 MN1/-9
    1.00  P asks #7

* an update that the HUT refused is not told
  = 33 NONE
    0.00  P > all  update #5 MN1/-5
    0.01  HUT > P  ack #5 code=130
    1.00  P asks #7

* a binding expires
  = 33 PASS a new MN
    0.00  P tells #5 MN1/-5,left=3
    1.00  P asks #7 MN1/-5,left=2
    9.00  P asks #8

* the probe is not answered with a whole table
  = 33 INCONCLUSIVE shown
  ! 0.00  P tells #5 MN1/-5
  ! 1.00  P > all  ask #7
  ! 1.01  HUT > P  part 1/2 #20 ask=7 MN1

* what is never asked for is never shown
  = 33 NONE
    0.00  P tells #5 MN1/-5

* a registration is newer than what P tells
  = 33 PASS an older binding
    0.00  MN1 registers #1
    0.50  P tells #6 MN1/-6,coa=9
    1.00  P asks #7 MN1/0

* a mobile node that P told of de-registers at the bound care-of address
  = 23 PASS shown
  = 16 PASS
    0.00  P tells #5 MN1..3/-5
    0.10  P asks #6 MN1..3
    0.20  MN2 > HUT  register life=0
    0.21  HUT > MN2  reply
    0.22  HUT > all  update #1 MN2
    0.23  P > HUT    ack #1
    1.00  P asks #7 MN1 MN3

* a mobile node that P told of de-registers, and is still shown
  = 23 FAIL shown
    0.00  P tells #5 MN1..3/-5
  ! 0.20  MN2 > HUT  register life=0
    0.21  HUT > MN2  reply
    0.22  HUT > all  update #1 MN2
    0.23  P > HUT    ack #1
  ! 1.00  P asks #7 MN1..3/-5

* a mobile node of P's table de-registers
  = 23 PASS shown
  = 44 PASS many bindings
    0.00  HUT joins MN1..3/-5
    0.80  MN2 > HUT  register life=0
    0.81  HUT > MN2  reply
    0.82  HUT > all  update #1 MN2
    0.83  P > HUT    ack #1
    1.50  P asks #7 MN1 MN3

* a mobile node that P told of is not bound where it de-registers
  = 44,16 PASS
  = 23 NONE
    0.00  HUT joins MN1..3/-5
    0.50  MN2 registers #1
    1.00  P tells #5 MN2/0.8,coa=9
    1.20  MN2 > HUT  register life=0
    1.21  HUT > MN2  reply
    2.00  P asks #7 MN1 MN3 MN2/0.8,coa=9

* an acknowledgement
  = 36 PASS an update
  ! 0.00  P > all  update #5 MN1/-5
  ! 0.10  HUT > P  ack #5

* a duplicate is acknowledged again
  = 36 PASS a true duplicate
    0.00  P > all  update #5 id=0 MN1/-5
    0.10  HUT > P  ack #5
  ! 0.20  P > all  update #5 id=0 MN1/-5
  ! 0.30  HUT > P  ack #5

* a retransmission is acknowledged again
  = 36 PASS a true duplicate
    0.00  P > all  update #5 MN1/-5
    0.10  HUT > P  ack #5
  ! 0.20  P > HUT  update #5 R MN1/-5
  ! 0.30  HUT > P  ack #5

* the content of a duplicate does not count
  = 36 PASS the same Sequence Number, R = 1, another MN
    0.00  P tells #5 MN1/-5
  ! 0.20  P > all  update #5 R MN2/-5
  ! 0.30  HUT > P  ack #5
    1.00  P asks #7 MN1

* the same Sequence Number with R = 0 and another Identification is a new message
  = 33 PASS a new MN
    0.00  P tells #5 MN1/-5
  ! 0.20  P tells #5 MN2/-5
  ! 1.00  P asks #7 MN1..2

* what came in a duplicate only is shown
  = 36 FAIL the same Sequence Number, R = 1, another MN
    0.00  P tells #5 MN1/-5
  ! 0.20  P tells #5 R MN2/-5
  ! 1.00  P asks #7 MN1..2

* a newer binding that came in a duplicate only is shown
  = 36 FAIL the same Sequence Number, R = 1, another MN
    0.00  P tells #4 MN2/-6
    0.10  P tells #5 MN1/-5
  ! 0.20  P tells #5 R MN2/-5,coa=9
  ! 1.00  P asks #7 MN1 MN2/-5,coa=9

* no acknowledgement
  = 36 FAIL an update
  ! 0.00  P > all  update #5 MN1/-5

* a late acknowledgement
  = 36 FAIL an update
  ! 0.00  P > all  update #5 MN1/-5
    1.10  HUT > P  ack #5

* no second acknowledgement
  = 36 FAIL a true duplicate
    0.00  P > all  update #5 id=0 MN1/-5
    0.01  HUT > P  ack #5
  ! 1.20  P > all  update #5 id=0 MN1/-5

* an acknowledgement with another Code
  = 36 FAIL an update
  ! 0.00  P > all  update #5 MN1/-5
  ! 0.10  HUT > P  ack #5 code=129

* an acknowledgement of another Sequence Number
  = 36 FAIL an update
  ! 0.00  P > all  update #5 MN1/-5
  ! 0.10  HUT > P  ack #6

* an acknowledgement to the whole group
  = 36 FAIL an update
  ! 0.00  P > all    update #5 MN1/-5
  ! 0.10  HUT > all  ack #5

* an acknowledgement to another
  = 36 FAIL an update
  ! 0.00  P > all  update #5 MN1/-5
  ! 0.10  HUT > Q  ack #5

* an acknowledgement to P, and to another too
  = 36 FAIL an update
  ! 0.00  P > all  update #5 MN1/-5
    0.10  HUT > P  ack #5
  ! 0.11  HUT > Q  ack #5

* an acknowledgement of another kind
  = 36 FAIL an update
  ! 0.00  P > all  update #5 MN1/-5
    0.10  HUT > P  took #5

* no acknowledgement, and the HUT is gone
  = 36 INCONCLUSIVE an update
  ! 0.00  P > all  update #5 MN1/-5
    0.50  -- hut-gone reason=status=1

* no acknowledgement, and nothing afterwards
  = 36 INCONCLUSIVE an update
  ! 0.00  P > all  update #5 MN1/-5
    0.01  -- silent

* an update before the HUT is ready is nobody's duty
  = 36 NONE
    0.00  -- hut-starting
    0.01  P > all  update #5 MN1/-5
    0.50  -- hut-ready

* a deletion between others
  = 37 PASS a deletion between others
  = 38 PASS a deletion between others
    0.00  P tells #5 MN1..3/-5
  ! 0.50  P > all  update #6 MN2/-4,X
  ! 0.51  HUT > P  ack #6
    1.00  P asks #7 MN1 MN3

* a deletion between others is shown
  = 37 PASS shown
    0.00  P tells #5 MN1..3/-5
  ! 0.50  P tells #6 MN2/-4,X
  ! 1.00  P asks #7 MN1 MN3 MN2/-4,X

* a deletion is not acknowledged
  = 37,38 FAIL a deletion between others
    0.00  P tells #5 MN1..3/-5
  ! 0.50  P > all  update #6 MN2/-4,X

* a deletion is not acknowledged, and the HUT is gone
  = 37,38 INCONCLUSIVE a deletion between others
    0.00  P tells #5 MN1..3/-5
  ! 0.50  P > all  update #6 MN2/-4,X
    0.60  -- hut-gone reason=status=1

* a deleted binding is still shown
  = 37 FAIL shown
    0.00  P tells #5 MN1..3/-5
  ! 0.50  P tells #6 MN2/-4,X
  ! 1.00  P asks #7 MN1..3/-5

* a deleted binding is shown again later
  = 37 FAIL shown
    0.00  P tells #5 MN1..3/-5
  ! 0.50  P tells #6 MN2/-4,X
    1.00  P asks #7 MN1 MN3
  ! 4.00  P asks #8 MN1..3/-5

* a deletion takes another binding with it
  = 37 FAIL shown
  ! 0.00  P tells #5 MN1..3/-5
  ! 0.50  P tells #6 MN2/-4,X
  ! 1.00  P asks #7 MN1

* an older deletion changes nothing
  = 37 PASS shown
    0.00  P tells #5 MN1..3/-5
  ! 0.50  P tells #6 MN2/-6,X
  ! 1.00  P asks #7 MN1..3/-5

* an older binding after the deletion of a held one: kept out
  = 33,37,38 PASS
    0.00  P tells #5 MN1..3/-5
    0.50  P tells #6 MN2/-3,X
    0.60  P tells #8 MN2/-4
    0.70  P tells #9 MN4/-4
    1.00  P asks #7 MN1/-5 MN3/-5 MN4/-4

* an older binding after the deletion of a held one: taken
  = 33,37,38 PASS
    0.00  P tells #5 MN1..3/-5
    0.50  P tells #6 MN2/-3,X
    0.60  P tells #8 MN2/-4
    0.70  P tells #9 MN4/-4
    1.00  P asks #7 MN1/-5 MN2/-4 MN3/-5 MN4/-4

* a deletion overtakes its registration
  = 38 PASS an older binding by update after a deletion of an unknown MN
    0.00  P tells #5 MN1/-5,X
  ! 0.10  P tells #6 MN1/-20
  ! 0.50  P asks #7

* the deletion of an unknown mobile node is not acknowledged
  = 38 FAIL an older binding by update after a deletion of an unknown MN
  ! 0.00  P > all  update #5 MN1/-5,X

* no mark was left
  = 38,39 FAIL
    0.00  P tells #5 MN1/-5,X
  ! 0.10  P tells #6 MN1/-20
  ! 0.50  P asks #7 MN1/-20

* a newer binding after the mark
  = 38 PASS a newer binding after the mark
    0.00  P tells #5 MN1/-5,X
  ! 0.10  P tells #6 MN1/-4
  ! 0.50  P asks #7 MN1/-4

* a newer binding is kept out by the mark
  = 38 FAIL a newer binding after the mark
    0.00  P tells #5 MN1/-5,X
  ! 0.10  P tells #6 MN1/-4
  ! 0.50  P asks #7

* a mark takes the newer Identification
  = 38 PASS an older binding by update after a deletion of an unknown MN
    0.00  P tells #5 MN1/-5,X
    0.10  P tells #6 MN1/-3,X
  ! 0.20  P tells #8 MN1/-4
  ! 0.50  P asks #7

* a mark does not take the newer Identification
  = 38 FAIL an older binding by update after a deletion of an unknown MN
    0.00  P tells #5 MN1/-5,X
    0.10  P tells #6 MN1/-3,X
  ! 0.20  P tells #8 MN1/-4
  ! 0.50  P asks #7 MN1/-4

* a deletion comes first while the HUT joins
  = 38 PASS an older binding by a part while the HUT joins
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P tells #5 MN1/-5,X
  ! 0.10  P > HUT    part 1/1 #800 ask=900 MN1..2/-20
    0.11  HUT > P    took #800
  ! 0.80  P asks #7 MN2/-20

* no mark is left while the HUT joins
  = 38 FAIL an older binding by a part while the HUT joins
  = 26 PASS
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P tells #5 MN1/-5,X
  ! 0.10  P > HUT    part 1/1 #800 ask=900 MN1..2/-20
    0.11  HUT > P    took #800
  ! 0.80  P asks #7 MN1..2/-20

* no deletion, no mark
  = 37,38,39 NONE
    0.00  P tells #5 MN1/-5
    1.00  P asks #7 MN1

* the mark holds before the deleted entry time
  = 39 PASS before the deleted entry time
    0.00  P tells #5 MN1/-5,X
  ! 0.10  P tells #6 MN1/-20
  ! 0.50  P asks #7

* the mark is gone after the deleted entry time
  = 39 PASS after the deleted entry time
    0.00  P tells #5 MN1/-5,X
  ! 2.00  P tells #6 MN1/-20
  ! 2.50  P asks #7 MN1/-20

* the mark is never purged
  = 39 FAIL after the deleted entry time
  = 38 PASS
    0.00  P tells #5 MN1/-5,X
  ! 2.00  P tells #6 MN1/-20
  ! 2.50  P asks #7

* a mark that may be purged, and the older binding twice
  = 38 PASS
  = 39 NONE
    0.00  P tells #5 MN1/-5,X
    1.25  P tells #6 MN1/-5,bound
    1.50  P tells #8 MN1/-5,bound
    1.60  P asks #7

* a mark that was purged and made anew
  = 38 FAIL an older binding by update after a deletion of an unknown MN
    0.00  P tells #5 MN1/-5,X
    2.00  P tells #6 MN1/-4,X
  ! 2.10  P tells #8 MN1/-20
  ! 2.50  P asks #7 MN1/-20

* in between nobody can tell
  = 39 NONE
    0.00  P tells #5 MN1/-5,X
    1.50  P tells #6 MN1/-20
    2.50  P asks #7

* a further deletion marks again
  = 39 NONE
    0.00  P tells #5 MN1/-5,X
    1.00  P tells #6 MN1/-4,X
    2.00  P tells #8 MN1/-20
    2.50  P asks #7

* the older binding before and after
  = 39,38 PASS
    0.00  P tells #5 MN1/-5,X
    0.10  P tells #6 MN1/-20
    0.50  P asks #7
    2.00  P tells #8 MN1/-20
    2.50  P asks #9 MN1/-20

* what a mark kept out does not come back when it is purged
  = 38,39 PASS
  = 33,37 NONE
    0.00  P tells #5 MN1/-5,X
    0.10  P tells #6 MN1/-20
    0.50  P asks #7
    2.50  P asks #9

* a deletion is acknowledged to its sender, and to another
  = 36 FAIL
  = 37 PASS
  : peers=PQ
    0.00  P tells #4 MN1..3/-9
    1.00  P > all    update #5 MN2/-5,X
    1.01  HUT > P    ack #5
    1.02  HUT > Q    ack #5
    2.00  P asks #7 MN1/-9,left=599 MN3/-9,left=599

* of four bindings that another deletion ended none is shown
  = 37 FAIL
    0.00  P tells #4 MN1..6/-9
    1.00  P tells #5 MN2/-5,X
    2.00  P asks #7 MN6/-9,left=599

* an older binding at the moment when the mark must be purged
  = 39 NONE
    0.00  P > all  update #5 MN1/-5,X
    0.00  HUT > P  ack #5
    1.80  P > all  update #6 MN1/-20
    1.80  HUT > P  ack #6
    4.00  P asks #7

* two bindings in one update
  = 33 PASS
    0.00  P tells #5 MN1..2/-5
    1.00  P asks #7 MN1..2/-5,left=599

* a binding after a mark of it
  = 33 NONE
    0.00  P tells #5 MN1/-5,X
    0.50  P tells #6 MN1/-2
    1.00  P asks #7 MN1/-2,left=599

* the acknowledgement of another comes as late as one may come
  = 36 FAIL an update
  ! 0.00  P > all  update #5 MN1/-5
  ! 1.00  HUT > Q  ack #5

* a deletion is acknowledged to the whole group, which is the affair of claim 36
  = 37 PASS a deletion between others
  = 36 FAIL an update
    0.00  P tells #5 MN1..3/-5
  ! 0.50  P > all    update #6 MN2/-4,X
  ! 0.51  HUT > all  ack #6

* what came in a duplicate only is shown later, and not before
  = 36 FAIL the same Sequence Number, R = 1, another MN
    0.00  P tells #5 MN1/-5
    0.10  P asks #6 MN1
  ! 0.20  P tells #5 R MN2/-5
    1.00  P asks #7 MN1
  ! 2.00  P asks #8 MN1..2

* an update that the HUT refused is told nevertheless
  = 36 FAIL an update
    0.00  P tells #4 MN1/-5
  ! 0.10  P > all  update #5 MN2/-5
  ! 0.11  HUT > P  ack #5 code=129
    1.00  P asks #7 MN1..2

* a binding whose lifetime may have ended is told anew
  = 33 NONE
    0.00  P tells #5 MN1/-5,life=5
    5.00  P tells #6 MN1/-1
    5.50  P asks #7 MN1/-1

* a newer binding at the very end of the longest time that a mark may be kept
  = 38 PASS a newer binding after the mark
    0.00   P tells #5 MN1/-5,X
  ! 1.801  P tells #6 MN1/-4
  ! 2.50   P asks #7 MN1/-4

* a newer binding of one mobile node, and an older one of another
  = 39 PASS before the deleted entry time
    0.00  P tells #5 MN1..2/-5,X
    0.10  P tells #6 MN1/-4
  ! 0.20  P tells #8 MN2/-20
  ! 0.50  P asks #7 MN1/-4

* on a lossy network a state is shown that the capture does not have, and later one that it has
  = 33 PASS a newer binding
  : lossy=yes
    0.00  P tells #5 MN1/-5
    1.00  P asks #7 MN1/-4
  ! 2.00  P tells #6 MN1/-3
  ! 3.00  P asks #8 MN1/-3

* the lifetime may have ended when it is asked for, and later nothing is shown
  = 33 NONE
    0.00  P > all  update #5 MN1/-5,life=1
    0.50  HUT > P  ack #5
    0.50  P asks #7
    3.00  P > all  ask #8

* of one mobile node the lifetime may have ended, and the other is never shown
  = 33 INCONCLUSIVE
    0.00  P tells #5 MN1/-5,life=1
    0.50  P asks #7
  ! 2.00  P tells #6 MN2/-5
  ! 3.00  P > all  ask #8

* a table is not shown, and later not whole
  = 33 INCONCLUSIVE
  ! 0.00  P tells #5 MN1/-5
  ! 1.00  P > all  ask #7
    3.00  P > all  ask #8
    3.01  HUT > P  part 1/2 #20 ask=8 list=HUT,P MN1/-5
