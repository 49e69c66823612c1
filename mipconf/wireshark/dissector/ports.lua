-- Ports: Mobile IP's own, and one that the user may add.

local udp = DissectorTable.get("udp.port")

-- What is said at the port of 3GPP2's A11 looks like Mobile IP, and is not.
local A11 = 699

local function take(port)
  if port == 0 or port == A11 or originals[port] ~= nil then return end
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
  if originals[extra] ~= nil and extra ~= 434 then give_back(extra) end
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
