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
  copy_of = ProtoField.framenum("miphar.copy_of", "Copy of frame", base.NONE),
  relay_of = ProtoField.framenum("miphar.relay_of", "Relayed from frame", base.NONE),
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
for _, layer in pairs(LAYERS) do
  if layer.abbr then
    PROTO_FIELDS[layer.abbr] = ProtoField.none(layer.abbr, layer.title)
    registered[#registered + 1] = PROTO_FIELDS[layer.abbr]
  end
end
miphar.fields = registered

local EXPERTS = {
  malformed = ProtoExpert.new(
    "miphar.malformed", "Malformed", expert.group.MALFORMED, expert.severity.ERROR),
  unsigned = ProtoExpert.new(
    "miphar.unsigned", "Not signed", expert.group.SECURITY, expert.severity.WARN),
  unknown = ProtoExpert.new(
    "miphar.unknown", "Unknown extension", expert.group.UNDECODED, expert.severity.NOTE),
  misfit = ProtoExpert.new(
    "miphar.misfit", "Does not fit its layout", expert.group.MALFORMED, expert.severity.WARN),
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
