~ a registration at the virtual IP address is another affair
  (joins.Joins.may_be_under_way)
  - 0.002 HUT > all ask #900

~ in Standby by its own word
  (claims.states._registered_shown)
  - 3.001 HUT > P part 1/1 #17 ask=7 list=HUT,P MN1 MN9/-20,left=597

~ in Learn, as what it does when it learns the address shows
  (hut_states._infer_learn)
  - 0.0 -- hut-starting

~ beside a better HA for long it becomes active
  (claims.states._yielded_before)
  + -0.596 HUT hellos until=end Active

~ it joins beside an active one and is active itself at once
  (claims.states._waits_for_table)
  - 0.32 HUT > all hello Active
  + 0.4 HUT > all hello Active

~ told to resynchronise in Standby, it does not ask
  (claims.states._resynchronises)
  + 0.0 -- hut-resynchronise

~ told to resynchronise perhaps in Listen, it does not ask
  (claims.states._resynchronises)
  - 0.003 P > HUT part 1/1 #800 ask=900 list=P MN9/-20
  + 5.019999999 P > HUT part 1/1 #800 ask=900 list=P MN9/-20

~ what the passive one told is not shown
  (duties.whole_table._sizes)
  : window=1
