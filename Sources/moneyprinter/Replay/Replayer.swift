import EventStore
import MCPService
import Projections
import VideoTools

/// Runs recorded calls again, each in a sandbox, and tells what differs.
struct Replayer: Sendable {
    let log: any EventLog
    let host: ProjectionHost
    /// The data folder of the log, absolute.
    let folder: String
    let sandbox: Sandbox

    /// - Throws: a ``ReplayFunctions/Fault`` where there is no such call.
    func replay(_ reference: CallReference) async throws -> JSON {
        guard let call = try await RecordedCalls(log: log).call(reference) else {
            throw ReplayFunctions.Fault.unknown("the log holds no tool call of that name")
        }
        return try await replay(call)
    }

    /// Runs `body`, and ends the programs that its sandboxes kept warm.
    func ending<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            let value = try await body()
            await sandbox.programs.close()
            return value
        } catch {
            await sandbox.programs.close()
            throw error
        }
    }

    /// The latest calls of a tool, run again one after the other, with how many there are of each verdict.
    func replay(tool: String?, failing: Bool?, last: Int) async throws -> JSON {
        var reports: [JSON] = []
        for call in try await RecordedCalls(log: log).latest(tool: tool, failing: failing, last: last) {
            reports.append(try await replay(call))
        }
        let counts = ReplayVerdict.allCases.map { verdict in
            (verdict.rawValue, JSON.int(reports.count { $0["verdict"] == .string(verdict.rawValue) }))
        }
        return ["calls": .int(reports.count), "verdicts": .object(JSONObject(counts)), "reports": .array(reports)]
    }

    /// What a call that ends in an error today is told as is decided by its events; what cannot be run is told too.
    func replay(_ call: RecordedCall) async throws -> JSON {
        do throws(Unreplayable) {
            return try await run(call)
        } catch {
            return [
                "request": .string(call.request.request), "position": .int(Int(call.received.position.value)),
                "time": .string(call.received.time.iso8601), "tool": .string(call.tool),
                "verdict": .string(ReplayVerdict.unreplayable.rawValue), "reason": .string(error.reason),
            ]
        }
    }

    private func run(_ call: RecordedCall) async throws(Unreplayable) -> JSON {
        try Unreplayable.check(call, registry)
        let outcome: Sandbox.Outcome
        do {
            let (models, moment) = try await before(call)
            outcome = try await sandbox.run(
                call, from: models, at: moment,
                videos: FinishedVideos(log: log, folder: folder, through: call.received.position))
        } catch {
            throw Unreplayable("\(error)")
        }
        var report = CallDifference(recorded: call, replayed: outcome.call).json
        report["providers"] = [
            "answered": .int(outcome.answered), "blocked": .array(outcome.blocked.map(JSON.string)),
        ]
        report["programs_cut_off"] = .bool(await sandbox.programs.isCutOff)
        return .object(report)
    }

    /// The tools that a sandbox has, for what they say of themselves.
    private var registry: ToolRegistry {
        sandbox.tools(log, host, sandbox.configuration, SystemWallClock(), TaskDesk.randomID)
    }

    /// What the call knew: a tool that only reads told what was so at its end, any other one began with what was before.
    private func before(_ call: RecordedCall) async throws -> (models: ReadModels, moment: Timestamp) {
        let definition = registry[call.tool]?.definition
        guard definition?.isReadOnly == true, let answered = call.answered,
            let end = call.own.last(where: { $0.position == answered })
        else {
            let start = Position(call.received.position.value - 1)
            return (try await host.models(asOf: start), call.received.time)
        }
        return (try await host.models(asOf: answered), end.time)
    }
}
