~ a registration while another is master, and the takeover that shows that it was Backup
  (claims.electing._active_when_alone, hut_states._confirmed_by_takeover)
  + 1.3 P > all hello Active

~ it spoke within two hello times, and so was no Backup
  (election.Election.hut_is_passive)
  + 1.6 P > all hello Active

~ it spoke within two hello times, and so was no Backup
  (claims.electing._becomes_active)
  + 2.402 P > all hello Active

~ P was master, and is silent since another is
  (claims.electing._becomes_active)
  - 0.5 Q > all hello Active
  + 5.4 Q > all hello Active

~ nobody is master: P's silence tells nothing
  (claims.electing._active_when_alone)
  : latency=20
