import EventStore
import Foundation
import MCPService
import Projections

/// Measures the process once an interval and appends one event with everything.
///
/// The event is also the tick on which alerts are evaluated, so it is written when nothing else happens too.
struct ProcessSampler: Sendable {
    let log: SQLiteEventLog
    let connections: ConnectionTable
    let host: ProjectionHost
    let instance: String
    var interval: Duration = .seconds(10)

    /// Samples until it is cancelled.
    func run() async throws {
        while !Task.isCancelled {
            // A full queue loses a sample, which the next one makes up for.
            try? log.enqueue(
                Proposal([MetricsSampled(values: values())], to: StreamName("metrics", instance)))
            try await Task.sleep(for: interval)
        }
    }

    private func values() -> [String: Double] {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return [
            "process.cpu.seconds": Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime),
            "process.memory.bytes": Self.residentBytes(),
            "log.head": Double(log.head.value),
            "log.queue.events": Double(log.queueDepth),
            "log.bytes": Double(log.storedBytes),
            "projections.lag.events": Double(log.head.value - min(log.head.value, host.position.value)),
            "mcp.connections.active": Double(connections.count),
        ]
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    /// The second field of /proc/self/statm, in pages (proc(5)).
    private static func residentBytes() -> Double {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .ascii),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
        else { return 0 }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }
}
