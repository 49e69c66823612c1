Claims 1, 4, 6 and 7: mobile nodes register, and the group is told.

* the reply comes first
  = 1 PASS registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1
    0.03  P > HUT    ack #1

* the update comes first
  = 1 PASS registers
  = 6 PASS an update after its request
    0.00  MN1 > HUT  register
    0.01  HUT > all  update #1 MN1
    0.02  HUT > MN1  reply
    0.03  P > HUT    ack #1

* one update carries several mobile nodes
  = 1,6 PASS
    0.00  MN1 > HUT  register
    0.00  MN2 > HUT  register
    0.01  HUT > MN1  reply
    0.01  HUT > MN2  reply
    0.30  HUT > all  update #1 MN1..2
    0.31  P > HUT    ack #1

* a mobile node registers, refreshes and moves, and is shown each time
  = 1 PASS moves
  = 16 PASS one binding
    0.00  MN1 registers #1
    0.10  P asks #7 MN1
    0.20  MN1 registers #2 life=400
    0.30  P asks #8 MN1
  ! 0.40  MN1 registers #3 coa=77 nai=one@example.com
    0.50  P asks #9 MN1

* an update with an unknown extension of 128..255
  = 1 PASS registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1 ext=c8021234

* a refreshment
  = 1 PASS refreshes
    0.00  MN1 registers #1
  ! 0.20  MN1 registers #2

* more than the longest lifetime is granted the longest
  = 1 PASS asks for more than the longest lifetime
  ! 0.00  MN1 registers #1 life=60000

* Code 1: simultaneous bindings are refused, the registration is not
  = 1 PASS registers
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply code=1
    0.02  HUT > all  update #1 MN1

* a wrong authenticator is refused silently
  = 1 PASS is refused
  ! 0.00  MN1 > HUT  register bad

* a wrong authenticator is refused with Code 131
  = 1 PASS is refused
  ! 0.00  MN1 > HUT  register bad
  ! 0.01  HUT > MN1  reply code=131

* an update for a refused registration
  = 1 FAIL is refused
  ! 0.00  MN1 > HUT  register bad
  ! 0.01  HUT > MN1  reply code=131
  ! 0.02  HUT > all  update #1 MN1

* an update for a registration with a wrong authenticator that was accepted
  = 1 FAIL is refused
  ! 0.00  MN1 > HUT  register bad
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1

* a refusal announced by the tester, and an update
  = 1 FAIL is refused
    0.00  -- intent MN1/0.1 expect=refusal
  ! 0.10  MN1 > HUT  register
  ! 0.12  HUT > all  update #1 MN1

* the HUT refuses what it must accept
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply code=133

* the HUT denies what the tester cannot know
  = 1 NONE
    0.00  -- intent MN1/0.1 expect=either
    0.10  MN1 > HUT  register
    0.11  HUT > MN1  reply code=129

* no reply
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
    0.01  HUT > all  update #1 MN1

* a late reply
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
    0.01  HUT > all  update #1 MN1
  ! 1.10  HUT > MN1  reply

* a reply with the Identification of another request
  = 1 FAIL refreshes
    0.00  MN1 registers #1
  ! 0.50  MN1 > HUT  register
    0.51  HUT > MN1  reply to=0.0
    0.52  HUT > all  update #2 MN1

* no update
  = 1,6 FAIL
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply

* a late update
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 1.10  HUT > all  update #1 MN1

* an update to one member instead of the group
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > P    update #1 MN1

* an update that says R = 1 at once
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 R MN1

* a second first sending
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1
  ! 0.30  HUT > all  update #2 MN1

* the same update multicast twice with R = 0
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1
  ! 0.30  HUT > all  update #1 MN1

* an update with X = 1 for a registration
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1,X

* an update with another care-of address
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1,coa=9

* an update with the lifetime asked for instead of that granted
  = 1 FAIL asks for more than the longest lifetime
  ! 0.00  MN1 > HUT  register life=60000
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1,life=60000

* an update with another Identification
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1,id=0.5

* an update of another home address
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN2

* an update with another Home Agent Identifier than the HUT's
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 as=Q MN1

* an update from the virtual IP
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  VIP > all  update #1 as=HUT MN1

* an update to another port
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1 port=5434

* an update with a wrong authenticator
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 bad MN1

* an update for another group
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 group=8 MN1

* the HUT does not show what it accepted
  = 1 FAIL shown
    0.00  MN2 registers #1
  ! 0.10  MN1 > HUT  register
    0.11  HUT > MN1  reply
    0.12  HUT > all  update #2 MN1
  ! 0.50  P asks #7 MN2

* the HUT shows the care-of address of before
  = 1 FAIL shown
    0.00  MN1 registers #1
  ! 0.20  MN1 > HUT  register coa=9
    0.21  HUT > MN1  reply
    0.22  HUT > all  update #2 MN1
  ! 0.50  P asks #7 MN1,coa=1

* the HUT shows another home agent
  = 1 FAIL shown
  ! 0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
  ! 0.50  P asks #7 MN1,ha=VIP

* the HUT shows other flags
  = 1 FAIL shown
  ! 0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
  ! 0.50  P asks #7 MN1,flags=0

* the HUT shows another lifetime granted
  = 1 FAIL shown
  ! 0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
  ! 0.50  P asks #7 MN1,granted=301

* the HUT shows another Identification
  = 1 FAIL shown
  ! 0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
  ! 0.50  P asks #7 MN1,id=0.4

* the HUT shows no NAI though it was told one
  = 1 FAIL shown
  ! 0.00  MN1 > HUT  register nai=one@example.com
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
  ! 0.50  P asks #7 MN1,plain

* the HUT shows a sub-option of its own
  = 1 PASS shown
    0.00  MN1 registers #1 nai=one@example.com
    0.50  P asks #7 MN1,opt=200

* the HUT shows more lifetime than remains
  = 1 FAIL shown
  ! 0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
  ! 9.00  P asks #7 MN1,left=300

* the HUT shows what remains
  = 1 PASS shown
    0.00  MN1 registers #1
    9.00  P asks #7 MN1,left=291

* an entry marked as deleted is no binding
  = 1 FAIL shown
  ! 0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
  ! 0.50  P asks #7 MN1,X

* the probe is not answered
  = 1 INCONCLUSIVE shown
  ! 0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
  ! 0.50  P > all  ask #7

* the series that answers the probe is not complete
  = 1 INCONCLUSIVE shown
  ! 0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
  ! 0.50  P > all    ask #7
  ! 0.51  HUT > P    part 1/2 #20 ask=7 list=HUT,P MN1
    0.52  P > HUT    took #20

* the HUT is gone instead of replying
  = 1 INCONCLUSIVE registers
  ! 0.00  MN1 > HUT  register
    0.50  -- hut-gone reason=status=1

* the HUT replies and is gone instead of updating
  = 1 INCONCLUSIVE registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
    0.50  -- hut-gone reason=status=1

* the HUT answers nothing afterwards
  = 1 INCONCLUSIVE registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
    0.02  -- silent

* the case ends before the deadline
  = 1,6 NONE
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.90  -- case-ended

* the tester ends the HUT before the deadline
  = 1,6 NONE
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.90  -- hut-killed
    2.00  -- case-ended

* the host is too slow to judge a missing update
  : latency=600
  = 1 INCONCLUSIVE registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply

* an update may have been lost
  : lossy=yes
  = 1 INCONCLUSIVE registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply

* nobody registers
  = 1,4,6,7 NONE
    0.00  P tells #5 MN1/-5

* a registration with somebody else is not the HUT's affair
  = 1,4,6 NONE
    0.00  MN1 > P    register
    0.01  P > MN1    reply
    0.02  P tells #5 MN1/-5

* at the virtual IP while active
  : fhrp=hsrp
  = 4 PASS registers at the virtual IP
    0.00  HUT > all  hello Active
  ! 0.10  MN1 > VIP  register
  ! 0.11  VIP > MN1  reply
  ! 0.12  HUT > all  update #1 MN1

* at the virtual IP, answered from the own address
  : fhrp=hsrp
  = 4 FAIL registers at the virtual IP
    0.00  HUT > all  hello Active
  ! 0.10  MN1 > VIP  register
  ! 0.11  HUT > MN1  reply
    0.12  HUT > all  update #1 MN1

* at the virtual IP, not answered
  : fhrp=hsrp
  = 4 FAIL registers at the virtual IP
    0.00  HUT > all  hello Active
  ! 0.10  MN1 > VIP  register
    0.50  HUT > all  hello Active

* at the virtual IP, and no update
  : fhrp=hsrp
  = 4 FAIL registers at the virtual IP
    0.00  HUT > all  hello Active
  ! 0.10  MN1 > VIP  register
  ! 0.11  VIP > MN1  reply

* at the virtual IP, gone
  : fhrp=hsrp
  = 4 INCONCLUSIVE registers at the virtual IP
    0.00  HUT > all  hello Active
  ! 0.10  MN1 > VIP  register
    0.50  -- hut-gone reason=status=1

* at the virtual IP while another is active
  : fhrp=hsrp
  = 4 NONE
    0.00  P > all    hello Active
    0.00  HUT > all  hello Standby
    0.10  MN1 > VIP  register
    0.11  P > MN1    reply

* at the own address nothing is said of the virtual IP
  : fhrp=hsrp
  = 4 NONE
    0.00  HUT > all  hello Active
    0.10  MN1 registers #1

* an update without a request
  = 6 FAIL an update after its request
    0.00  MN1 registers #1
  ! 0.50  HUT > all  update #2 MN2/-5

* an update for what another Home Agent told
  = 6 FAIL an update after its request
    0.00  P tells #5 MN2/-5
  ! 0.50  HUT > all  update #2 MN2/-5

* an update before its request
  = 6 FAIL an update after its request
  ! 0.10  HUT > all  update #1 MN1/0.2
  ! 0.20  MN1 > HUT  register
    0.21  HUT > MN1  reply

* a unicast update with R = 0 that nobody is owed
  = 6 FAIL an update after its request
  ! 0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
    0.03  P > HUT    ack #1
  ! 0.50  HUT > P    update #2 MN1

* a member for which an update was given up is caught up
  = 6 PASS an update after its request
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
    0.22  HUT > P    update #1 R MN1
    0.42  HUT > P    update #1 R MN1
    0.62  HUT > P    update #1 R MN1
    3.00  P tells #5 MN2/-5
    3.10  HUT > P    update #2 MN1

* a member that refused an update is caught up at once
  = 6 PASS an update after its request
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
    0.03  P > HUT    ack #1 code=129
    0.05  HUT > P    update #2 MN1
    0.06  P > HUT    ack #2

* a unicast update for a member that may still be sent the first again
  = 6 FAIL an update after its request
  ! 0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
  ! 0.10  HUT > P    update #2 MN1

* a unicast update to who was no member when the first was sent
  : peers=P
  = 6 FAIL an update after its request
  ! 0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
    0.03  P > HUT    ack #1
    3.00  Q tells #5 MN2/-5
  ! 3.10  HUT > Q    update #2 MN1

* no update, and the HUT is gone
  = 6 INCONCLUSIVE an update after its request
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
    0.50  -- hut-gone reason=status=1

* alone, then in company
  : peers=-
  = 7 PASS only mobile nodes were heard
  = 1 PASS
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    2.00  P asks #7 MN1
    4.00  MN2 > HUT  register
    4.01  HUT > MN2  reply
    4.02  HUT > all  update #1 MN2

* in company
  : peers=-
  = 7 PASS another HA was heard
    0.00  P asks #7
  ! 4.00  MN2 > HUT  register
  ! 4.01  HUT > MN2  reply
  ! 4.02  HUT > all  update #1 MN2

* an update though nobody was heard
  : peers=-
  = 7 FAIL only mobile nodes were heard
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1
    2.00  P asks #7 MN1

* no update though another Home Agent was heard
  : peers=-
  = 7 FAIL another HA was heard
    0.00  P asks #7
  ! 4.00  MN1 > HUT  register
  ! 4.01  HUT > MN1  reply

* alone, and gone
  : peers=-
  = 7 INCONCLUSIVE only mobile nodes were heard
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
    0.50  -- hut-gone reason=status=1

* alone, and silent afterwards
  : peers=-
  = 7 INCONCLUSIVE only mobile nodes were heard
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
    0.02  -- silent

* members by configuration are company from the start
  = 7 NONE
    0.00  MN1 registers #1

* a request comes twice; the second is a replay, and refused
  = 1 PASS registers
    0.000  MN1 > HUT  register
    0.002  MN1 > HUT  register id=0
    0.003  HUT > MN1  reply
    0.004  HUT > MN1  reply code=133
    0.005  HUT > all  update #1 MN1/0
    0.006  P > HUT    ack #1

* a request comes twice, and is accepted twice
  = 1 FAIL registers
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1/0
    0.03  P > HUT    ack #1
    0.04  MN1 > HUT  register id=0
    0.05  HUT > MN1  reply
    0.06  HUT > all  update #2 MN1/0
    0.07  P > HUT    ack #2

* a request comes after a newer one, and is refused
  = 1 PASS registers
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
    0.03  P > HUT    ack #1
    0.04  MN1 > HUT  register id=-1
    0.05  HUT > MN1  reply code=133

* a request comes after an older one, and is refused
  = 1 FAIL
    0.00  MN1 registers #1
    0.40  MN1 > HUT  register
    0.41  HUT > MN1  reply code=133

* two registrations at the virtual IP address, and the first one is none of the active HA's
  = 4 FAIL registers at the virtual IP
  : fhrp=hsrp
    0.00  MN1 > VIP  register
    0.50  HUT > all  hello Active
  ! 0.60  MN2 > VIP  register
    0.70  HUT hellos until=end Active

* a registration at the virtual IP address that is to be refused
  = 4 NONE
  : fhrp=hsrp
    0.00  HUT hellos until=end Active
    0.10  MN1 > VIP  register bad
    0.11  VIP > MN1  reply code=131

* a de-registration at the virtual IP address
  = 4 NONE
  : fhrp=hsrp
    0.00  HUT hellos until=end Active
    0.10  MN1 > VIP  register life=0
    0.11  VIP > MN1  reply

* a registration at the virtual IP address is refused, and the next one is answered from elsewhere
  = 4 FAIL registers at the virtual IP
  : fhrp=hsrp
    0.00  HUT hellos until=end Active
    0.10  MN1 > VIP  register
    0.11  VIP > MN1  reply
    0.12  HUT > all  update #1 MN1
    0.13  P > HUT    ack #1
  ! 0.50  MN2 > VIP  register
  ! 0.51  HUT > MN2  reply
    0.52  HUT > all  update #2 MN2
    0.53  P > HUT    ack #2

* the lifetime asked for is just the longest
  = 1 PASS registers
  : max_lifetime_s=300
    0.00  MN1 registers #1

* the same home address is told of at the moment of the registration
  = 1 PASS registers
    0.00  P > all    update #5 MN1/-5,coa=9
    0.00  HUT > P    ack #5
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
    0.03  P > HUT    ack #1

* the same home address was told of just before the registration
  = 1 PASS moves
    0.00         P > all    update #5 MN1/-5,coa=9
    0.00         HUT > P    ack #5
    0.000000001  MN1 > HUT  register
    0.01         HUT > MN1  reply
    0.02         HUT > all  update #1 MN1
    0.03         P > HUT    ack #1

* of two updates in one the first is of another registration than the second
  = 6 FAIL an update after its request
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN1 MN2/-5
    0.03  P > HUT    ack #1

* the first of two unicast updates catches up, the second has no reason
  = 6 FAIL an update after its request
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
    0.22  HUT > P    update #1 R MN1
    0.62  HUT > P    update #1 R MN1
    1.42  HUT > P    update #1 R MN1
    4.00  P tells #5 MN5/-5
    4.10  HUT > P    update #2 MN1
    4.11  P > HUT    ack #2
  ! 4.20  HUT > P    update #3 MN7/-5
    4.21  P > HUT    ack #3

* an update catches up with the second of two that were given up
  = 6 PASS an update after its request
    0.00  MN3 registers #9
    1.00  MN1 > HUT  register
    1.01  HUT > MN1  reply
    1.02  HUT > all  update #10 MN1
    1.22  HUT > P    update #10 R MN1
    1.62  HUT > P    update #10 R MN1
    2.42  HUT > P    update #10 R MN1
    5.00  P tells #5 MN5/-5
    5.10  HUT > P    update #11 MN1
    5.11  P > HUT    ack #11

* an update of what was acknowledged catches up with nothing
  = 6 FAIL an update after its request
  ! 0.00  MN3 > HUT  register
    0.01  HUT > MN3  reply
    0.02  HUT > all  update #9 MN3
    0.03  P > HUT    ack #9
  ! 5.10  HUT > P    update #11 MN3
    5.11  P > HUT    ack #11

* an update to whom the HUT cannot have known catches up with nothing
  = 6 FAIL an update after its request
    0.00  MN3 > HUT  register
    0.01  HUT > MN3  reply
    0.02  HUT > all  update #9 MN3
    0.03  P > HUT    ack #9
    4.00  Q tells #5 MN5/-5
    5.10  HUT > Q    update #11 MN3
    5.11  Q > HUT    ack #11

* while nobody acknowledged one update, two others were
  = 8 PASS acknowledges another meanwhile
  : peers=PQ
    0.00  HUT > all  update #1 MN1
    0.01  P > HUT    ack #1
    0.10  HUT > all  update #2 MN2
    0.11  P > HUT    ack #2
    0.12  Q > HUT    ack #2
    0.13  Q > HUT    ack #77
    0.20  HUT > Q    update #1 R MN1
    0.60  HUT > Q    update #1 R MN1
    0.61  Q > HUT    ack #1

* an update at the moment of a registration that is to be refused
  = 1 FAIL is refused
    0.00  MN1 > HUT  register bad
    0.00  HUT > all  update #1 MN1
    0.10  HUT > MN1  reply code=131

* on a lossy network nothing that the HUT sends to the group is seen
  = 1 INCONCLUSIVE
  : lossy=yes
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    1.50  MN1 > HUT  register
    1.51  HUT > MN1  reply
    3.00  MN1 > HUT  register
    3.01  HUT > MN1  reply
    4.50  MN1 > HUT  register
    4.51  HUT > MN1  reply
    6.00  MN1 > HUT  register
    6.01  HUT > MN1  reply

* an update to one member alone at the moment of the registration
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.00  HUT > P    update #1 MN1
  ! 0.01  HUT > MN1  reply

* an update to one member alone just in time
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 1.00  HUT > P    update #1 MN1

* on a lossy network four mobile nodes get no reply: no four equal stimuli
  = 1 INCONCLUSIVE registers
  : lossy=yes
    0.00  MN1 > HUT  register
    1.50  MN2 > HUT  register
    3.00  MN3 > HUT  register
    4.50  MN4 > HUT  register

* on a lossy network the group is told of three, and not of the fourth
  = 1 INCONCLUSIVE registers
  : lossy=yes
    0.00  MN1 registers #1
    1.50  MN2 registers #2
    3.00  MN3 registers #3
    4.50  MN4 > HUT  register
    4.51  HUT > MN4  reply

* a catch-up at the moment of the multicast
  = 6 FAIL an update after its request
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
    0.02  HUT > P    update #2 MN1
    0.03  P > HUT    ack #1

* a catch-up with what was acknowledged at that moment
  = 6 FAIL an update after its request
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
    0.12  P > HUT    ack #1
    0.12  HUT > P    update #2 MN1
    0.13  P > HUT    ack #2

* a catch-up with what was acknowledged too late to be sure
  = 6 PASS an update after its request
    0.00         MN1 > HUT  register
    0.01         HUT > MN1  reply
    0.02         HUT > all  update #1 MN1
    0.120000001  P > HUT    ack #1
    0.50         HUT > P    update #2 MN1
    0.51         P > HUT    ack #2

* a catch-up with what was acknowledged at the moment when it was sent
  = 6 FAIL an update after its request
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
    0.02  P > HUT    ack #1
    2.00  HUT > P    update #2 MN1
    2.01  P > HUT    ack #2

* a catch-up with what was acknowledged at the moment when it was sent again
  = 6 FAIL an update after its request
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
    0.22  HUT > P    update #1 R MN1
    0.22  P > HUT    ack #1
    2.00  HUT > P    update #2 MN1
    2.01  P > HUT    ack #2

* of three updates the first is of another node and the second to whom the HUT cannot have known
  = 6 PASS an update after its request
    0.00  MN3 > HUT  register
    0.01  HUT > MN3  reply
    0.02  HUT > all  update #9 MN3
    0.03  P > HUT    ack #9
    0.50  Q tells #5 MN5/-5
    1.00  MN1 > HUT  register
    1.01  HUT > MN1  reply
    1.02  HUT > all  update #10 MN1
    1.03  P > HUT    ack #10
    1.22  HUT > Q    update #10 R MN1
    1.62  HUT > Q    update #10 R MN1
    2.42  HUT > Q    update #10 R MN1
    6.10  HUT > Q    update #11 MN1
    6.11  Q > HUT    ack #11

* a member acknowledges nothing, this update, and then another
  = 8 PASS acknowledges another meanwhile
  : peers=PQ
    0.00  HUT > all  update #1 MN1
    0.01  P > HUT    ack #1
    0.05  HUT > all  update #2 MN2
    0.06  P > HUT    ack #2
    0.20  HUT > Q    update #1 R MN1
    0.25  HUT > Q    update #2 R MN2
    0.50  Q > HUT    ack #2
    0.60  HUT > Q    update #1 R MN1
    0.70  Q > HUT    ack #1

* a request is refused at the moment from which on its table must be initialized
  = 1 FAIL registers
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
  ! 2.81  MN1 > HUT  register
  ! 2.82  HUT > MN1  reply code=130

* a de-registration that removes nothing, and then a registration
  = 1 PASS registers
    0.00  MN2 > HUT  register life=0
    0.01  HUT > MN2  reply
  ! 1.00  MN1 registers #1

* a de-registration that removes nothing, and then one that does
  = 23 PASS de-registers between others
    0.00  MN1..3 registers #1
    1.00  MN4 > HUT  register life=0
    1.01  HUT > MN4  reply
  ! 2.00  MN2 > HUT  register life=0
  ! 2.01  HUT > MN2  reply
  ! 2.02  HUT > all  update #9 MN2
    2.03  P > HUT    ack #9

* at the virtual IP address there is nobody to tell at first, and then somebody
  = 4 PASS registers at the virtual IP
  : peers=-
    0.00  MN1 > VIP  register
    0.01  VIP > MN1  reply
    1.00  P tells #5 MN5/-5
  ! 2.00  MN2 > VIP  register
  ! 2.01  VIP > MN2  reply
  ! 2.02  HUT > all  update #1 MN2
    2.03  P > HUT    ack #1

* on a lossy network an update for two, of which one registered before the capture began
  = 6 PASS an update after its request
  : lossy=yes
  ! 0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
  ! 0.02  HUT > all  update #1 MN8/-5,ha=HUT MN1
    0.03  P > HUT    ack #1

* on a lossy network three registrations and a de-registration that nobody is told of
  = 1 INCONCLUSIVE registers
  : lossy=yes
    0.00  MN5 registers #1
    1.00  MN5 > HUT  register life=0
    1.01  HUT > MN5  reply
    2.00  MN1 > HUT  register
    2.01  HUT > MN1  reply
    3.00  MN2 > HUT  register
    3.01  HUT > MN2  reply
    4.00  MN3 > HUT  register
    4.01  HUT > MN3  reply

* an update to another group of Home Agents
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply
  ! 0.02  HUT > ELSEWHERE  update #1 MN1
    0.03  P > HUT    ack #1

* a de-registration is granted a lifetime, and told with none
  = 23 PASS de-registers between others
    0.00  MN1..3 registers #1
  ! 1.00  MN2 > HUT  register life=0
  ! 1.01  HUT > MN2  reply life=300
  ! 1.02  HUT > all  update #9 MN2
    1.03  P > HUT    ack #9
    2.00  P asks #7 MN1 MN3

* the update is stamped an hour ahead, so that nobody takes it
  = 1 FAIL registers
    0.00  HUT joins
  ! 1.00  MN1 > HUT  register
  ! 1.01  HUT > MN1  reply
  ! 1.02  HUT > all  update #5 MN1 id=3600
    2.50  P > all    update #6 MN2/-5
    2.51  HUT > P    ack #6

* all that the HUT says is stamped an hour ahead: it is alive, and nobody takes it
  = 36 FAIL
    0.00  HUT joins
  ! 1.00  P > all    update #6 MN2/-5
  ! 1.01  HUT > P    ack #6 id=3600
    2.50  P > all    update #7 MN3/-5
    2.51  HUT > P    ack #7 id=3600

* a reply that accepts returns half an Identification
  = 1 FAIL registers
  ! 0.00  MN1 > HUT  register
  ! 0.01  HUT > MN1  reply half
    0.02  HUT > all  update #5 MN1

* a HUT that grants any lifetime cannot be asked for more
  = 1 PASS registers
  : max_lifetime_s=65535
    0.00  MN1 > HUT  register
    0.01  HUT > MN1  reply
    0.02  HUT > all  update #1 MN1
