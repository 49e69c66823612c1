~ an older binding is applied
  (shown_tables.ShownTables._compared)
  + 0.5 HUT > P part 1/1 #17 ask=7 list=HUT,P MN1/-6,coa=9

~ the probe is not answered with a whole table
  (showing.never_shown)
  - 0.001 HUT > P ack #5

~ a mobile node that P told of is not bound where it de-registers
  (reference_table.ReferenceTable.__init__, showing.never_shown)
  + 1.0 P > all ask #7

~ the content of a duplicate does not count
  (facts._carried)
  - 0.001 HUT > P ack #5
  + 0.001 HUT > P ack #5 code=1

~ a newer binding that came in a duplicate only is shown
  (claims.updates_of_others._applied_twice)
  + 1.0 P > all update #5 R MN2/-5,coa=9

~ an acknowledgement to the whole group
  (acknowledgement._judged, claims.updates_of_others._told_others)
  + 0.1 P > all update #5 MN1/-5

~ an acknowledgement to another
  (claims.updates_of_others._told_others)
  + 1.0 HUT > Q ack #5

~ a deletion is not acknowledged
  (claims.updates_of_others._is_between_others)
  - 0.001 HUT > P ack #5
  + 0.499999999 HUT > P ack #5

~ an older binding after the deletion of a held one: kept out
  (claims.updates_of_others._applied_twice)
  - 0.701 HUT > P ack #9
  + 0.701 HUT > P ack #9 code=2

~ the older binding before and after
  (claims.updates_of_others.claim_38, claims.updates_of_others.claim_39)
  + -0.899999999 HUT > P part 1/1 #19 ask=9 list=HUT,P MN1/-20

~ what a mark kept out does not come back when it is purged
  (claims.designating._initialized, claims.designating.claim_17)
  : responder=active
