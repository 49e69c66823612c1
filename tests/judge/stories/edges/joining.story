~ parts out of order
  (acknowledgement.acknowledgements, reference_table.ReferenceTable.expect)
  + -1.05 P > HUT part 1/2 #801 ask=900 MN1/-5

~ a part lost once and repeated
  (duties.applicability.once_joined)
  - 0.03 P > HUT part 2/2 #801 ask=900 MN2/-5
  + 1.0 P > HUT part 2/2 #801 ask=900 MN2/-5

~ a part that came twice is acknowledged once
  (acknowledgement.acknowledgements)
  + 0.261 -- hut-killed

~ a part that is refused
  (claims.initializing._in_company)
  : peers=-

~ a part that is refused
  (acknowledgement.acknowledgements)
  - 0.04 HUT > P took #800 code=134
  + 0.04 HUT > all took #800 code=134

~ the lifetime grew by replication
  (duties.reply._answered_before)
  + 1.001 P > all ask #7

~ the probe of a HUT that joined is not answered with a whole table
  (claims.taking_tables.claim_11)
  + 0.02 HUT > all ask #900 ext=8404
  + 0.02 HUT > all ask #900 as=Q
