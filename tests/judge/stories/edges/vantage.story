~ an answer in between
  (claims.answering._answered, vantage.made_good)
  + 4.0 P > all ask #9
