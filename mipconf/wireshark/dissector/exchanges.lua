-- Exchanges: what was sent, what of that was sent again, and what answered it. Frames are looked at
-- once in their order, when nothing is shown yet; what was found then is shown at any later time.

local exchanges = {} -- the latest exchange of those whose messages share a key
local placed = {} -- the exchange of each message, by its frame and layer
local relayed = {} -- the latest messages that a relay may pass on, by what they say
local relays = {} -- the frame that a frame's message was relayed from
local learned = {} -- "mobileip" or "hsrp" by UDP port, as a run of mipconf says

-- Copies: a datagram that was captured twice, by a mirrored port or on several interfaces.
local SAME_MOMENT = 0.05 -- seconds, as `mipconf check` has it
local WITHOUT_ID = 0.005 -- the same where the Identification of IP is 0: routers say hello every 15 ms
local recent, before, turned = {}, {}, 0 -- the first frames of datagrams of this moment and the last
local copies = {} -- the frame that a frame may be a copy of, and how much earlier that was
local ip_ids = {}

function miphar.init()
  exchanges, placed, relayed, relays, learned = {}, {}, {}, {}, {}
  recent, before, turned, copies, ip_ids = {}, {}, 0, {}, {}
end

local function last_of(...)
  local all = { ... }
  return all[#all]
end

local ip_id = Field.new("ip.id")

-- What exchanges need to know of a datagram's frame. To be asked before anything else dissects the
-- datagram: what it carries in a tunnel has addresses of its own.
local function frame_of(pinfo)
  local source, target = tostring(pinfo.src), tostring(pinfo.dst)
  return {
    number = pinfo.number, time = pinfo.rel_ts, is_new = not pinfo.visited,
    source = source, from = source .. ":" .. pinfo.src_port,
    target = target, to = target .. ":" .. pinfo.dst_port,
  }
end

-- Copies have the same Identification of the IP packet; where that is not known, the rest must do.
local function copied_from(number)
  local found = copies[number]
  if not found then return nil end
  local one, other = ip_ids[number], ip_ids[found[1]]
  local is_another = one and other and one ~= other
  if is_another or (one == 0 and found[2] > WITHOUT_ID) then return nil end
  return found[1]
end

local function note_datagram(tvb, frame)
  -- The fields of other dissectors are there only where somebody asked for a tree.
  local id = last_of(ip_id())
  if id then ip_ids[frame.number] = id.value end
  if not frame.is_new then return end
  if frame.time - turned > SAME_MOMENT then recent, before, turned = {}, recent, frame.time end
  local key = frame.from .. frame.to .. tvb:raw()
  local first = recent[key] or before[key]
  if first and first.number ~= frame.number and frame.time - first.time <= SAME_MOMENT then
    copies[frame.number] = { first.number, frame.time - first.time }
  end
  if not copied_from(frame.number) then recent[key] = frame end
end

local function key_of(...) return table.concat({ ... }, "|") end

-- An exchange is found by the first of its keys that is known: the others are less of the same.

local FORGOTTEN = 60 -- seconds after which the same numbers are those of another exchange

local function place_sending(keys, frame)
  local found, own = exchanges[keys[1]], { frame = frame, answers = {} }
  if not found or frame.time - found.latest.frame.time >= FORGOTTEN then
    found = { first = own, to = {}, answers = {} }
    for _, key in ipairs(keys) do exchanges[key] = found end
  end
  own.exchange = found
  found.latest, found.to[frame.target] = own, own
  return own
end

-- An answer is of the latest sending to who answers, or else of the first, which may have gone to
-- all. A retransmission to another member is none.
local function place_answer(keys, frame)
  for _, key in ipairs(keys) do
    local found = exchanges[key]
    if found then
      local sending = found.to[frame.source] or found.first
      sending.answers[#sending.answers + 1] = frame
      found.answers[#found.answers + 1] = frame
      return sending
    end
  end
  return nil
end

-- The sending that a message is, or that it answers.
local function placing(place, keys, frame)
  local at = frame.number .. "|" .. keys[1]
  if frame.is_new and not placed[at] then placed[at] = place(keys, frame) end
  return placed[at]
end

local function seconds(value)
  local whole = math.floor(value)
  return NSTime.new(whole, math.floor((value - whole) * 1e9 + 0.5))
end

-- The first sending names all answers, others those that came to them.
local function show_sending(keys, frame, tree)
  local own = placing(place_sending, keys, frame)
  if not own then return nil end
  local first, again = own.exchange.first, nil
  if first ~= own then
    again = first.frame.number
    tree:add(OWN.retransmission_of, again):set_generated()
    tree:add_proto_expert_info(
      EXPERTS.retransmission, string.format("Retransmission of frame %d", again))
  end
  for _, answer in ipairs(again and own.answers or own.exchange.answers) do
    tree:add(OWN.response_in, answer.number):set_generated()
  end
  return again
end

local function show_answer(keys, frame, tree)
  local sending = placing(place_answer, keys, frame)
  if not sending then return end
  tree:add(OWN.response_to, sending.frame.number):set_generated()
  tree:add(OWN.response_time, seconds(frame.time - sending.frame.time)):set_generated()
end

-- Messages between Home Agents.

local function link_redundancy(_, said, frame, tree)
  local source, target, number = frame.source, frame.target, said.sequence
  local function of(kind, which, member) return { key_of(kind, said.group, which, member) } end
  if said.subtype == 1 then
    return show_sending(of("update", number, source), frame, tree)
  elseif said.subtype == 2 then
    show_answer(of("update", number, target), frame, tree)
  elseif said.subtype == 3 then
    return show_sending(of("request", number, source), frame, tree)
  elseif said.subtype == 4 then
    show_answer(of("request", said.request_sequence, target), frame, tree)
    return show_sending(of("part", number, source), frame, tree)
  elseif said.subtype == 5 then
    show_answer(of("part", number, target), frame, tree)
  end
  return nil
end

-- Registrations, and the messages made after them.

local UNASSIGNED = 0 -- 0.0.0.0: the home address is asked for

-- A relay, as a foreign agent is one, passes a message on between other hosts.
local LEGS = 4 -- the most that a message may have
local function note_relay(key, frame)
  if not frame.is_new then return end
  local all = relayed[key]
  if not all then
    relayed[key] = { frame }
    return
  end
  for at = #all, 1, -1 do
    local each = all[at]
    local is_recent = frame.time - each.time < FORGOTTEN
    if is_recent and each.source ~= frame.source and each.target ~= frame.target then
      relays[frame.number] = each.number
      break
    end
  end
  all[#all + 1] = frame
  if #all > LEGS then table.remove(all, 1) end
end

-- What is shared is an identifier of 32 bits, or 64 of which the last 32 are copied in any case: the
-- others are the home agent's own after Code 133, and with nonces (RFC 5944, 5.7).
local function link_message(name, said, frame, tree)
  local id = said.identification or said.cookie or said.revocation_identifier
  if not id then return nil end
  local home = said.home_address or UNASSIGNED
  local low = type(id) == "string" and string.sub(id, -8) or id
  note_relay(key_of(name, home, id, said.code or ""), frame)
  local origin = relays[frame.number]
  if origin then tree:add(OWN.relay_of, origin):set_generated() end
  local request = ANSWERS[name]
  if not request then
    local from = frame.from
    return show_sending({ key_of(name, home, id, from), key_of(name, home, low, from) }, frame, tree)
  end
  local to = frame.to
  show_answer({
    key_of(request, home, id, to), key_of(request, UNASSIGNED, id, to),
    key_of(request, home, low, to), key_of(request, UNASSIGNED, low, to),
  }, frame, tree)
  return nil
end

-- What a datagram is beside what it says: a copy, sent again, or relayed; as the Info column has it.
local function link(name, said, frame, tree)
  local first = copied_from(frame.number)
  if first then
    tree:add(OWN.copy_of, first):set_generated()
    return string.format(", copy of frame %d", first)
  end
  local linked = LAYERS[name].miphar and link_redundancy or link_message
  local again = linked(name, said, frame, tree)
  if again then return string.format(", again, of frame %d", again) end
  local origin = relays[frame.number]
  return origin and string.format(", relayed from frame %d", origin) or ""
end
