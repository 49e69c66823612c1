-- Exchanges: what was sent under one key, and what answered it, by frames and times.

local exchanges = {}
local learned = {} -- "mobileip" or "hsrp" by UDP port, as a run of mipconf says

function miphar.init()
  exchanges = {}
  learned = {}
end

local function exchange(key)
  exchanges[key] = exchanges[key] or { sent = {}, answers = {} }
  return exchanges[key]
end

local function note(list, pinfo)
  if not pinfo.visited then
    list[#list + 1] = { pinfo.number, pinfo.rel_ts, target = tostring(pinfo.dst) }
  end
end

local function seconds(value)
  local whole = math.floor(value)
  return NSTime.new(whole, math.floor((value - whole) * 1e9 + 0.5))
end

local function show_sending(key, pinfo, tree)
  local found = exchange(key)
  note(found.sent, pinfo)
  local first = found.sent[1]
  if first and first[1] < pinfo.number then
    tree:add(OWN.retransmission_of, first[1]):set_generated()
    tree:add_proto_expert_info(
      EXPERTS.retransmission, string.format("Retransmission of frame %d", first[1]))
  end
  for _, answer in ipairs(found.answers) do
    tree:add(OWN.response_in, answer[1]):set_generated()
  end
end

-- The latest sending that an answer can be of: one to its sender, or else the first, which may have
-- gone to all. A retransmission to another member is none.
local function answered(sent, pinfo)
  local source, found = tostring(pinfo.src), nil
  for at, each in ipairs(sent) do
    if each[1] < pinfo.number and (at == 1 or each.target == source) then found = each end
  end
  return found
end

local function show_answer(key, pinfo, tree)
  local found = exchange(key)
  note(found.answers, pinfo)
  local latest = answered(found.sent, pinfo)
  if not latest then return end
  tree:add(OWN.response_to, latest[1]):set_generated()
  tree:add(OWN.response_time, seconds(pinfo.rel_ts - latest[2])):set_generated()
end

local function key_of(kind, ...)
  local parts = { kind }
  for _, part in ipairs({ ... }) do parts[#parts + 1] = tostring(part) end
  return table.concat(parts, "|")
end

local function link_redundancy(said, pinfo, tree)
  local source, target = tostring(pinfo.src), tostring(pinfo.dst)
  local number = said.sequence
  if said.subtype == 1 then
    show_sending(key_of("update", said.group, number, source), pinfo, tree)
  elseif said.subtype == 2 then
    show_answer(key_of("update", said.group, number, target), pinfo, tree)
  elseif said.subtype == 3 then
    show_sending(key_of("request", said.group, number, source), pinfo, tree)
  elseif said.subtype == 4 then
    show_answer(key_of("request", said.group, said.request_sequence, target), pinfo, tree)
    show_sending(key_of("part", said.group, number, source), pinfo, tree)
  elseif said.subtype == 5 then
    show_answer(key_of("part", said.group, number, target), pinfo, tree)
  end
end

-- What a request and its answer share stands where the layer has it: an identifier of 32 bits, or
-- the last 32 of 64 (RFC 5944, 5.7: "the low-order 32 bits ... are copied").
local function shared_of(name, tvb, start)
  local long = place_of(name, "identification") or place_of(name, "cookie")
  local at = long and long + 4 or place_of(name, "revocation_identifier")
  return at and tvb(start + at, 4):uint()
end

local function link_message(name, said, tvb, start, pinfo, tree)
  local shared = shared_of(name, tvb, start)
  if not shared then return end
  local home = said.home_address or 0
  if ANSWERS[name] then
    local towards = tostring(pinfo.dst) .. ":" .. pinfo.dst_port
    show_answer(key_of(ANSWERS[name], home, shared, towards), pinfo, tree)
  else
    local from = tostring(pinfo.src) .. ":" .. pinfo.src_port
    show_sending(key_of(name, home, shared, from), pinfo, tree)
  end
end
