-- HSRP, VRRP and router discovery: Wireshark's own reading, and ours below it.

local ip_source, ip_target = Field.new("ip.src"), Field.new("ip.dst")
local ipv6_source, ipv6_target = Field.new("ipv6.src"), Field.new("ipv6.dst")

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

-- The branch of a message, and what it says, unless it is too short.
local function show_beside(name, tvb, stop, tree)
  local branch = tree:add(miphar, tvb(0, stop))
  if stop < LAYERS[name].size then
    if not is_cut(tvb) then malformed(branch, tvb(0, stop), "shorter than its fixed part") end
    return branch
  end
  local said = {}
  branch:append_text(": " .. LAYERS[name].title)
  local after = dissect_layer(name, tvb, 0, stop, branch, said)
  if after < stop then branch:add(OWN.trailing, tvb(after, stop - after)) end
  if is_cut(tvb) then return branch, said end
  local wrong = defect(name, said, tvb, 0, stop)
  if wrong then malformed(branch, tvb(0, stop), wrong) end
  return branch, said
end

local function show_hsrp(tvb, pinfo, stop, tree)
  local name = hsrp_layer(tvb, pinfo, stop)
  local branch, said = show_beside(name, tvb, stop, tree)
  return branch, said and hsrp_told(name, said)
end

local function show_vrrp(tvb, _, stop, tree)
  local name = vrrp_layer(tvb, stop)
  local branch, said = show_beside(name, tvb, stop, tree)
  if name == "VRRP" then return branch, LAYERS[name].title end
  local form = checksum_form(tvb, math.floor(octet(tvb, 0) / 16))
  if form then
    branch:add(OWN.checksum_form, form):set_generated()
  else
    branch:add_proto_expert_info(EXPERTS.checksum)
  end
  return branch, vrrp_told(name, said)
end

local function show_icmp(tvb, _, stop, tree)
  local name = ({ [9] = "RouterAdvertisement", [10] = "RouterSolicitation" })[octet(tvb, 0)]
  if name then show_beside(name, tvb, stop, tree) end
end

local function beside(abbr, protocol, dissector_table, number, show)
  local found = DissectorTable.get(dissector_table)
  local original = found:get_dissector(number)
  local ours = Proto("miphar_" .. abbr, protocol .. " beside the built-in dissector (mipconf)")
  function ours.dissector(tvb, pinfo, tree)
    local stop = tvb:captured_len()
    if stop == 0 then return 0 end
    -- The built-in one says the protocol itself, but takes what is not at its own port for data.
    pinfo.cols.protocol = protocol
    local is_its_own = dissector_table ~= "udp.port" or pinfo.dst_port == number
    if original and is_its_own then pcall(original.call, original, tvb, pinfo, tree) end
    local branch, info = show(tvb, pinfo, stop, tree)
    if not info or pinfo.in_error_pkt then return stop end
    note_datagram(tvb(0, stop), frame_of(pinfo))
    local first = copied_from(pinfo.number)
    if first then
      branch:add(OWN.copy_of, first):set_generated()
      info = string.format("%s, copy of frame %d", info, first)
    end
    pinfo.cols.info = info
    return stop
  end
  found:add(number, ours)
  return ours
end

local hsrp = beside("hsrp", "HSRP", "udp.port", 1985, show_hsrp)
beside("hsrp6", "HSRP for IPv6", "udp.port", 2029, show_hsrp)
beside("vrrp", "VRRP", "ip.proto", 112, show_vrrp)
beside("icmp", "Router discovery", "ip.proto", 1, show_icmp)
