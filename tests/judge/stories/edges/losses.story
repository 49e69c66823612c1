~ an answer in between
  (duties.reply.replied, losses.Losses.is_made_good)
  + 4.0 P > all ask #9
