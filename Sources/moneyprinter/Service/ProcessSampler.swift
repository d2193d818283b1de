import EventStore
import Foundation
import MCPService
import Projections
import Telemetry

/// Measures the process once an interval and appends one event with everything.
///
/// The event is also the tick on which alerts are evaluated, so it is written when nothing else happens too.
struct ProcessSampler: Sendable {
    let log: SQLiteEventLog
    let connections: ConnectionTable
    let host: ProjectionHost
    let series: SeriesHost
    let metrics: MetricsRegistry
    let instance: String
    var interval: Duration = .seconds(10)
    var clock: any WallClock = SystemWallClock()

    /// Samples until it is cancelled.
    func run() async throws {
        let clock = ContinuousClock()
        var latency: Double?
        while !Task.isCancelled {
            let start = clock.now
            // A full queue loses a sample, which the next one makes up for.
            let appended = try? await log.append(
                [MetricsSampled(values: values(latency), families: metrics.collect())],
                to: StreamName("metrics", instance))
            latency = appended == nil ? nil : (clock.now - start) / .seconds(1)
            try await Task.sleep(for: interval)
        }
    }

    /// - Parameter latency: seconds that the append of the last sample took; nil where there was none.
    private func values(_ latency: Double?) -> [String: Double] {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let (figures, now) = (series.figures, clock.now())
        var values: [String: Double] = [
            "process.cpu.seconds": Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime),
            "process.memory.bytes": Self.residentBytes(),
            "log.head": Double(log.head.value),
            "log.queue.events": Double(log.queueDepth),
            "log.bytes": Double(log.storedBytes),
            "projections.lag.events": Double(log.head.value - min(log.head.value, host.position.value)),
            "series.count": Double(figures.series), "series.bytes": Double(figures.bytes),
            "series.lag.events": Double(log.head.value - min(log.head.value, series.position.value)),
            "mcp.connections.active": Double(connections.count),
            "access.keys": Double(host.view(KeyRing.self).value.keys.count { $0.isLive(at: now) }),
            "access.locked": Double(host.view(Lockouts.self).value.locked(at: now).count),
        ]
        values["log.append.seconds"] = latency
        values["process.threads"] = Self.entries("/proc/self/task")
        values["process.open_files"] = Self.entries("/proc/self/fd")
        return values
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    private static func entries(_ folder: String) -> Double? {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)).map { Double($0.count) }
    }

    /// The second field of /proc/self/statm, in pages (proc(5)).
    private static func residentBytes() -> Double {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .ascii),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
        else { return 0 }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }
}
