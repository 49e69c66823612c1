-- Mobile IPv4, the redundancy messages of its Home Agents (MIPHAR), HSRP, VRRP and ICMP router
-- discovery, as the layers of mipconf describe them. Made by `mipconf wireshark lua`.
-- For Lua 5.1 to 5.4: neither integer division nor operators on bits, which 5.1 lacks.

--@TABLES@

local miphar = Proto("miphar", "Mobile IP and Home Agent redundancy (mipconf)")

miphar.prefs.extra_port = Pref.uint("Further UDP port", 0, "A port beside 434; 0 for none")

-- Fields: one of Wireshark's for each of the layers', by its filter name.

local UNSIGNED = {
  [1] = ProtoField.uint8, [2] = ProtoField.uint16, [3] = ProtoField.uint24,
  [4] = ProtoField.uint32, [8] = ProtoField.uint64,
}

local function unsigned(field)
  return UNSIGNED[field.octets](
    field.abbr, field.title, field.hex and base.HEX or base.DEC, NAMES[field.names], field.mask)
end

local MAKERS = {
  uint = unsigned,
  flags = unsigned,
  int = function(field) return ProtoField.int32(field.abbr, field.title) end,
  ipv4 = function(field) return ProtoField.ipv4(field.abbr, field.title) end,
  ipv6 = function(field) return ProtoField.ipv6(field.abbr, field.title) end,
  ether = function(field) return ProtoField.ether(field.abbr, field.title) end,
  bytes = function(field) return ProtoField.bytes(field.abbr, field.title) end,
  string = function(field) return ProtoField.string(field.abbr, field.title) end,
  addresses = function(field)
    return (field.octets == 4 and ProtoField.ipv4 or ProtoField.ipv6)(field.abbr, field.title)
  end,
  layers = function(field) return ProtoField.none(field.abbr, field.title) end,
  extensions = function(field) return ProtoField.none(field.abbr, field.title) end,
}

local REQUEST, RESPONSE = frametype and frametype.REQUEST, frametype and frametype.RESPONSE
local PROTO_FIELDS = {}
local OWN = {
  trailing = ProtoField.bytes("miphar.trailing", "Octets after the end"),
  reason = ProtoField.string("miphar.malformed_reason", "Malformed"),
  reading = ProtoField.string("miphar.reading", "Reading"),
  checksum_form = ProtoField.string("miphar.checksum_form", "Checksum over"),
  response_in = ProtoField.framenum("miphar.response_in", "Response in frame", base.NONE, RESPONSE),
  response_to = ProtoField.framenum("miphar.response_to", "Response to frame", base.NONE, REQUEST),
  response_time = ProtoField.relative_time("miphar.response_time", "Response time"),
  retransmission_of = ProtoField.framenum(
    "miphar.retransmission_of", "Retransmission of frame", base.NONE),
}

local registered = {}
for _, each in pairs(OWN) do registered[#registered + 1] = each end
for _, field in ipairs(FIELDS) do
  local made = MAKERS[field.kind](field)
  PROTO_FIELDS[field.abbr] = made
  registered[#registered + 1] = made
  for _, flag in ipairs(field.flags or {}) do
    local abbr = field.abbr .. "." .. flag[1]
    PROTO_FIELDS[abbr] = ProtoField.bool(abbr, flag[1], 8 * field.octets, nil, flag[2])
    registered[#registered + 1] = PROTO_FIELDS[abbr]
  end
end
miphar.fields = registered

local EXPERTS = {
  malformed = ProtoExpert.new(
    "miphar.malformed", "Malformed", expert.group.MALFORMED, expert.severity.ERROR),
  unknown = ProtoExpert.new(
    "miphar.unknown", "Unknown extension", expert.group.UNDECODED, expert.severity.NOTE),
  short = ProtoExpert.new(
    "miphar.short", "Shorter than its layout", expert.group.MALFORMED, expert.severity.WARN),
  reading = ProtoExpert.new(
    "miphar.contradiction", "The specifications contradict each other",
    expert.group.PROTOCOL, expert.severity.NOTE),
  refused = ProtoExpert.new(
    "miphar.refused", "Refused", expert.group.RESPONSE_CODE, expert.severity.NOTE),
  retransmission = ProtoExpert.new(
    "miphar.retransmitted", "Retransmission", expert.group.SEQUENCE, expert.severity.NOTE),
  checksum = ProtoExpert.new(
    "miphar.checksum_bad", "Wrong checksum", expert.group.CHECKSUM, expert.severity.ERROR),
}
local listed = {}
for _, each in pairs(EXPERTS) do listed[#listed + 1] = each end
miphar.experts = listed

-- Octets, and where in them an extension is: the walk of RFC 5944, sections 1.9 to 1.11.

local function octet(tvb, at) return tvb(at, 1):uint() end

local function is_long(space, tvb, at, stop)
  local kind = octet(tvb, at)
  if space.long[kind] then return true end
  local drawn = space.drawn[kind]
  return drawn ~= nil and at + 1 < stop and drawn[octet(tvb, at + 1)] ~= nil
end

local function walk(space, tvb, at, stop)
  local spans = {}
  while at < stop do
    local after
    if octet(tvb, at) == 0 and space.padding then
      after = at + 1
    elseif is_long(space, tvb, at, stop) then
      if at + 4 > stop then break end
      after = at + 4 + tvb(at + 2, 2):uint()
    else
      if at + 2 > stop then break end
      after = at + 2 + octet(tvb, at + 1)
    end
    if after > stop then break end
    spans[#spans + 1] = { at, after }
    at = after
  end
  return spans, at
end

-- The layer of a whole extension; also whether it is too short for the one that its type has.
local function layer_of(space, tvb, at, stop)
  local kind = octet(tvb, at)
  local long = is_long(space, tvb, at, stop)
  local plain = long and "LongExtension" or space.plain
  local found
  if long and space.drawn[kind] then
    found = { space.drawn[kind][octet(tvb, at + 1)] }
  else
    local subtype_at = long and at + 1 or at + 2
    local subtype = subtype_at < stop and octet(tvb, subtype_at)
    found = (subtype and space.subtypes[kind * 256 + subtype]) or space.types[kind]
  end
  if not found then return plain, false end
  for _, name in ipairs(found) do
    if name == "GroupState" and stop - at >= 6 and octet(tvb, at + 5) == 6 then
      name = "GroupStateIPv6"
    end
    if stop - at >= LAYERS[name].size then return name, false end
  end
  return plain, true
end

-- Layers: what a table of fields says is shown, from `at` on, up to `stop` at most.

local dissect_layer

local function value_of(field, range)
  if field.octets > 4 then return nil end
  local value = range:uint()
  if field.mask then value = math.floor(value / field.lowest) % field.span end
  return value
end

local SCALARS = { uint = true, flags = true, int = true, ipv4 = true, ipv6 = true, ether = true }

local function add_extensions(field, tvb, at, stop, tree, said)
  local space = SPACES[field.of]
  local spans, ended = walk(space, tvb, at, stop)
  for _, span in ipairs(spans) do
    local name, is_short = layer_of(space, tvb, span[1], span[2])
    local kind = octet(tvb, span[1])
    local range = tvb(span[1], span[2] - span[1])
    local branch = tree:add(range, string.format("%s (%d)", LAYERS[name].title, kind))
    local inner = { message = said.message or said }
    local after = dissect_layer(name, tvb, span[1], span[2], branch, inner)
    if after < span[2] then branch:add(OWN.trailing, tvb(after, span[2] - after)) end
    if LAYERS[name].reading then branch:add(OWN.reading, range, LAYERS[name].reading) end
    if is_short then
      branch:add_proto_expert_info(EXPERTS.short)
    elseif name == space.plain or name == "LongExtension" then
      branch:add_proto_expert_info(EXPERTS.unknown)
      local known = space.named[kind]
      if not known and kind <= 127 and space.skips and not said.malformed then
        said.malformed = string.format(
          "an unknown extension of type %d, not one to skip, at octet %d", kind, span[1] - said.start)
      end
    end
    if LAYERS[name].reading then branch:add_proto_expert_info(EXPERTS.reading, LAYERS[name].reading) end
    said.last = { name = name, start = span[1], stop = span[2] }
    if name == "HaHaAuthentication" then said.signed = span end
  end
  if ended < stop and not said.malformed then
    said.malformed = string.format(
      "the extension at octet %d does not end within the message", ended - (said.start or at))
  end
  return ended
end

local function add_flags(field, range, item)
  for _, flag in ipairs(field.flags) do
    item:add(PROTO_FIELDS[field.abbr .. "." .. flag[1]], range)
  end
end

local function add_repeated(field, tvb, at, stop, tree, said)
  local size = field.kind == "layers" and LAYERS[field.of].size or field.octets
  local count = math.floor((stop - at) / size)
  if field.counted_by and said[field.counted_by] < count then count = said[field.counted_by] end
  for _ = 1, count do
    if field.kind == "layers" then
      local branch = tree:add(tvb(at, size), LAYERS[field.of].title)
      dissect_layer(field.of, tvb, at, at + size, branch, {})
    else
      tree:add(PROTO_FIELDS[field.abbr], tvb(at, size))
    end
    at = at + size
  end
  return at
end

dissect_layer = function(name, tvb, at, stop, tree, said)
  said.start = said.start or at
  for _, field in ipairs(LAYERS[name].fields) do
    local shown = PROTO_FIELDS[field.abbr]
    if field.kind == "extensions" then
      at = add_extensions(field, tvb, at, stop, tree, said)
    elseif field.kind == "layers" or field.kind == "addresses" then
      at = add_repeated(field, tvb, at, stop, tree, said)
    elseif SCALARS[field.kind] then
      local range = tvb(at, field.octets)
      local item = tree:add(shown, range)
      if field.kind ~= "ipv6" and field.kind ~= "ether" then
        said[field.name] = value_of(field, range)
      end
      if field.flags then add_flags(field, range, item) end
      if field.last then at = at + field.octets end
    else
      local size = field.octets > 0 and field.octets or stop - at
      if field.counted_by then size = said[field.counted_by] end
      if size > stop - at then size = stop - at end
      if size > 0 then tree:add(shown, tvb(at, size)) end
      at = at + size
    end
  end
  return at
end

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
  if not pinfo.visited then list[#list + 1] = { pinfo.number, pinfo.rel_ts } end
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

local function show_answer(key, pinfo, tree)
  local found = exchange(key)
  note(found.answers, pinfo)
  local latest
  for _, sent in ipairs(found.sent) do
    if sent[1] < pinfo.number then latest = sent end
  end
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
  local at = start
  for _, field in ipairs(LAYERS[name].fields) do
    if field.name == "identification" or field.name == "cookie" then
      return tvb(at + 4, 4):uint()
    end
    if field.name == "revocation_identifier" then return tvb(at, 4):uint() end
    if field.kind == "extensions" then break end
    if field.last then at = at + field.octets end
  end
  return nil
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

-- Messages.

local function malformed(tree, range, reason)
  tree:add(OWN.reason, range, reason):set_generated()
  tree:add_proto_expert_info(EXPERTS.malformed, reason)
end

local function missing_authentication(said, stop)
  if not said.signed then return "there is no HA-HA Authentication extension" end
  if said.last.start ~= said.signed[1] or said.signed[2] ~= stop then
    return string.format(
      "the HA-HA Authentication is followed by other octets, from octet %d",
      said.signed[2] - said.start)
  end
  return nil
end

-- The layer of a Mobile IP message, or why there is none.
local function message_layer(tvb, at, stop)
  local kind = octet(tvb, at)
  local name = MESSAGES[kind]
  if kind == 255 then
    name = stop - at > 1 and SUBTYPES[octet(tvb, at + 1)] or "RedundancyMessage"
  end
  if not name then return nil, string.format("%d is no type of a message, at octet 0", kind) end
  if stop - at < LAYERS[name].size then
    return nil, string.format(
      "the message ends at octet %d, its fixed part takes %d", stop - at, LAYERS[name].size)
  end
  return name
end

local function show_message(tvb, at, stop, pinfo, tree)
  local name, reason = message_layer(tvb, at, stop)
  local range = tvb(at, stop - at)
  local branch = tree:add(miphar, range)
  if not name then
    branch:append_text(", not to be read")
    branch:add(PROTO_FIELDS["miphar.mobile_ip.type"], tvb(at, 1))
    if stop > at + 1 then branch:add(OWN.trailing, tvb(at + 1, stop - at - 1)) end
    malformed(branch, range, reason)
    return nil
  end
  local said = {}
  branch:append_text(": " .. LAYERS[name].title)
  local after = dissect_layer(name, tvb, at, stop, branch, said)
  if after < stop and name ~= "TunnelData" then
    branch:add(OWN.trailing, tvb(after, stop - after))
    said.malformed = said.malformed or string.format("octets after the end, at octet %d", after - at)
  end
  if said.subtype and LAYERS[name].miphar then
    if not said.malformed then said.malformed = missing_authentication(said, stop) end
    link_redundancy(said, pinfo, branch)
  else
    link_message(name, said, tvb, at, pinfo, branch)
  end
  if said.code and said.code >= 64 then branch:add_proto_expert_info(EXPERTS.refused) end
  if said.malformed then malformed(branch, range, said.malformed) end
  return name, said
end

local function describe(name, said, pinfo)
  local text = LAYERS[name].title
  if said.sequence then
    text = string.format("%s, group %d, sequence %d", text, said.group, said.sequence)
    if said.part then text = string.format("%s, part %d", text, said.part) end
    if said.retransmission == 1 then text = text .. ", retransmission" end
  end
  if said.code then text = string.format("%s, code %d", text, said.code) end
  if said.malformed then text = text .. " [malformed: " .. said.malformed .. "]" end
  pinfo.cols.info = text
end

-- How much of a message Wireshark's own dissector reads aright: up to the first extension that it
-- takes for one of another form.
local function readable(tvb, stop)
  local name = MESSAGES[octet(tvb, 0)]
  if not name or not BUILT_IN[octet(tvb, 0)] or stop < LAYERS[name].size then return 0 end
  local spans, ended = walk(SPACES[1], tvb, LAYERS[name].size, stop)
  if name == "TunnelData" then return stop end
  for _, span in ipairs(spans) do
    if MISREAD[octet(tvb, span[1])] then return span[1] end
  end
  return ended
end

local handled = -1
local originals = {}

function miphar.dissector(tvb, pinfo, tree)
  local stop = tvb:captured_len()
  if stop == 0 then return 0 end
  handled = pinfo.number
  local original = originals[434]
  local whole = readable(tvb, stop)
  if original and whole > 0 then
    local part = whole == tvb:len() and tvb or tvb(0, whole):tvb()
    pcall(original.call, original, part, pinfo, tree)
  end
  local name, said = show_message(tvb, 0, stop, pinfo, tree)
  if whole == 0 or not original then
    pinfo.cols.protocol = "MIPHAR"
    if name then
      describe(name, said, pinfo)
    else
      pinfo.cols.info = "Mobile IP, malformed"
    end
    if name and not LAYERS[name].miphar then pinfo.cols.protocol = "MobileIP" end
  end
  return stop
end

-- A run of mipconf says in its first frame which ports its Home Agent had, as syslog.
local syslog_text = Field.new("syslog.msg")

local function learn_ports()
  for _, found in ipairs({ syslog_text() }) do
    local text = found.range:string()
    if string.find(text, "mipconf", 1, true) then
      local port = string.match(text, '"hut":{[^{}]*"port":(%d+)')
      local fhrp_port = string.match(text, '"fhrp":{[^{}]*"port":(%d+)')
      if port then learned[tonumber(port)] = "mobileip" end
      if fhrp_port then learned[tonumber(fhrp_port)] = "hsrp" end
    end
  end
end

-- What came to the built-in dissector by another way, such as Decode As, is shown after it.
local post = Proto("miphar_after", "Mobile IP after the built-in dissector (mipconf)")
local mip_type = Field.new("mip.type")

function post.dissector(tvb, pinfo, tree)
  learn_ports()
  if handled == pinfo.number then
    handled = -1
    return
  end
  for _, found in ipairs({ mip_type() }) do
    local range = found.range
    if range:offset() + 1 < tvb:captured_len() and octet(tvb, range:offset()) == found.value then
      show_message(tvb, range:offset(), tvb:captured_len(), pinfo, tree)
    end
  end
end
register_postdissector(post)

-- HSRP, VRRP and router discovery: Wireshark's own reading, and ours below it.

local ip_source, ip_target = Field.new("ip.src"), Field.new("ip.dst")
local ipv6_source, ipv6_target = Field.new("ipv6.src"), Field.new("ipv6.dst")

local function last_of(...)
  local all = { ... }
  return all[#all]
end

local function sum_of(bytes, total)
  for at = 0, bytes:len() - 1 do
    total = total + bytes:get_index(at) * (at % 2 == 0 and 256 or 1)
  end
  return total
end

local function is_right(total) return total % 65535 == 0 and total > 0 end

-- RFC 3768 and 9568 have the message alone over IPv4, RFC 5798 and all over IPv6 a pseudo-header.
local function checksum_form(tvb, version)
  local octets = tvb(0, tvb:captured_len()):bytes()
  local message = sum_of(octets, 0)
  local source6, target6 = last_of(ipv6_source()), last_of(ipv6_target())
  local source, target = last_of(ip_source()), last_of(ip_target())
  if source6 and not source then source, target = source6, target6 end
  if is_right(message) and source ~= source6 then return "the message" end
  if version ~= 3 or not source then return nil end
  local total = message + 112 + octets:len()
  total = sum_of(target.range:bytes(), sum_of(source.range:bytes(), total))
  if is_right(total) then return "the pseudo-header and the message" end
  return nil
end

local function hsrp_layer(tvb, pinfo, stop)
  local group = tostring(pinfo.dst)
  if group == "224.0.0.102" or (group ~= "224.0.0.2" and octet(tvb, 0) ~= 0) then return "HSRPv2" end
  local name = stop > 1 and HSRP_OPS[octet(tvb, 1)] or "HSRP"
  return stop >= LAYERS[name].size and name or "HSRP"
end

local function vrrp_layer(tvb, stop)
  local version = math.floor(octet(tvb, 0) / 16)
  local name = VRRP_VERSIONS[version] or "VRRP"
  if name == "VRRPv3" and last_of(ipv6_source()) and not last_of(ip_source()) then
    name = "VRRPv3IPv6"
  end
  return stop >= LAYERS[name].size and name or "VRRP"
end

local function show_beside(name, tvb, stop, tree)
  local branch = tree:add(miphar, tvb(0, stop))
  if stop < LAYERS[name].size then
    malformed(branch, tvb(0, stop), "shorter than its fixed part")
    return branch
  end
  local said = {}
  branch:append_text(": " .. LAYERS[name].title)
  local after = dissect_layer(name, tvb, 0, stop, branch, said)
  if after < stop then branch:add(OWN.trailing, tvb(after, stop - after)) end
  if said.malformed then malformed(branch, tvb(0, stop), said.malformed) end
  return branch
end

local function show_hsrp(tvb, pinfo, stop, tree)
  show_beside(hsrp_layer(tvb, pinfo, stop), tvb, stop, tree)
end

local function show_vrrp(tvb, _, stop, tree)
  local name = vrrp_layer(tvb, stop)
  local branch = show_beside(name, tvb, stop, tree)
  if name == "VRRP" then return end
  local form = checksum_form(tvb, math.floor(octet(tvb, 0) / 16))
  if form then
    branch:add(OWN.checksum_form, form):set_generated()
  else
    branch:add_proto_expert_info(EXPERTS.checksum)
  end
end

local function show_icmp(tvb, _, stop, tree)
  local name = ({ [9] = "RouterAdvertisement", [10] = "RouterSolicitation" })[octet(tvb, 0)]
  if name then show_beside(name, tvb, stop, tree) end
end

local function beside(abbr, title, dissector_table, number, show)
  local found = DissectorTable.get(dissector_table)
  local original = found:get_dissector(number)
  local ours = Proto("miphar_" .. abbr, title .. " (mipconf)")
  function ours.dissector(tvb, pinfo, tree)
    local stop = tvb:captured_len()
    if original then pcall(original.call, original, tvb, pinfo, tree) end
    if stop > 0 then show(tvb, pinfo, stop, tree) end
    return stop
  end
  found:add(number, ours)
  return ours
end

local hsrp = beside("hsrp", "HSRP beside the built-in dissector", "udp.port", 1985, show_hsrp)
beside("hsrp6", "HSRP over IPv6 beside the built-in dissector", "udp.port", 2029, show_hsrp)
beside("vrrp", "VRRP beside the built-in dissector", "ip.proto", 112, show_vrrp)
beside("icmp", "Router discovery beside the built-in dissector", "ip.proto", 1, show_icmp)

-- Ports: Mobile IP's own, and one that the user may add.

local udp = DissectorTable.get("udp.port")

local function take(port)
  if port == 0 or originals[port] ~= nil then return end
  originals[port] = udp:get_dissector(port) or false
  udp:add(port, miphar)
end

local function give_back(port)
  udp:remove(port, miphar)
  if originals[port] then udp:add(port, originals[port]) end
  originals[port] = nil
end

local extra = 0

function miphar.prefs_changed()
  local wanted = miphar.prefs.extra_port
  if wanted == extra then return end
  if extra ~= 0 and extra ~= 434 then give_back(extra) end
  extra = wanted
  take(extra)
end

take(434)

miphar:register_heuristic("udp", function(tvb, pinfo, tree)
  local found = learned[pinfo.src_port] or learned[pinfo.dst_port]
  if not found then return false end
  local ours = found == "hsrp" and hsrp or miphar
  ours.dissector(tvb, pinfo, tree)
  return true
end)
