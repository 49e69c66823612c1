Claims 24, 25, 40 and 41: the HUT takes part in the election of its group, in well-formed messages.
The hello time is 150 ms, the hold time 500 ms; P's priority is better than the HUT's.

* alone it becomes active in time, and keeps saying so
  = 24 PASS says hello with the group's virtual IP address
  = 25 PASS well-formed
  = 40,41 PASS
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
  ! 1.00  HUT > all  hello Active
    1.15  HUT hellos until=end Active

* alone it becomes active late, which no row of docs/claims.md forbids
  = 24,40 PASS says hello with the group's virtual IP address
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    2.30  HUT hellos until=end Active

* alone it never says a word
  = 24 FAIL says hello with the group's virtual IP address
  = 25,40,41 NONE
  : fhrp=hsrp
    0.00  HUT joins MN9/-20

* alone, with its own table empty, it is active in time
  = 24 PASS says hello with the group's virtual IP address
  = 25 PASS well-formed
  : fhrp=hsrp peers=-
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.62  HUT > all  ask #900
    0.92  HUT > all  ask #901
    1.22  HUT > all  ask #902
    1.52  HUT > all  ask #903
    2.00  HUT hellos until=end Active

* beside a worse standby it becomes active in time
  = 24 PASS says hello with the group's virtual IP address
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Standby worse
    1.00  HUT hellos until=end Active

* beside a better standby it need not be active
  = 24 NONE
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=end Standby

* an active HUT falls silent though it lives
  = 24 FAIL says hello with the group's virtual IP address
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.0 Active

* an active HUT falls silent and answers nothing afterwards
  = 24 INCONCLUSIVE says hello with the group's virtual IP address
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
    9.00  -- silent

* on a lossy network the hellos of an active HUT may have been lost
  = 24 INCONCLUSIVE says hello with the group's virtual IP address
  : fhrp=hsrp lossy=yes
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.0 Active

* on a lossy network an active HUT multicasts, and says no hello
  = 24 FAIL says hello with the group's virtual IP address
  : fhrp=hsrp lossy=yes
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
    2.60  MN1 registers #1

* an active HUT falls silent because a better one is there
  = 24 PASS
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
    2.10  P hellos until=end Active

* an active HUT falls silent because it was stopped
  = 24 PASS says hello with the group's virtual IP address
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
    2.20  -- hut-stopped

* it yields by its word
  = 24 PASS yields to a better active
  = 40 PASS yields to a better active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
  ! 2.10  P > all  hello Active
    2.25  P hellos until=end Active
  ! 2.20  HUT > all hello Speak

* it yields by its silence
  = 24 PASS yields to a better active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
  ! 2.10  P > all  hello Active
    2.25  P hellos until=end Active

* it does not yield
  = 24,40 FAIL yields to a better active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=3.10 Active
  ! 3.25  HUT > all  hello Active
    3.40  HUT hellos until=end Active
  ! 2.10  P > all  hello Active
    2.25  P hellos until=end Active

* it need not yield to a worse one
  = 24 PASS
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=end Active
    2.10  P hellos until=end Active worse

* it yields too late
  = 24 FAIL yields to a better active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=3.25 Active
    2.10  P hellos until=end Active
    3.40  HUT > all hello Speak

* on a lossy network it may not have heard the better one
  = 24 INCONCLUSIVE yields to a better active
  : fhrp=hsrp lossy=yes
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=3.55 Active
    2.10  P > all  hello Active
    2.49  P > all  hello Active
    2.88  P > all  hello Active
    3.27  P > all  hello Active

* on a lossy network it must have heard the better one
  = 24 FAIL yields to a better active
  : fhrp=hsrp lossy=yes
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=end Active
    2.10  P hellos until=end Active

* on a lossy network it yields, and becomes active again when it hears nobody
  = 24 PASS yields to a better active
  : fhrp=hsrp lossy=yes
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
    2.10  P hellos until=end Active
    2.20  HUT > all hello Speak
    4.20  HUT hellos until=4.60 Active
    4.70  HUT > all hello Speak

* it takes over from a silent one
  = 24,40 PASS takes over from a silent active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=1.90 Active
  ! 2.00  P > all    hello Active
  ! 2.60  HUT > all  hello Active
    2.75  HUT hellos until=end Active

* it takes over too late
  = 24,40 FAIL takes over from a silent active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=1.90 Active
    2.00  P > all    hello Active
    4.20  HUT hellos until=end Active

* it never takes over
  = 24,40 FAIL takes over from a silent active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=1.90 Active
  ! 2.00  P > all    hello Active

* nobody takes over from one that resigned and is heard no more
  = 24 FAIL takes over from a silent active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=2.0 Active
    2.00  P > all    hello Active resign

* another takes over
  = 24 NONE
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=2.0 Active
    2.60  Q hellos until=end Active

* a better one is active, and the HUT is gone before it can yield
  = 24 INCONCLUSIVE yields to a better active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.80  HUT hellos until=2.0 Active
    2.05  P hellos until=4.0 Active
    2.10  -- hut-gone reason=status=1

* nothing says when the HUT was ready to take over
  = 24 NONE
  : fhrp=hsrp
    0.00  -- hut-starting
    0.10  P hellos until=2.0 Active
    9.00  -- silent

* on a slow host a late takeover proves nothing
  = 24 INCONCLUSIVE takes over from a silent active
  : fhrp=hsrp latency=50
    0.00  HUT joins MN9/-20
    0.01  P hellos until=2.0 Active
    4.20  HUT hellos until=end Active

* on a slow host no takeover proves nothing
  = 24 INCONCLUSIVE takes over from a silent active
  : fhrp=hsrp latency=50
    0.00  HUT joins MN9/-20
    0.01  P hellos until=2.0 Active

* on a lossy network a takeover may take longer
  = 24 PASS takes over from a silent active
  : fhrp=hsrp lossy=yes
    0.00  HUT joins MN9/-20
    0.01  P hellos until=2.0 Active
    4.20  HUT hellos until=end Active

* a hello has another virtual IP address
  = 24,25,40,41 FAIL
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=1.9 Active
  ! 2.00  HUT > all  hello Active vip=STRANGER
    2.15  HUT hellos until=end Active

* a hello without a virtual IP address
  = 24,25 FAIL
  = 40,41 FAIL
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=1.9 Active
  ! 2.00  HUT > all  hello Active vip=none
    2.15  HUT hellos until=end Active

* a hello is cut off, which is the affair of claim 25 alone
  = 25,41 FAIL well-formed
  = 24 PASS says hello with the group's virtual IP address
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=1.9 Active
  ! 2.00  HUT > all  hello Active octets=30
    2.15  HUT hellos until=end Active

* only coups and resigns
  = 25 PASS well-formed
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.02  P hellos until=end Active worse
    1.00  HUT > all  hello Speak coup
    1.10  HUT > all  hello Speak resign

* of a HUT that did not join only claims 24 and 25 speak
  = 24,25 FAIL
  = 40,41 NONE
  : fhrp=hsrp
    0.00  HUT hellos until=3 Active
  ! 0.10  HUT > all  hello Active vip=STRANGER

* nobody told the HUT the virtual IP address
  = 24 NONE
  : fhrp=hsrp learns=yes
    0.00  HUT joins MN9/-20

* it learns the virtual IP address of an active router, and takes over
  = 24 PASS takes over from a silent active
  = 25 PASS
  : fhrp=hsrp learns=yes
    0.00  HUT joins MN9/-20
    1.00  P hellos until=2.0 Active
    2.60  HUT hellos until=end Active

* it learns one virtual IP address and says another
  = 24,25 FAIL
  : fhrp=hsrp learns=yes
    0.00  HUT joins MN9/-20
    1.00  P hellos until=2.0 Active
    2.60  HUT hellos until=end Active vip=STRANGER

* a message of another group is not judged where there are some of its own
  = 25 PASS well-formed
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=end Active
    2.00  HUT > all  hello Active group=9

* all messages are of another group
  = 25 FAIL well-formed
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=end Active group=9

* version 1
  = 24,25 PASS
  : fhrp=hsrp version=1
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=end Active

* a master that yields
  = 24 PASS yields to a better active
  = 25 PASS well-formed
  : fhrp=vrrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Master
    2.10  P hellos until=end Master

* a master that does not yield
  = 24 FAIL yields to a better active
  : fhrp=vrrp version=3
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=end Master
    2.10  P hellos until=end Master

* a backup takes over
  = 24 PASS takes over from a silent active
  : fhrp=vrrp version=3
    0.00  HUT joins MN9/-20
    0.01  P hellos until=2.0 Master
    2.60  HUT hellos until=end Master

* a backup takes over from one that resigns
  = 24 PASS takes over from a silent active
  : fhrp=vrrp version=3
    0.00  HUT joins MN9/-20
    0.01  P hellos until=2.0 Master
    2.10  P > all  hello Master resign
    2.20  HUT hellos until=end Master

* a backup never takes over
  = 24 FAIL takes over from a silent active
  : fhrp=vrrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=2.0 Master

* without an FHRP there is nothing to say
  = 24,25,40,41 NOT_APPLICABLE
    0.00  HUT joins MN9/-20

* the next hello comes just in time
  = 24 PASS says hello with the group's virtual IP address
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
    3.55  HUT hellos until=end Active

* the next hello comes a nanosecond late
  = 24 FAIL says hello with the group's virtual IP address
  : fhrp=hsrp
    0.00         HUT joins MN9/-20
    1.00         HUT hellos until=2.05 Active
    3.550000001  HUT hellos until=end Active

* an active HUT falls silent, and a better one is heard just in time to be the reason
  = 24 PASS says hello with the group's virtual IP address
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
    3.55  P > all    hello Standby

* the first silence of an active HUT has a reason, and the second has none
  = 24 FAIL says hello with the group's virtual IP address
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
    2.10  P > all    hello Standby
    4.00  HUT hellos until=4.90 Active

* on a lossy network what it multicasts at the end of the silence shows nothing of it
  = 24 INCONCLUSIVE says hello with the group's virtual IP address
  : fhrp=hsrp lossy=yes
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
    3.55  HUT > all  update #1 MN9

* on a lossy network four hellos of a better one must have been heard, the first and last included
  = 24 FAIL yields to a better active
  : fhrp=hsrp lossy=yes
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=3.25 Active
    2.10  P > all    hello Active
    2.49  P > all    hello Active
    2.88  P > all    hello Active
    3.25  P > all    hello Active

* it is silent for as long as silence must be listened to
  = 24 PASS yields to a better active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
    2.10  P > all    hello Active
    2.45  P > all    hello Active
    2.80  P > all    hello Active
    3.10  P > all    hello Active
    3.40  P > all    hello Active
    4.20  HUT hellos until=end Active

* it counts as active for the hold time after its last hello
  = 24 FAIL yields to a better active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
    2.55  P hellos until=end Active
    3.90  HUT hellos until=end Active

* a hello has none of two virtual IP addresses that were told
  = 24,25 FAIL
  : fhrp=hsrp learns=yes
    0.00  HUT joins MN9/-20
    1.00  P > all    hello Active
    1.10  Q > all    hello Active vip=STRANGER
    2.60  HUT hellos until=end Active vip=R

* it yields at the moment when it hears the better one, in whatever order the two are recorded
  = 24 PASS yields to a better active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
  ! 2.10  HUT > all hello Speak
  ! 2.10  P > all   hello Active
    2.25  P hellos until=end Active

* it says that it is active at the moment when it hears the better one, and then yields
  = 24 PASS yields to a better active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
    2.10  HUT > all hello Active
  ! 2.10  P > all   hello Active
    2.25  P hellos until=end Active
  ! 2.30  HUT > all hello Speak

* it takes over just in time
  = 24 PASS takes over from a silent active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=1.90 Active
    2.00  P > all    hello Active
    4.10  HUT hellos until=end Active

* it takes over a nanosecond late
  = 24 FAIL takes over from a silent active
  : fhrp=hsrp
    0.00         HUT joins MN9/-20
    0.01         P hellos until=1.90 Active
    2.00         P > all    hello Active
    4.100000001  HUT hellos until=end Active

* it takes over too late from one that resigned
  = 24 FAIL takes over from a silent active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=2.0 Active
    2.05  P > all    hello Active resign
    3.90  HUT hellos until=end Active

* it takes over from one that is silent, and another resigned
  = 24 PASS takes over from a silent active
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    0.01  P hellos until=2.0 Active
    2.05  Q > all    hello Active resign
    3.90  HUT hellos until=end Active

* it is silent beside a better one, but not for as long as an active one may be
  = 24 PASS says hello with the group's virtual IP address
  : fhrp=hsrp
    0.00  HUT joins MN9/-20
    1.00  HUT hellos until=2.05 Active
    2.10  P hellos until=3.0 Active
    3.60  HUT hellos until=end Active
