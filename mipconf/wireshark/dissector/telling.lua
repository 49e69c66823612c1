-- What a message says, in one line: the Info column.

local INFINITE = 65535

local function address(number)
  local parts = {}
  for at = 4, 1, -1 do
    parts[at] = string.format("%d", number % 256)
    number = math.floor(number / 256)
  end
  return table.concat(parts, ".")
end

local function for_seconds(lifetime)
  if lifetime == INFINITE then return "without end" end
  return string.format("%d s", lifetime)
end

-- The name that a field's number has, or else the number.
local function named(layer, wanted, number)
  for _, field in ipairs(LAYERS[layer].fields) do
    if field.name == wanted and field.names then
      return NAMES[field.names][number] or string.format("%d", number)
    end
  end
  return string.format("%d", number)
end

local function capitalized(text) return string.upper(string.sub(text, 1, 1)) .. string.sub(text, 2) end

local function of_layer(list, ...)
  local found = {}
  for _, wanted in ipairs({ ... }) do
    for _, each in ipairs(list or {}) do
      if each.layer == wanted then found[#found + 1] = each end
    end
  end
  return found
end

-- Between Home Agents.

local function binding_told(binding)
  if binding.deleted == 1 then return "deletion of " .. address(binding.home_address) end
  return string.format(
    "%s at %s, %s", address(binding.home_address), address(binding.care_of_address),
    for_seconds(binding.lifetime_remaining))
end

local function bindings_told(said)
  local all = of_layer(said.extensions, "MobilityBinding")
  if #all == 0 then return "no bindings" end
  if #all == 1 then return binding_told(all[1]) end
  return string.format("%s, and %d more", binding_told(all[1]), #all - 1)
end

local function redundancy_told(name, said)
  local text = string.format("%s %d", LAYERS[name].title, said.sequence)
  if name == "BindingUpdate" then return text .. ": " .. bindings_told(said) end
  if name == "TableRequest" then return text end
  if name == "TableReply" and said.code == 0 then
    local last = said.more == 1 and "" or ", the last"
    return string.format(
      "%s: part %d%s, for request %d, %s", text, said.part, last, said.request_sequence,
      bindings_told(said))
  end
  return text .. ": " .. named(name, "code", said.code)
end

-- Registrations, and the messages made after them.

local function mobile_node(said)
  if said.home_address ~= UNASSIGNED then return address(said.home_address) end
  local nai = of_layer(said.extensions, "MobileNodeNai")[1]
  return nai and nai.nai or "any home address"
end

local function request_told(name, said)
  local title = LAYERS[name].title
  if said.lifetime == 0 then return title .. ": deletion of " .. mobile_node(said) end
  return string.format(
    "%s: %s at %s, %s", title, mobile_node(said), address(said.care_of_address),
    for_seconds(said.lifetime))
end

local function reply_told(name, said)
  local outcome = string.format("%d %s", said.code, named(name, "code", said.code))
  if said.code < 64 then
    outcome = said.lifetime == 0 and "deletion accepted" or "accepted, " .. for_seconds(said.lifetime)
    if said.code ~= 0 then outcome = outcome .. ", " .. named(name, "code", said.code) end
  end
  return string.format("%s: %s, %s", LAYERS[name].title, mobile_node(said), outcome)
end

local function message_told(name, said)
  if LAYERS[name].miphar and SUBTYPES[said.subtype] then return redundancy_told(name, said) end
  if said.lifetime and said.care_of_address then return request_told(name, said) end
  if said.lifetime and said.code then return reply_told(name, said) end
  local text = LAYERS[name].title
  if said.home_address then text = text .. ": " .. mobile_node(said) end
  if said.code then text = string.format("%s, %s", text, named(name, "code", said.code)) end
  return text
end

-- HSRP and VRRP.

local function group_told(layer, said)
  local text = string.format(
    "%s, %s, priority %d, group %d", capitalized(named(layer, "op_code", said.op_code)),
    named(layer, "state", said.state), said.priority, said.group)
  if said.ip_version == 6 or not said.virtual_ip_address then return text end
  return text .. ", " .. address(said.virtual_ip_address)
end

local function interface_told(said)
  return string.format("active for %d groups, passive for %d", said.active_groups, said.passive_groups)
end

local function hsrp_told(name, said)
  if name == "HSRPv1" then return group_told(name, said) end
  if name == "HSRPAdvertisement" then return "Advertisement, " .. interface_told(said) end
  local group = of_layer(said.tlvs, "GroupState", "GroupStateIPv6")[1]
  if group then return group_told(group.layer, group) end
  local interface = of_layer(said.tlvs, "InterfaceState")[1]
  return interface and "Interface State, " .. interface_told(interface) or LAYERS[name].title
end

local RESIGNS, OWNS = 0, 255 -- priorities that mean something else (RFC 9568, 5.2.4)

local function vrrp_told(name, said)
  if not said.virtual_rtr_id then return LAYERS[name].title end
  local text = string.format(
    "Advertisement, VRID %d, priority %d", said.virtual_rtr_id, said.priority)
  if said.priority == RESIGNS then return text .. ", resigns" end
  if said.priority == OWNS then return text .. ", owner" end
  return text
end
