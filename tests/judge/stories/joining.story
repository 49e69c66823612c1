Claims 11, 12, 26 and 30: the HUT starts, asks for the table, and takes it.

* the HUT joins with one part, and shows it
  = 26 PASS shown
  = 12 PASS one part
  = 11,30 PASS requests the table
    0.00  HUT joins MN1..2/-5
    1.00  P asks #7 MN1..2

* it asks the group
  = 26 PASS requests the table
    0.00  -- hut-starting
    0.01  -- hut-ready
  ! 0.02  HUT > all  ask #900

* it listens first; whether it may is not judged here
  = 26 PASS requests the table
    0.00  -- hut-starting
    0.01  -- hut-ready
  ! 0.62  HUT > all  ask #900

* it asks nobody
  = 26 FAIL requests the table
    0.00  -- hut-starting
    0.01  -- hut-ready

* it asks too late
  = 26 FAIL requests the table
    0.00  -- hut-starting
    0.01  -- hut-ready
    2.00  HUT > all  ask #900

* it asks one member alone
  = 26 FAIL requests the table
    0.00  -- hut-starting
    0.01  -- hut-ready
  ! 0.02  HUT > P    ask #900

* it asks at another port
  = 26 FAIL requests the table
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900 port=5434

* it asks for another group
  = 26 FAIL requests the table
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900 group=8

* it knows no member when it starts
  : peers=-
  = 26 NONE
    0.00  -- hut-starting
    0.01  -- hut-ready

* a HUT that ran before is not joining
  = 11,12,26,30 NONE
    0.00  P tells #5 MN1/-5

* it is gone instead of asking
  = 26 INCONCLUSIVE requests the table
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.10  -- hut-gone reason=status=1

* it answers nothing afterwards
  = 26 INCONCLUSIVE requests the table
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.10  -- silent

* the case ends before it must have asked
  = 26 NONE
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.50  -- case-ended

* a Table Request carries another id than the HUT's
  = 11,30 FAIL requests the table
    0.00  -- hut-starting
    0.01  -- hut-ready
  ! 0.02  HUT > all  ask #900 as=Q

* a Table Request carries the virtual IP
  = 11,30 FAIL requests the table
    0.00  -- hut-starting
    0.01  -- hut-ready
  ! 0.02  HUT > all  ask #900 as=VIP

* a Table Request comes from the virtual IP
  = 11,30 FAIL requests the table
    0.00  -- hut-starting
    0.01  -- hut-ready
  ! 0.02  VIP > all  ask #900 as=VIP

* further requests of an initialized HUT are no failure
  = 26,11 PASS
    0.00  HUT joins MN1/-5
    2.00  HUT > all  ask #901
    2.01  P > HUT    part 1/1 #801 ask=901 MN1/-5,left=598
    2.02  HUT > P    took #801
    3.00  P asks #7 MN1/-5,left=598

* an empty table
  = 12 PASS one part
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/1 #800 ask=900
  ! 0.04  HUT > P    took #800

* Code 1 is acknowledged too
  = 12 PASS one part
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/1 #800 ask=900 code=1
  ! 0.04  HUT > P    took #800

* many parts
  = 12 PASS many parts
  = 26 PASS parts are acknowledged
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/2 #800 ask=900 MN1/-5
  ! 0.04  HUT > P    took #800
    0.05  P > HUT    part 2/2 #801 ask=900 MN2/-5
    0.06  HUT > P    took #801
    1.00  P asks #7 MN1..2

* parts out of order
  = 12 PASS parts out of order
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 2/2 #800 ask=900 MN2/-5
    0.04  HUT > P    took #800
  ! 0.05  P > HUT    part 1/2 #801 ask=900 MN1/-5
  ! 0.06  HUT > P    took #801
    1.00  P asks #7 MN1..2

* a part lost once and repeated
  = 12 PASS a part repeated
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 2/2 #801 ask=900 MN2/-5
    0.04  HUT > P    took #801
  ! 0.23  P > HUT    part 1/2 #800 ask=900 R MN1/-5
  ! 0.24  HUT > P    took #800
    1.00  P asks #7 MN1..2

* a part that came twice is acknowledged twice
  = 12 PASS a part repeated
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 1/1 #800 ask=900 MN1/-5
    0.04  HUT > P    took #800
  ! 0.23  P > HUT    part 1/1 #800 ask=900 R MN1/-5
  ! 0.24  HUT > P    took #800

* a part that came twice is acknowledged once
  = 12 FAIL a part repeated
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 1/2 #800 ask=900 MN1/-5
    0.04  HUT > P    took #800
  ! 0.23  P > HUT    part 1/2 #800 ask=900 R MN1/-5
    0.25  P > HUT    part 2/2 #801 ask=900 MN2/-5
    0.26  HUT > P    took #801

* sub-options
  = 12 PASS sub-options
    0.00  HUT joins MN1/-5 MN2/-5,opt=1 MN3/-5,opt=200
    1.00  P asks #7 MN1 MN2/-5,opt=1 MN3/-5,opt=200

* an unknown sub-option is not passed on
  = 12,26 FAIL shown
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/1 #800 ask=900 MN1/-5,opt=200
    0.04  HUT > P    took #800
  ! 1.00  P asks #7 MN1

* a part that is not acknowledged
  = 12 FAIL one part
  = 26 FAIL parts are acknowledged
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/1 #800 ask=900 MN1/-5

* a part that is refused
  = 12 FAIL one part
  = 26 FAIL parts are acknowledged
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/1 #800 ask=900 MN1/-5
  ! 0.04  HUT > P    took #800 code=134

* a part of which another Sequence Number is acknowledged
  = 12 FAIL one part
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/1 #800 ask=900 MN1/-5
  ! 0.04  HUT > P    took #900

* a part that is not acknowledged, and the HUT is gone
  = 12 INCONCLUSIVE one part
  = 26 INCONCLUSIVE parts are acknowledged
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/1 #800 ask=900 MN1/-5
    0.10  -- hut-gone reason=status=1

* a binding is missing from what the HUT learned
  = 12,26 FAIL shown
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/1 #800 ask=900 MN1..2/-5
    0.04  HUT > P    took #800
  ! 1.00  P asks #7 MN2

* the binding of the lost part is missing
  = 12 FAIL shown
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 2/2 #801 ask=900 MN2/-5
    0.04  HUT > P    took #801
  ! 0.23  P > HUT    part 1/2 #800 ask=900 R MN1/-5
    0.24  HUT > P    took #800
  ! 1.00  P asks #7 MN2

* the lifetime grew by replication
  = 12,26 FAIL shown
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/1 #800 ask=900 MN1/-5,left=500
    0.04  HUT > P    took #800
  ! 1.00  P asks #7 MN1/-5,left=600

* each part has the lifetimes of its own time, and a long table takes a while
  = 12,26 PASS shown
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 1/1 #800 ask=900 MN1..2/-5,left=500
    0.04  HUT > P    took #800
    1.00  P > all    ask #7
    1.01  HUT > P    part 1/2 #20 ask=7 list=HUT,P MN1/-5,left=499
    9.00  HUT > P    part 2/2 #21 ask=7 MN2/-5,left=491

* the lifetime grew in the last part of a long table
  = 12,26 FAIL shown
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/1 #800 ask=900 MN1..2/-5,left=500
    0.04  HUT > P    took #800
  ! 1.00  P > all    ask #7
  ! 1.01  HUT > P    part 1/2 #20 ask=7 list=HUT,P MN1/-5,left=499
  ! 9.00  HUT > P    part 2/2 #21 ask=7 MN2/-5,left=499

* the probe of a HUT that joined is not answered with a whole table
  = 12,26 INCONCLUSIVE shown
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 0.03  P > HUT    part 1/1 #800 ask=900 MN1/-5
    0.04  HUT > P    took #800
  ! 1.00  P > all    ask #7
  ! 1.01  HUT > P    part 1/2 #20 ask=7 list=HUT,P MN1

* a table that nobody asked for is nobody's duty
  = 12,26 NONE
    0.00  P > HUT    part 1/1 #800 ask=900 MN1/-5

* two answer, and the parts of both are taken
  : peers=PQ
  = 12,26 PASS
    0.00  HUT joins MN1/-5
    0.10  Q > HUT    part 1/1 #801 ask=900 MN2/-5
    0.11  HUT > Q    took #801
    1.00  P asks #7 MN1..2

* the request came twice, and P sends its part as two: either is the whole series
  = 9 NONE
  = 22 NONE
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 1/1 #800 ask=900 MN1/-5
    0.04  HUT > P    took #800
    0.05  P > HUT    part 1/1 #801 ask=900 MN1/-5
    0.06  HUT > P    took #801
    0.10  P > all    ask #7
    0.11  HUT > P    part 1/1 #20 ask=7 MN1/-5
    0.12  P > HUT    took #20

* what is not accepted first is no Table Request, and then one is
  = 11,30 FAIL requests the table
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  update #1 group=8 MN1
  ! 0.03  HUT > all  ask #900 as=Q

* it asks one member alone, and answers nothing afterwards
  = 26 FAIL requests the table
    0.00  -- hut-starting
    0.01  -- hut-ready
  ! 0.02  HUT > P    ask #900
    0.10  -- silent

* it asks one member for the table, and then asks it again
  = 26 FAIL requests the table
    0.00  -- hut-starting
    0.01  -- hut-ready
  ! 0.02  HUT > P  ask #900
    0.32  HUT > P  ask #901

* it knows two members, and asks nobody
  = 26 FAIL requests the table
  : peers=PQ
    0.00  -- hut-starting
    0.01  -- hut-ready
