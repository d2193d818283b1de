import Access
import EventStore
import Glibc
import MCPService
import Projections

/// `accessbench [CALLS]`: what one request pays for being let in, in microseconds of CPU, as one line of JSON.
///
/// The gate of the service, with its published limits raised until they refuse nothing, over a log in memory; each figure
/// is the median of nine rounds. What the service does besides (parsing, recording) is measured over HTTP.
@main
struct AccessBench {
    static let rounds = 9

    static func main() async throws {
        let calls = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 20_000
        let house = try await House()
        let figures = try await house.run { try measure($0, calls) }
        print(JSON.object(JSONObject(figures.map { ($0.name, .double($0.microseconds)) })).text)
    }

    /// One number of the output.
    struct Figure: Sendable {
        let name: String
        let microseconds: Double
    }

    static func measure(_ house: House, _ calls: Int) throws -> [Figure] {
        let caller = try house.gate.enter(house.key, transport: "http").get()
        let call = Permission.call(tool: "create_video")
        var limits = RateLimits()
        limits.set(House.limits)
        let demand = LimitDemand(
            principal: "ann", role: "user", connection: "c", address: "10.0.0.1", tool: "create_video")
        let clock = SystemWallClock()
        return [
            figure("counting", calls) { _ in _ = limits.admit(demand, at: clock.now()) },
            figure("admission", calls) { _ in precondition(house.gate.permit(caller, call, connection: "c") == nil) },
            try figure("api_key", calls) { _ in _ = try house.gate.enter(house.key, transport: "http").get() },
            try figure("jwt_cached", calls) { _ in
                _ = try house.gate.enter(house.token(0), transport: "http").get()
            },
            try figure("jwt", min(calls, House.tokens)) { number in
                _ = try house.uncached.enter(house.token(number), transport: "http").get()
            },
        ]
    }

    /// The median of the rounds.
    private static func figure(_ name: String, _ calls: Int, _ body: (Int) throws -> Void) rethrows -> Figure {
        var costs: [Double] = []
        for _ in 0..<rounds {
            let start = cpu()
            for number in 0..<calls { try body(number) }
            costs.append((cpu() - start) / Double(calls) * 1e6)
        }
        return Figure(name: name, microseconds: costs.sorted()[rounds / 2])
    }

    /// Of this thread: the log and its readers work beside it.
    private static func cpu() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
