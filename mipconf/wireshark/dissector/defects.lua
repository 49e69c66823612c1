-- Defects: what a receiver that knows all extensions objects to, as `mipconf decode` says it.

local function at_octet(reason, ...)
  return string.format(reason .. ", at octet %d", ...)
end

-- The extensions of a message: their space, where each is, and where that ended.
local function extensions_of(name, tvb, at, stop)
  for _, field in ipairs(LAYERS[name].fields) do
    if field.kind == "extensions" then
      return SPACES[field.of], walk(SPACES[field.of], tvb, at + LAYERS[name].size, stop)
    end
  end
  return nil
end

local function unknown_extension(space, kind, at)
  if kind > LAST_NON_SKIPPABLE or space.named[kind] or (kind == 0 and space.padding) then
    return nil
  end
  return at_octet("an unknown extension of type %d, not one to skip", kind, at)
end

local function cut_off(at)
  return string.format("the extension at octet %d does not end within the message", at)
end

-- What docs/protocol.md#5-2 answers with Code 134.

local function why_no_bindings(said)
  if said.subtype ~= SUBTYPE.update and said.subtype ~= SUBTYPE.reply then
    return "a Mobility Binding in a message that has none"
  end
  if said.subtype == SUBTYPE.reply and said.code == 1 then
    return "a Mobility Binding in a Table Reply of Code 1"
  end
  return nil
end

local function binding_defect(tvb, span, at)
  local size = LAYERS.MobilityBinding.size
  if span[2] - span[1] < size then
    return string.format("a Mobility Binding of Length %d", octet(tvb, span[1] + 1))
  end
  local _, ended = walk(SPACES[SPACE.binding], tvb, span[1] + size, span[2])
  if ended < span[2] then
    return string.format(
      "a sub-option at octet %d that does not fit its Mobility Binding", ended - at)
  end
  local function lifetime(which)
    return tvb(span[1] + place_of("MobilityBinding", "lifetime_" .. which), 2):uint()
  end
  local granted, remaining = lifetime("granted"), lifetime("remaining")
  local flags = octet(tvb, span[1] + place_of("MobilityBinding", "deleted"))
  if flags < 128 and (remaining == 0 or remaining > granted) then
    return string.format(
      "a Mobility Binding with %d s remaining of %d s granted", remaining, granted)
  end
  return nil
end

local function list_defect(span)
  local length = span[2] - span[1] - 2
  if length > 0 and length % 4 == 0 then return nil end
  return string.format("a Home Agent List of Length %d", length)
end

local function reply_defect(said)
  if said.subtype ~= SUBTYPE.reply then return nil end
  if said.code > 1 then
    return at_octet("a Table Reply of Code %d", said.code, place_of("TableReply", "code"))
  end
  if said.part == 0 then
    return at_octet("a Table Reply of Part 0", place_of("TableReply", "part"))
  end
  return nil
end

local function redundancy_defect(name, said, tvb, at, stop)
  if said.version ~= VERSION then
    return at_octet("Version %d is unknown", said.version, place_of(name, "version"))
  end
  if not SUBTYPES[said.subtype] then
    return at_octet("Subtype %d is unknown", said.subtype, place_of(name, "subtype"))
  end
  local space, spans, ended = extensions_of(name, tvb, at, stop)
  if ended < stop then return cut_off(ended - at) end
  local reason = reply_defect(said)
  if reason then return reason end
  local has_binding = false
  for _, span in ipairs(spans) do
    local kind, offset = octet(tvb, span[1]), span[1] - at
    if kind == BINDING then
      has_binding = true
      reason = why_no_bindings(said) or binding_defect(tvb, span, at)
    elseif kind == LIST then
      reason = list_defect(span)
    else
      local unknown = unknown_extension(space, kind, offset)
      if unknown then return unknown end
    end
    if reason then return at_octet("%s", reason, offset) end
  end
  if said.subtype == SUBTYPE.update and not has_binding then
    return at_octet("a Binding Update without a Mobility Binding", LAYERS[name].size)
  end
  return nil
end

-- Section 4.3: Subtype 100, and "It is the last extension".
local function authentication_misfits(said)
  local found, all = {}, said.extensions or {}
  for number, each in ipairs(all) do
    if each.layer == "GeneralizedAuthentication" then
      found[#found + 1] = { each.at, string.format(
        "%s of Subtype %d, not %d", LAYERS[each.layer].title, each.subtype, HA_HA) }
    elseif each.layer == "HaHaAuthentication" and number < #all then
      found[#found + 1] = { each.at, LAYERS[each.layer].title .. " that is not the last extension" }
    end
  end
  return found
end

-- All that does not fit the layouts, from the first octet on.
local function add_layout_defects(reasons, name, said, at, stop)
  local found = {}
  for _, each in ipairs(said.misfits or {}) do found[#found + 1] = each end
  if LAYERS[name].miphar then
    for _, each in ipairs(authentication_misfits(said)) do found[#found + 1] = each end
  end
  -- What begins in one octet keeps its order, which sorting alone would not keep.
  for number, each in ipairs(found) do each[3] = number end
  table.sort(found, function(one, other)
    if one[1] ~= other[1] then return one[1] < other[1] end
    return one[3] < other[3]
  end)
  for _, each in ipairs(found) do reasons[#reasons + 1] = at_octet("%s", each[2], each[1] - at) end
  if said.ended and said.ended < stop then reasons[#reasons + 1] = cut_off(said.ended - at) end
end

local function defect(name, said, tvb, at, stop)
  local reasons = {}
  if LAYERS[name].miphar then
    reasons[1] = redundancy_defect(name, said, tvb, at, stop)
    if reasons[1] then return reasons[1] end
  else
    local space, spans = extensions_of(name, tvb, at, stop)
    for _, span in ipairs(space and space.skips and spans or {}) do
      reasons[#reasons + 1] = unknown_extension(space, octet(tvb, span[1]), span[1] - at)
    end
  end
  add_layout_defects(reasons, name, said, at, stop)
  return #reasons > 0 and table.concat(reasons, "; ") or nil
end

-- Section 4.3: "It is the last extension. Octets after it, padding too, fail the check".
local function why_unsigned(said, at)
  local all = said.extensions or {}
  for number, each in ipairs(all) do
    if each.layer == "HaHaAuthentication" then
      if number == #all then return nil end
      return at_octet("the HA-HA Authentication is not the last", each.at - at)
    end
  end
  return "there is no HA-HA Authentication extension"
end
