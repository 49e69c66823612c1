~ who asked may be dropped after ten hold times
  (claims.membership._named_in_lists)
  + 5.0 HUT > P part 1/1 #21 ask=7 list=HUT,P

~ who asked is sent an update again
  (claims.membership._sent_again)
  + 1.5 HUT > all update #22 MN1

~ who asked is sent an update again
  (claims.own_updates._updates_astray)
  + -0.000000001 HUT > all update #22 MN1

~ who asked is not sent an update again
  (claims.membership._introductions, claims.membership._sent_again)
  + 1.02 Q > all ask #5

~ who asked is sent a newer state instead
  (claims.membership._sent_again)
  + 1.999999999 Q > all ask #5

~ a HUT that does not answer does not send an update again
  (claims.membership._sent_again)
  + -1.01 HUT > all update #62 MN31
