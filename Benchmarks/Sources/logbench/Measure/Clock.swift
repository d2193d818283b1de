import Glibc

/// The clocks of this process.
enum Clock {
    static func wall() -> UInt64 { read(CLOCK_MONOTONIC) }

    /// CPU of all threads so far, kernel time included.
    static func cpu() -> UInt64 { read(CLOCK_PROCESS_CPUTIME_ID) }

    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

/// Wall and CPU seconds since it was made.
struct Stopwatch {
    private let wall = Clock.wall()
    private let cpu = Clock.cpu()

    var seconds: Double { Double(Clock.wall() - wall) / 1e9 }
    var cpuSeconds: Double { Double(Clock.cpu() - cpu) / 1e9 }
}

/// Nanoseconds of many short calls.
struct Latencies {
    private var values: [UInt64] = []

    init(expecting count: Int) { values.reserveCapacity(count) }

    mutating func time<T>(_ body: () async throws -> T) async rethrows -> T {
        let start = Clock.wall()
        let result = try await body()
        values.append(Clock.wall() - start)
        return result
    }

    /// Microseconds below which `share` of the calls lie.
    func percentile(_ share: Double) -> Double {
        let sorted = values.sorted()
        return Double(sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]) / 1000
    }
}
