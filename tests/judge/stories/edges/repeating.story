~ never acknowledged
  (retransmission._Judged.situation)
  - 0.42 HUT > Q update #1 R MN1
  + 1.87025 HUT > Q update #1 R MN1

~ one too many
  (retransmission._Judged._life_end)
  + 0.401 -- hut-stopped
  + 0.3 HUT > P update #1 R MN1

~ too late
  (claims.own_updates._other_acknowledgements)
  + 0.0 P > HUT ack #1

~ too late
  (claims.own_updates._other_acknowledgements)
  + 1.1 P > HUT ack #1

~ the retransmission goes on in spite of newer state
  (facts._registered_unseen)
  + 0.22 HUT > P update #1 R MN1,id=0.5

~ the retransmission goes on in spite of newer state
  (claims.own_updates.claim_6)
  + -1.98 HUT > P update #1 R MN1/0

~ a de-registration that is not answered
  (claims.initializing.claim_13, claims.own_updates._turns_away)
  + -0.001 -- hut-ready

~ a de-registration that is refused
  (facts._registered)
  + 0.007 MN3 > HUT register life=65535

~ a de-registration that is refused
  (claims.own_updates.claim_23)
  - 0.009 HUT > MN3 reply
  + 0.099999999 HUT > MN3 reply

~ a de-registration that nobody is told of
  (history.reference_table.ReferenceTable.is_between_others)
  - 0.009 HUT > MN3 reply
