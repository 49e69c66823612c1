-- Exchanges: what was sent, what of that was sent again, and what answered it. Frames are looked at
-- once in their order, when nothing is shown yet; what was found then is shown at any later time.

local exchanges = {} -- the latest exchange of those whose messages share a key
local placed = {} -- the exchange of each message, by its frame and layer
local relayed = {} -- the latest messages that a relay may pass on, by what they say
local relays = {} -- the frame that a frame's message was relayed from
local learned = {} -- "mobileip" or "hsrp" by UDP port, as a run of mipconf says

-- Copies: a datagram that was captured twice, by a mirrored port or on several interfaces.
local SAME_MOMENT = 0.05 -- seconds, as `mipconf check` has it
local recent, before, turned = {}, {}, 0 -- the first frames of datagrams of this moment and the last
local copies = {} -- the frame that a frame is a copy of
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

local function ends_of(pinfo)
  return tostring(pinfo.src) .. ":" .. pinfo.src_port, tostring(pinfo.dst) .. ":" .. pinfo.dst_port
end

local function note_datagram(tvb, pinfo)
  -- The fields of other dissectors are there only where somebody asked for a tree.
  local id = last_of(ip_id())
  if id then ip_ids[pinfo.number] = tostring(id.value) end
  if pinfo.visited then return end
  if pinfo.rel_ts - turned > SAME_MOMENT then recent, before, turned = {}, recent, pinfo.rel_ts end
  local from, to = ends_of(pinfo)
  local key = from .. "|" .. to .. "|" .. tvb(0, tvb:captured_len()):raw()
  local first = recent[key] or before[key]
  if first and first[1] ~= pinfo.number and pinfo.rel_ts - first[2] <= SAME_MOMENT then
    copies[pinfo.number] = first[1]
  else
    recent[key] = { pinfo.number, pinfo.rel_ts }
  end
end

-- Copies have the same Identification of the IP packet; where that is not known, the rest must do.
local function copied_from(number)
  local first = copies[number]
  if not first then return nil end
  local one, other = ip_ids[number], ip_ids[first]
  if one and other and one ~= other then return nil end
  return first
end

local function record(pinfo)
  return {
    number = pinfo.number, time = pinfo.rel_ts,
    source = tostring(pinfo.src), target = tostring(pinfo.dst),
  }
end

local function key_of(...)
  local parts = {}
  for at, part in ipairs({ ... }) do parts[at] = tostring(part) end
  return table.concat(parts, "|")
end

-- An exchange is found by the first of its keys that is known: the others are less of the same.

local FORGOTTEN = 60 -- seconds after which the same numbers are those of another exchange

local function place_sending(keys, pinfo)
  local found, own = exchanges[keys[1]], record(pinfo)
  if not found or own.time - found.latest.time >= FORGOTTEN then
    found = { first = own, to = {}, answers = {} }
    for _, key in ipairs(keys) do exchanges[key] = found end
  end
  own.exchange, own.answers = found, {}
  found.latest, found.to[own.target] = own, own
  return own
end

-- An answer is of the latest sending to who answers, or else of the first, which may have gone to
-- all. A retransmission to another member is none.
local function place_answer(keys, pinfo)
  for _, key in ipairs(keys) do
    local found, own = exchanges[key], record(pinfo)
    if found then
      own.to = found.to[own.source] or found.first
      own.to.answers[#own.to.answers + 1] = own
      found.answers[#found.answers + 1] = own
      return own
    end
  end
  return nil
end

local function placing(place, keys, pinfo)
  local at = pinfo.number .. "|" .. keys[1]
  if not pinfo.visited and not placed[at] then placed[at] = place(keys, pinfo) end
  return placed[at]
end

local function seconds(value)
  local whole = math.floor(value)
  return NSTime.new(whole, math.floor((value - whole) * 1e9 + 0.5))
end

-- The first sending names all answers, others those that came to them.
local function show_sending(keys, pinfo, tree)
  local own = placing(place_sending, keys, pinfo)
  if not own then return nil end
  local first, again = own.exchange.first, nil
  if first ~= own then
    again = first.number
    tree:add(OWN.retransmission_of, again):set_generated()
    tree:add_proto_expert_info(
      EXPERTS.retransmission, string.format("Retransmission of frame %d", again))
  end
  for _, answer in ipairs(again and own.answers or own.exchange.answers) do
    tree:add(OWN.response_in, answer.number):set_generated()
  end
  return again
end

local function show_answer(keys, pinfo, tree)
  local own = placing(place_answer, keys, pinfo)
  if not own then return end
  tree:add(OWN.response_to, own.to.number):set_generated()
  tree:add(OWN.response_time, seconds(own.time - own.to.time)):set_generated()
end

-- Messages between Home Agents.

local function link_redundancy(_, said, pinfo, tree)
  local source, target = tostring(pinfo.src), tostring(pinfo.dst)
  local function of(kind, number, member) return { key_of(kind, said.group, number, member) } end
  local number = said.sequence
  if said.subtype == 1 then
    return show_sending(of("update", number, source), pinfo, tree)
  elseif said.subtype == 2 then
    show_answer(of("update", number, target), pinfo, tree)
  elseif said.subtype == 3 then
    return show_sending(of("request", number, source), pinfo, tree)
  elseif said.subtype == 4 then
    show_answer(of("request", said.request_sequence, target), pinfo, tree)
    return show_sending(of("part", number, source), pinfo, tree)
  elseif said.subtype == 5 then
    show_answer(of("part", number, target), pinfo, tree)
  end
  return nil
end

-- Registrations, and the messages made after them.

local UNASSIGNED = 0 -- 0.0.0.0: the home address is asked for

-- A relay, as a foreign agent is one, passes a message on between other hosts.
local LEGS = 4 -- the most that a message may have
local function note_relay(key, pinfo)
  if pinfo.visited then return end
  local all, own = relayed[key] or {}, record(pinfo)
  relayed[key] = all
  for at = #all, 1, -1 do
    local each = all[at]
    local is_recent = own.time - each.time < FORGOTTEN
    if is_recent and each.source ~= own.source and each.target ~= own.target then
      relays[own.number] = each.number
      break
    end
  end
  all[#all + 1] = own
  if #all > LEGS then table.remove(all, 1) end
end

-- What is shared is an identifier of 32 bits, or 64 of which the last 32 are copied in any case: the
-- others are the home agent's own after Code 133, and with nonces (RFC 5944, 5.7).
local function link_message(name, said, pinfo, tree)
  local id = said.identification or said.cookie or said.revocation_identifier
  if not id then return nil end
  local home = said.home_address or UNASSIGNED
  local low = type(id) == "string" and string.sub(id, -8) or id
  note_relay(key_of(name, home, id, said.code or ""), pinfo)
  local origin = relays[pinfo.number]
  if origin then tree:add(OWN.relay_of, origin):set_generated() end
  local from, to = ends_of(pinfo)
  local request = ANSWERS[name]
  if not request then
    return show_sending({ key_of(name, home, id, from), key_of(name, home, low, from) }, pinfo, tree)
  end
  show_answer({
    key_of(request, home, id, to), key_of(request, UNASSIGNED, id, to),
    key_of(request, home, low, to), key_of(request, UNASSIGNED, low, to),
  }, pinfo, tree)
  return nil
end

-- What a datagram is beside what it says: a copy, sent again, or relayed; as the Info column has it.
local function link(name, said, pinfo, tree)
  local first = copied_from(pinfo.number)
  if first then
    tree:add(OWN.copy_of, first):set_generated()
    return string.format(", copy of frame %d", first)
  end
  local linked = LAYERS[name].miphar and link_redundancy or link_message
  local again = linked(name, said, pinfo, tree)
  if again then return string.format(", again, of frame %d", again) end
  local origin = relays[pinfo.number]
  return origin and string.format(", relayed from frame %d", origin) or ""
end
