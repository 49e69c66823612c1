-- As much of Wireshark's Lua interface as the dissector uses, so that plain interpreters run it.
--
-- lua fake_wireshark.lua DISSECTOR < PACKETS. A packet is a line: table, number in it, source,
-- destination and octets in hexadecimal. What is shown is printed: depth, field, octets. After each
-- packet, how many thousands of Lua's instructions it took.

local function octets_of(hex)
  return (hex:gsub("%x%x", function(each) return string.char(tonumber(each, 16)) end))
end

local function object(content) return setmetatable(content or {}, { __index = function() end }) end

-- Octets: a range of a text.
local Range = {}
Range.__index = Range
Range.__call = function(self, at, length)
  length = length or #self.octets - at
  assert(at >= 0 and length >= 0 and at + length <= #self.octets, "beyond the octets that there are")
  return setmetatable({ octets = self.octets:sub(at + 1, at + length), from = self.from + at }, Range)
end
function Range:len() return #self.octets end
function Range:captured_len() return #self.octets end
function Range:reported_len() return #self.octets end
function Range:offset() return self.from end
function Range:string() return self.octets end
function Range:raw() return self.octets end
function Range:tvb() return self end
function Range:uint()
  assert(#self.octets >= 1 and #self.octets <= 4, "a number of 1 to 4 octets")
  local value = 0
  for at = 1, #self.octets do value = value * 256 + self.octets:byte(at) end
  return value
end
function Range:bytes() return self end
function Range:get_index(at) return self.octets:byte(at + 1) end
function Range:hex()
  return (self.octets:gsub(".", function(each) return string.format("%02x", each:byte()) end))
end

-- Fields and experts: their names; a name is there once.
local seen = {}
local function named(abbr)
  assert(type(abbr) == "string" and not seen[abbr], "a second field " .. tostring(abbr))
  seen[abbr] = true
  return { abbr = abbr }
end

ProtoField = setmetatable({}, { __index = function() return named end })
ProtoExpert = { new = function(abbr) return named(abbr) end }
base, frametype = object(), object({ REQUEST = 1, RESPONSE = 2 })
expert = { group = object(), severity = object() }
Pref = { uint = function(_, value) return value end }
NSTime = { new = function(whole, rest) return string.format("%d.%09d", whole, rest) end }

-- What Wireshark's own dissectors found before: the addresses of the packet.
local found_before = {}
Field = { new = function(name) return function() return found_before[name] end end }

local heuristics = {}
Proto = setmetatable({}, {
  __call = function(_, name, title)
    return { abbr = name, title = title, prefs = {}, register_heuristic = function(_, _, call)
      heuristics[#heuristics + 1] = call
    end }
  end,
})

local postdissectors = {}
function register_postdissector(found) postdissectors[#postdissectors + 1] = found end

local tables = {}
DissectorTable = {
  get = function(name)
    tables[name] = tables[name] or {
      get_dissector = function(self, number) return self[number] end,
      add = function(self, number, found) self[number] = found end,
      remove = function(self, number) self[number] = nil end,
    }
    return tables[name]
  end,
}

-- The tree: what is added to it is printed.
local Tree = {}
Tree.__index = Tree
local function say(depth, ...) print(depth, ...) end
function Tree:add(what, range, value)
  if type(what) == "table" and what.abbr then
    local shown = type(range) == "table" and range:hex() or tostring(range)
    say(self.depth, what.abbr, value and tostring(value) or shown)
  else
    say(self.depth, "-", tostring(range))
  end
  return setmetatable({ depth = self.depth + 1 }, Tree)
end
function Tree:add_proto_expert_info(found, text) say(self.depth, found.abbr, text or "") end
function Tree:set_text(text) say(self.depth, "-", text) return self end
function Tree:append_text(text) say(self.depth, "-", text) end
function Tree:set_generated() return self end

assert(loadfile(arg[1]))()

local function address(hex)
  local octets = octets_of(hex)
  local text = #octets == 4 and table.concat({ octets:byte(1, 4) }, ".") or hex
  return text, { range = setmetatable({ octets = octets, from = 0 }, Range) }
end

local thousands = 0
debug.sethook(function() thousands = thousands + 1 end, "", 1000)

local number = 0
for line in io.lines() do
  local dissector_table, key, source, target, hex = line:match("(%S+) (%d+) (%x+) (%x+) (%x*)")
  number = number + 1
  thousands = 0
  local ip = #source == 8 and "ip" or "ipv6"
  local pinfo = {
    number = number, rel_ts = number / 1000, visited = false, cols = {},
    src_port = tonumber(key), dst_port = tonumber(key),
  }
  found_before = {}
  pinfo.src, found_before[ip .. ".src"] = address(source)
  pinfo.dst, found_before[ip .. ".dst"] = address(target)
  local tvb = setmetatable({ octets = octets_of(hex), from = 0 }, Range)
  local tree = setmetatable({ depth = 0 }, Tree)
  say("packet", number)
  tables[dissector_table][tonumber(key)].dissector(tvb, pinfo, tree)
  for _, found in ipairs(postdissectors) do found.dissector(tvb, pinfo, tree) end
  say("columns", tostring(pinfo.cols.protocol), tostring(pinfo.cols.info))
  say("thousands", thousands)
end
