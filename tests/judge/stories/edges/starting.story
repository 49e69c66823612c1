~ no request is answered, and then it accepts and is active
  (claims.initializing._none_early, claims.initializing._registers_until)
  - 1.0 MN1 > HUT register
  + 1.17 MN1 > HUT register

~ without an FHRP the answer at the virtual IP address tells
  (claims.own_updates.claim_4, joins.Joins.may_be_under_way)
  + 0.619 -- hut-stopped

~ a silent group
  (claims.initializing._none_early, claims.initializing._surely_listened, joins.Joins.at)
  + 2.299 -- hut-starting

~ another is heard by its update, and it asks
  (acknowledgement.acknowledgements, claims.initializing._in_company)
  + 0.2 -- hut-ready
