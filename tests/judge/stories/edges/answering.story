~ who is active must answer
  (claims.electing._keeps_talking)
  + 1.0 HUT > all hello Active

~ who has not heard an active for the hold time must answer
  (election.Election.hinders_hut)
  + 0.001 VIP > all hello Standby

~ an entry marked as deleted does not count
  (registrations.registrations)
  + 0.005 HUT > MN2 reply

~ a binding that has expired
  (retransmission._exhausted)
  - 0.003 P > HUT ack #1

~ a part is acknowledged when it comes again
  (series._series)
  - 0.01 HUT > P part 1/1 #20 ask=7
  + 0.01 HUT > P part 1/1 #21 ask=7

~ no list in a series that is not whole
  (claims.table_replies._series_ended)
  - 1.01 HUT > P part 1/2 #20 ask=7 MN1
  + -0.499 HUT > P part 1/2 #20 ask=7 MN1

~ no answer while nothing came yet
  (duties.reply.requests_to_judge, claims.membership._is_ready)
  + 0.0 Q > all ask #45
  + 2.02 HUT > all update #62 MN31

~ asked before the HUT asked anything
  (incarnations._ready_once_it_sends)
  - 0.01 -- hut-ready
  + 0.01 -- hut-gone reason=status=1

~ no answer once it has joined
  (facts._carried)
  + 0.003 P > HUT part 1/1 #800 ask=900 list=P MN1/-5

~ no answer once it has joined, and it is gone
  (claims.table_replies.claim_22)
  - 0.002 HUT > all ask #900
  + 1.0 HUT > all ask #900

~ once joined, a part is not sent again
  (claims.designating._keeps_silent)
  : responder=never
