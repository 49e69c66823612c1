~ it does not yield
  (claims.initializing._none_early)
  + 0.002 HUT > all hello Active

~ on a lossy network it yields, and becomes active again when it hears nobody
  (claims.electing._until_it_yields)
  - 2.2 HUT > all hello Speak
  + 2.6 HUT > all hello Speak

~ it takes over too late
  (decoding._concerned)
  + 1.809 P > HUT hello Active

~ nobody takes over from one that resigned and is heard no more
  (claims.initializing._start_frames)
  + 0.002 -- hut-ready

~ all messages are of another group
  (claims.states._resynchronises)
  + 1.001 -- hut-resynchronise

~ a master that yields
  (claims.electing._yields_to_better)
  + 1.6 P > all hello Master

~ a backup never takes over
  (claims.states._joins_in_each_state)
  + -0.289999999 P > all hello Master

~ a backup never takes over
  (claims.electing._active_when_alone)
  + 4.225625 P > all hello Master
