-- For wrk: a fixed rate on a running `dixit serve`, 500 requests a second together, whatever the answers take.
--   dixit serve & wrk -t1 -c32 -d600s -s benches/desk.lua http://127.0.0.1:7348/
-- Memory: grep VmRSS /proc/$(pidof dixit)/status, now and then.
local ffi = require("ffi")
ffi.cdef [[ typedef struct { long s; long ns; } moment; int clock_gettime(int, moment *); ]]
local moment = ffi.new("moment")
local rate, start, sent = 500, nil, 0

local function now()
  ffi.C.clock_gettime(1, moment)
  return tonumber(moment.s) * 1000 + tonumber(moment.ns) / 1e6
end

function delay()
  start = start or now()
  sent = sent + 1
  return math.max(0, math.floor(start + sent * 1000 / rate - now()))
end

function done(summary, latency)
  local seconds, errors = summary.duration / 1e6, summary.errors
  io.write(string.format("%d requests in %.1f s, %.1f a second, %d errors; median %.2f ms, 99 %% %.2f ms\n", summary.requests, seconds,
    summary.requests / seconds, errors.connect + errors.read + errors.write + errors.status, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000))
end
