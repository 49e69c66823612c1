~ a refusal announced by the tester, and an update
  (duties.notification.nothing_told)
  + 0.101 MN1 > HUT register

~ an update that says R = 1 at once
  (duties.notification.nothing_told)
  + 0.0 MN1 > HUT register bad

~ an update for another group
  (claims.own_updates._never_updated)
  - 0.01 HUT > MN1 reply
  + 1.921 HUT > MN1 reply
  + 0.2 MN1 > HUT register

~ a unicast update to who was no member when the first was sent
  (claims.own_updates.claim_8)
  - 0.02 HUT > all update #1 MN1
  + 4.1 HUT > all update #1 MN1
