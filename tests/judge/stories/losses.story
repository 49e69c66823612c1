# Where datagrams may be lost, four equal stimuli are a proof (docs/claims.md, "Point of observation").

* the fourth request of one Home Agent in vain
  : lossy=yes
  = 14 FAIL a Table Request
    0.0  R > all  ask #3
    0.1  HUT > R  part 1/1 #20 ask=3
    2.0  P > all  ask #7
    4.0  P > all  ask #8
    6.0  P > all  ask #9
  ! 8.0  P > all  ask #10
    9.5  HUT > P  ack #99

* three of them may have been lost
  : lossy=yes
  = 14 INCONCLUSIVE a Table Request
    0.0  HUT > P  ack #99
  ! 2.0  P > all  ask #7
    4.0  P > all  ask #8
    6.0  P > all  ask #9

* requests of others are not equal to these
  : lossy=yes
  = 14 INCONCLUSIVE a Table Request
    0.0  HUT > P  ack #99
  ! 2.0  P > all  ask #7
    4.0  P > all  ask #8
    6.0  R > all  ask #9
    8.0  R > all  ask #10

* an answer in between
  : lossy=yes
  = 14 PASS a Table Request
    2.0  P > all  ask #7
    4.0  P > all  ask #8
  ! 6.0  P > all  ask #9
  ! 6.1  HUT > P  part 1/1 #20 ask=9

* a place at which nothing is seen that the HUT sends to this one
  : lossy=yes
  = 14 INCONCLUSIVE a Table Request
    0.0  HUT > P  ack #99
  ! 2.0  R > all  ask #7
    4.0  R > all  ask #8
    6.0  R > all  ask #9
    8.0  R > all  ask #10

* an update that was sent four times in vain
  : lossy=yes
  = 36 FAIL
    0.0  HUT > P  ack #99
    2.0  P > all  update #7 MN1/-5
    3.0  P > HUT  update #7 R MN1/-5
    4.0  P > HUT  update #7 R MN1/-5
  ! 5.0  P > HUT  update #7 R MN1/-5

* one that was acknowledged at last was lost before
  : lossy=yes
  = 36 PASS
    2.0  P > all  update #7 MN1/-5
    3.0  P > HUT  update #7 R MN1/-5
  ! 4.0  P > HUT  update #7 R MN1/-5
  ! 4.1  HUT > P  ack #7

* four registrations in vain
  : lossy=yes
  = 1 FAIL registers
    0.0  HUT > P    ack #99
    2.0  MN1 > HUT  register
    4.0  MN1 > HUT  register
    6.0  MN1 > HUT  register
  ! 8.0  MN1 > HUT  register

* on a lossy network what went unanswered before a restart does not count
  = 14 INCONCLUSIVE a Table Request
  : lossy=yes
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > P    took #0
    1.00  P > all    ask #7
    2.00  P > all    ask #8
    3.00  P > all    ask #9
    4.50  -- hut-stopped
    5.00  -- hut-starting
    5.01  -- hut-ready
    6.00  P > all    ask #10

* on a lossy network four requests go unanswered after a restart
  = 14 FAIL a Table Request
  : lossy=yes
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > P    took #0
    1.00  P > all    ask #6
    2.50  -- hut-stopped
    5.00  -- hut-starting
    5.01  -- hut-ready
    5.02  HUT > P    took #0
    6.00  P > all    ask #7
    7.00  P > all    ask #8
    8.00  P > all    ask #9
    9.00  P > all    ask #10
