~ an answer in between
  (claims.answering._answered, losses.Losses.is_made_good)
  + 4.0 P > all ask #9
