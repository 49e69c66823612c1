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
    if stop - at >= LAYERS[name].size and is_told(LAYERS[name].told_by, tvb, at) then
      return name, false
    end
  end
  return plain, true
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

local function value_of(field, range)
  if field.octets > 4 then return nil end
  local value = range:uint()
  if field.mask then value = math.floor(value / field.lowest) % field.span end
  return value
end

local SCALARS = { uint = true, flags = true, int = true, ipv4 = true, ipv6 = true, ether = true }

local function add_extensions(field, tvb, at, stop, tree)
  local space = SPACES[field.of]
  local spans, ended = walk(space, tvb, at, stop)
  for _, span in ipairs(spans) do
    local name, is_short = layer_of(space, tvb, span[1], span[2])
    local kind = octet(tvb, span[1])
    local range = tvb(span[1], span[2] - span[1])
    local branch = tree:add(range, string.format("%s (%d)", LAYERS[name].title, kind))
    local after = dissect_layer(name, tvb, span[1], span[2], branch, {})
    if after < span[2] then branch:add(OWN.trailing, tvb(after, span[2] - after)) end
    if LAYERS[name].reading then
      branch:add(OWN.reading, range, LAYERS[name].reading)
      branch:add_proto_expert_info(EXPERTS.reading, LAYERS[name].reading)
    end
    if is_short then
      branch:add_proto_expert_info(EXPERTS.short)
    elseif name == space.plain or name == "LongExtension" then
      branch:add_proto_expert_info(EXPERTS.unknown)
    end
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
  for _, field in ipairs(LAYERS[name].fields) do
    local shown = PROTO_FIELDS[field.abbr]
    if field.kind == "extensions" then
      at = add_extensions(field, tvb, at, stop, tree)
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
