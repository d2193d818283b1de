import EventStore
import Foundation
import Projections

/// `foldbench FOLDER [CONDITION]`: one line of JSON, with the seconds and those of the CPU.
///
/// All read models are folded from the whole log in a folder, without storing any; with a condition in SQL, the first
/// event is sought for which that holds.
@main
struct FoldBench {
    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        guard (1...2).contains(words.count) else {
            FileHandle.standardError.write(Data("usage: foldbench FOLDER [CONDITION]\n".utf8))
            exit(2)
        }
        let log = try SQLiteEventLog.openForReading(folder: words[0])
        let (start, cpu) = (ContinuousClock.now, cpuSeconds())
        var result: JSONObject = ["events": .int(Int(log.head.value))]
        if words.count == 2 {
            let bisection = try EventBisection(folder: words[0], timeout: .seconds(3600))
            result["found"] = try await bisection.first(words[1], from: Position(1), to: log.head) ?? .null
        } else {
            try await fold(log)
        }
        result["seconds"] = .double((ContinuousClock.now - start) / .seconds(1))
        result["cpu"] = .double(cpuSeconds() - cpu)
        print(JSON.object(result).text)
    }

    private static func fold(_ log: SQLiteEventLog) async throws {
        let host = ProjectionHost(log: log, beginning: ReadModels(DashboardRenderer.projections))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            group.addTask { try await host.caughtUp(timeout: .seconds(3600)) }
            try await group.next()
            group.cancelAll()
        }
    }

    private static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
