import Foundation
import NIOCore

/// The threads that connections are served on.
public enum EventLoops {
    /// Has as many as there are processors that this process may run on.
    ///
    /// The count that is taken without it is that of the machine's processors: a process held to one of them would
    /// switch between loops that could be one. Call it before anything opens a connection: NIO ends the process where
    /// the count is set too late. Again, it does nothing.
    public static func matchProcessors() { _ = once }

    private static let once: Void = {
        if let count = processors() { NIOSingletons.groupLoopCountSuggestion = max(1, count) }
    }()

    /// Nil where the system does not tell.
    private static func processors() -> Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed:") })
        else { return nil }
        return count(mask: line.dropFirst("Cpus_allowed:".count))
    }

    /// The processors of a mask as Linux prints it: hexadecimal digits, with commas between (proc(5)).
    static func count(mask: Substring) -> Int {
        mask.reduce(0) { $0 + ($1.hexDigitValue ?? 0).nonzeroBitCount }
    }
}
