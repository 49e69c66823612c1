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
    if space.only_known and not space.types[octet(tvb, at)] then break end
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

-- Whether the octets are there that tell an extension from others of its type.
local function is_told(told_by, tvb, at)
  if not told_by then return true end
  for offset, wanted in ipairs(told_by.octets) do
    if octet(tvb, at + told_by.at + offset - 1) ~= wanted then return false end
  end
  return true
end

-- The layer of a whole extension; also the shortest of those that its type has, where it is too
-- short for any.
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
  local shortest
  for _, name in ipairs(found or {}) do
    if name == "GroupState" and stop - at >= 6 and octet(tvb, at + 5) == 6 then
      name = "GroupStateIPv6"
    end
    if stop - at >= LAYERS[name].size and is_told(LAYERS[name].told_by, tvb, at) then return name end
    if not shortest or LAYERS[name].size < LAYERS[shortest].size then shortest = name end
  end
  return plain, shortest
end

-- Where a field in the fixed part of a layer stands, from the layer's first octet on.
local function place_of(name, wanted)
  local at = 0
  for _, field in ipairs(LAYERS[name].fields) do
    if field.name == wanted then return at end
    if field.kind == "extensions" then return nil end
    if field.last then at = at + field.octets end
  end
  return nil
end

-- Layers: what a table of fields says is shown, from `at` on, up to `stop` at most.

local dissect_layer

-- A number; of 8 octets, which not every Lua has as a number, the hexadecimal digits.
local function value_of(field, tvb, at)
  if field.octets == 8 and not field.mask then
    return string.format("%08x%08x", tvb(at, 4):uint(), tvb(at + 4, 4):uint())
  end
  if field.octets > 4 then return nil end
  local value = tvb(at, field.octets):uint()
  if field.mask then value = math.floor(value / field.lowest) % field.span end
  return value
end

local SCALARS = { uint = true, flags = true, int = true, ipv4 = true, ipv6 = true, ether = true }

-- A field for each layer, so that tools that read keys and values can tell them apart.
local function add_layer(name, range, tree)
  return tree:add(PROTO_FIELDS[LAYERS[name].abbr], range)
end

local function octets(number) return number == 1 and "1 octet" or string.format("%d octets", number) end

local function has_field(name, wanted)
  for _, field in ipairs(LAYERS[name].fields) do
    if field.name == wanted then return true end
  end
  return false
end

-- What is wrong with the octets of one extension by its own layout, as the layers have it; or nil.
local function misfit(space, name, shortest, tvb, span, after)
  local size = span[2] - span[1]
  local long = is_long(space, tvb, span[1], span[2])
  local length = size - (long and 4 or 2)
  local missing = shortest and LAYERS[shortest].size - size or 0
  local title = LAYERS[missing > 0 and shortest or name].title
  if missing > 0 then
    return string.format("%s of Length %d, %s too short", title, length, octets(missing))
  end
  if after < span[2] then
    return string.format("%s of Length %d, %s too long", title, length, octets(span[2] - after))
  end
  if size == LAYERS[name].size and has_field(name, "spi") and has_field(name, "authenticator") then
    return string.format("%s of Length %d, without an authenticator", title, length)
  end
  return nil
end

-- `said` is told what the extensions say, and where one of them, or one within, does not fit.
local function add_extensions(field, tvb, at, stop, tree, said)
  local space = SPACES[field.of]
  local spans, ended = walk(space, tvb, at, stop)
  local all = {}
  said[field.name], said.misfits = all, {}
  if not space.only_known then said.ended = ended end
  for _, span in ipairs(spans) do
    local name, shortest = layer_of(space, tvb, span[1], span[2])
    local kind = octet(tvb, span[1])
    local range = tvb(span[1], span[2] - span[1])
    local branch = add_layer(name, range, tree)
    branch:set_text(string.format("%s (%d)", LAYERS[name].title, kind))
    local inner = { layer = name, at = span[1] }
    all[#all + 1] = inner
    local after = dissect_layer(name, tvb, span[1], span[2], branch, inner)
    if after < span[2] then branch:add(OWN.trailing, tvb(after, span[2] - after)) end
    if LAYERS[name].reading then
      branch:add(OWN.reading, range, LAYERS[name].reading)
      branch:add_proto_expert_info(EXPERTS.reading, LAYERS[name].reading)
    end
    local wrong = misfit(space, name, shortest, tvb, span, after)
    if wrong then
      said.misfits[#said.misfits + 1] = { span[1], wrong }
      branch:add_proto_expert_info(EXPERTS.misfit, wrong)
    elseif name == space.plain or name == "LongExtension" then
      branch:add_proto_expert_info(EXPERTS.unknown)
    end
    for _, each in ipairs(inner.misfits or {}) do said.misfits[#said.misfits + 1] = each end
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
      local branch = add_layer(field.of, tvb(at, size), tree)
      branch:set_text(LAYERS[field.of].title)
      dissect_layer(field.of, tvb, at, at + size, branch, {})
    else
      tree:add(PROTO_FIELDS[field.abbr], tvb(at, size))
    end
    at = at + size
  end
  return at
end

dissect_layer = function(name, tvb, at, stop, tree, said)
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
        said[field.name] = value_of(field, tvb, at)
      end
      if field.flags then add_flags(field, range, item) end
      if field.last then at = at + field.octets end
    else
      local size = field.octets > 0 and field.octets or stop - at
      if field.counted_by then size = said[field.counted_by] end
      if size > stop - at then size = stop - at end
      if size > 0 then
        tree:add(shown, tvb(at, size))
        if field.kind == "string" then said[field.name] = tvb(at, size):string() end
      end
      at = at + size
    end
  end
  return at
end
