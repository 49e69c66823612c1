~ the HUT is active, does not answer, and answers when it is asked again
  (claims.table_replies.claim_22)
  + -0.100000001 P > all ask #7

~ the HUT is active, and answers too late, which is another affair
  (duties.reply.replied)
  - 3.11 P > HUT took #20
  + 3.11 Q > HUT took #20

~ another is active, and the HUT is silent
  (claims.designating._keeps_silent)
  + 2.300000001 HUT > P ack #8

~ another is active, and the HUT is silent
  (claims.designating._was_told_all)
  - 0.003 P > HUT part 1/1 #800 ask=900 list=P MN9/-20
  + 0.7 P > HUT part 1/1 #800 ask=900 list=P MN9/-20

~ without an FHRP it is active
  (acknowledgement.acknowledgements)
  - 0.001 -- hut-ready
  - 0.002 HUT > all ask #900
  + 1.202 HUT > all ask #900
  + 1.203 P > HUT part 1/1 #800 ask=900 list=P MN9/-20

~ another is master, and the HUT answers
  (claims.designating._initialized)
  + 0.599 -- hut-gone reason=status=1
