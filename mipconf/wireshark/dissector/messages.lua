-- Messages.

local function malformed(tree, range, reason)
  tree:add(OWN.reason, range, reason):set_generated()
  tree:add_proto_expert_info(EXPERTS.malformed, reason)
end

-- What the capture does not hold to the end is not malformed.
local CUT = " [cut off in the capture]"
local function is_cut(tvb) return tvb:captured_len() < tvb:reported_len() end

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

-- A message that an ICMP error quotes was not sent again, and may be cut short.
local function show_message(tvb, at, stop, pinfo, frame, tree)
  local name, reason = message_layer(tvb, at, stop)
  local range = tvb(at, stop - at)
  local branch = tree:add(miphar, range)
  if not name then
    branch:append_text(", not to be read")
    branch:add(PROTO_FIELDS["miphar.mobile_ip.type"], tvb(at, 1))
    if stop > at + 1 then branch:add(OWN.trailing, tvb(at + 1, stop - at - 1)) end
    if is_cut(tvb) then return nil, "Mobile IP" .. CUT end
    if not pinfo.in_error_pkt then malformed(branch, range, reason) end
    return nil, "Mobile IP, malformed: " .. reason
  end
  local said = {}
  branch:append_text(": " .. LAYERS[name].title)
  local after = dissect_layer(name, tvb, at, stop, branch, said)
  if after < stop and name ~= "TunnelData" then
    branch:add(OWN.trailing, tvb(after, stop - after))
  end
  if pinfo.in_error_pkt then return name, message_told(name, said) end
  local info = message_told(name, said) .. link(name, said, frame, branch)
  if said.code and said.code >= 64 then branch:add_proto_expert_info(EXPERTS.refused) end
  if is_cut(tvb) then return name, info .. CUT end
  if LAYERS[name].miphar and SUBTYPES[said.subtype] then
    local unsigned_as = why_unsigned(said, at)
    if unsigned_as then branch:add_proto_expert_info(EXPERTS.unsigned, unsigned_as) end
  end
  local wrong = defect(name, said, tvb, at, stop)
  if wrong then
    malformed(branch, range, wrong)
    info = string.format("%s [malformed: %s]", info, wrong)
  end
  return name, info
end

-- How much of a message Wireshark's own dissector reads aright: up to the first extension that it
-- takes for one of another form.
local function readable(tvb, stop)
  local name = MESSAGES[octet(tvb, 0)]
  if not name or not BUILT_IN[octet(tvb, 0)] or stop < LAYERS[name].size then return 0 end
  local spans, ended = walk(SPACES[SPACE.registration], tvb, LAYERS[name].size, stop)
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
  local frame = frame_of(pinfo)
  local original = originals[434]
  local whole = readable(tvb, stop)
  if original and whole > 0 then
    local part = whole == tvb:len() and tvb or tvb(0, whole):tvb()
    pcall(original.call, original, part, pinfo, tree)
  end
  note_datagram(tvb(0, stop), frame)
  local name, info = show_message(tvb, 0, stop, pinfo, frame, tree)
  if name ~= "TunnelData" then -- whose columns are those of what it carries
    pinfo.cols.protocol = name and not LAYERS[name].miphar and "MobileIP" or "MIPHAR"
    pinfo.cols.info = info
  end
  return stop
end

-- A run of mipconf says in its first frame which ports its Home Agent had, as syslog. Its octets
-- are read, since fields of other dissectors are not there where nobody asked for a tree.
local SYSLOG = 514

local function learn_ports(tvb, pinfo)
  if pinfo.dst_port ~= SYSLOG then return end
  local text = tvb(0, tvb:captured_len()):raw()
  if string.find(text, "mipconf - setting - ", 1, true) then
    local port = string.match(text, '"hut":{[^{}]*"port":(%d+)')
    local fhrp_port = string.match(text, '"fhrp":{[^{}]*"port":(%d+)')
    if port then learned[tonumber(port)] = "mobileip" end
    if fhrp_port then learned[tonumber(fhrp_port)] = "hsrp" end
  end
end

-- What came to the built-in dissector by another way, such as Decode As, is shown after it.
local post = Proto("miphar_after", "Mobile IP after the built-in dissector (mipconf)")
local built_in = Field.new("mip")

function post.dissector(tvb, pinfo, tree)
  learn_ports(tvb, pinfo)
  if handled == pinfo.number then
    handled = -1
    return
  end
  for _, found in ipairs({ built_in() }) do
    local at = found.range:offset()
    local stop = math.min(at + found.range:len(), tvb:captured_len())
    if at < stop then
      local frame = frame_of(pinfo)
      note_datagram(tvb(at, stop - at), frame)
      local _, info = show_message(tvb, at, stop, pinfo, frame, tree)
      pinfo.cols.info = info
    end
  end
end
register_postdissector(post)
