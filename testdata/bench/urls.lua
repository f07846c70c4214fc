-- wrk sends one request after the other from a file of paths:
--   wrk -s urls.lua URL -- FILE [each]
-- They are formatted before the clock runs, or with "each" one by one, as programs that do not know
-- their requests beforehand have to.
local paths, ready, last = {}, false, 0

function init(args)
	ready = args[2] ~= "each"
	for path in io.lines(args[1]) do
		paths[#paths + 1] = ready and wrk.format("GET", path) or path
	end
end

function request()
	last = last % #paths + 1
	return ready and paths[last] or wrk.format("GET", paths[last])
end
