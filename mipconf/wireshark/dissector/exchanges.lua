-- Exchanges: what was sent, what of that was sent again, and what answered it. Frames are looked at
-- once in their order, when nothing is shown yet; what was found then is shown at any later time.

local exchanges = {} -- lists of exchanges, the latest last, by what their messages share
local placed = {} -- the exchange of each message, by its frame and layer
local relayed = {} -- the messages that a relay may pass on, by what they say
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

local function originals(list)
  local found = {}
  for _, each in ipairs(list) do
    if not copied_from(each.number) then found[#found + 1] = each end
  end
  return found
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

-- Sendings: the first of an exchange, and what is it again.

local FORGOTTEN = 60 -- seconds after which the same numbers are those of another exchange

local function place_sending(key, told, pinfo)
  local all = exchanges[key] or {}
  exchanges[key] = all
  for at = #all, 1, -1 do
    local found = all[at]
    local last = found.sent[#found.sent]
    if found.id == told.id and found.home == told.home and pinfo.rel_ts - last.time < FORGOTTEN then
      found.sent[#found.sent + 1] = record(pinfo)
      return found
    end
  end
  all[#all + 1] = { id = told.id, home = told.home, sent = { record(pinfo) }, answers = {} }
  return all[#all]
end

local UNASSIGNED = 0 -- 0.0.0.0: the home address is asked for

-- The exchange that a message answers: of those with what it shares the latest, first one that has
-- all of its Identification (after Code 133, and with nonces, only the low half is the request's).
local function place_answer(key, told, pinfo)
  local alike
  local all = exchanges[key] or {}
  for at = #all, 1, -1 do
    local found = all[at]
    if found.home == told.home or found.home == UNASSIGNED then
      if found.id == told.id then
        alike = found
        break
      end
      alike = alike or found
    end
  end
  if alike then alike.answers[#alike.answers + 1] = record(pinfo) end
  return alike
end

local function placing(place, key, told, pinfo)
  local at = pinfo.number .. "|" .. key
  if not pinfo.visited and not placed[at] then placed[at] = place(key, told, pinfo) end
  return placed[at]
end

-- The latest sending that an answer can be of: one to its sender, or else the first, which may have
-- gone to all. A retransmission to another member is none.
local function answered(sent, answer)
  local found
  for at, each in ipairs(sent) do
    if each.number < answer.number and (at == 1 or each.target == answer.source) then found = each end
  end
  return found
end

local function seconds(value)
  local whole = math.floor(value)
  return NSTime.new(whole, math.floor((value - whole) * 1e9 + 0.5))
end

local function show_sending(key, told, pinfo, tree)
  local found = placing(place_sending, key, told, pinfo)
  if not found then return nil end
  local sent, again = originals(found.sent), nil
  if sent[1] and sent[1].number < pinfo.number then
    again = sent[1].number
    tree:add(OWN.retransmission_of, again):set_generated()
    tree:add_proto_expert_info(
      EXPERTS.retransmission, string.format("Retransmission of frame %d", again))
  end
  for _, answer in ipairs(originals(found.answers)) do
    local is_to_it = not again or answer.source == tostring(pinfo.dst)
    if answer.number > pinfo.number and is_to_it then
      tree:add(OWN.response_in, answer.number):set_generated()
    end
  end
  return again
end

local function show_answer(key, told, pinfo, tree)
  local found = placing(place_answer, key, told, pinfo)
  local latest = found and answered(originals(found.sent), record(pinfo))
  if not latest then return end
  tree:add(OWN.response_to, latest.number):set_generated()
  tree:add(OWN.response_time, seconds(pinfo.rel_ts - latest.time)):set_generated()
end

-- Messages between Home Agents.

local function link_redundancy(_, said, pinfo, tree)
  local source, target = tostring(pinfo.src), tostring(pinfo.dst)
  local number, told = said.sequence, {}
  if said.subtype == 1 then
    return show_sending(key_of("update", said.group, number, source), told, pinfo, tree)
  elseif said.subtype == 2 then
    show_answer(key_of("update", said.group, number, target), told, pinfo, tree)
  elseif said.subtype == 3 then
    return show_sending(key_of("request", said.group, number, source), told, pinfo, tree)
  elseif said.subtype == 4 then
    local request = key_of("request", said.group, said.request_sequence, target)
    show_answer(request, told, pinfo, tree)
    return show_sending(key_of("part", said.group, number, source), told, pinfo, tree)
  elseif said.subtype == 5 then
    show_answer(key_of("part", said.group, number, target), told, pinfo, tree)
  end
  return nil
end

-- Registrations, and the messages made after them.

-- A relay, as a foreign agent is one, passes a message on between other hosts.
local function note_relay(name, told, said, pinfo)
  if pinfo.visited then return end
  local key = key_of(name, told.home, told.id, said.code or "")
  local all = relayed[key] or {}
  relayed[key] = all
  local source, target = tostring(pinfo.src), tostring(pinfo.dst)
  for at = #all, 1, -1 do
    local each = all[at]
    if pinfo.rel_ts - each.time > FORGOTTEN then break end
    if each.source ~= source and each.target ~= target then
      relays[pinfo.number] = each.number
      break
    end
  end
  all[#all + 1] = record(pinfo)
end

local function link_message(name, said, pinfo, tree)
  -- An identifier of 32 bits, or 64 of which the last 32 are copied (RFC 5944, 5.7).
  local id = said.identification or said.cookie or said.revocation_identifier
  if not id then return nil end
  local told = { id = id, home = said.home_address or UNASSIGNED }
  local shared = type(id) == "string" and string.sub(id, -8) or id
  note_relay(name, told, said, pinfo)
  if relays[pinfo.number] then tree:add(OWN.relay_of, relays[pinfo.number]):set_generated() end
  local from, to = ends_of(pinfo)
  if not ANSWERS[name] then return show_sending(key_of(name, shared, from), told, pinfo, tree) end
  show_answer(key_of(ANSWERS[name], shared, to), told, pinfo, tree)
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
