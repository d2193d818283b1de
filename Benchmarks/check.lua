-- For wrk: posts one MCP request again and again, and compares every answer with the one that is right.
-- Arguments: the files with the headers (name: value lines), the request's body and the right answer's body.

local threads = {}

function setup(thread)
    table.insert(threads, thread)
end

local function content(path)
    local file = assert(io.open(path, "rb"))
    local text = file:read("*a")
    file:close()
    return text
end

function init(arguments)
    wrk.method = "POST"
    for name, value in content(arguments[1]):gmatch("([^:\n]+): ([^\n]*)\n") do wrk.headers[name] = value end
    wrk.body = content(arguments[2])
    right = content(arguments[3])
    wrong = 0
    request_text = wrk.format()
end

function request()
    return request_text
end

function response(status, _, body)
    if status ~= 200 or body ~= right then wrong = wrong + 1 end
end

function done(summary, latency)
    local wrong = 0
    for _, thread in ipairs(threads) do wrong = wrong + thread:get("wrong") end
    local errors = summary.errors
    io.write(string.format(
        "RESULT %d %d %d %.0f %.0f\n", summary.requests, wrong,
        errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50), latency:percentile(99)))
end
