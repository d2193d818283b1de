import Foundation

/// What standard output can show.
enum Terminal {
    /// True on a terminal whose user has not asked for none (`NO_COLOR`).
    static var showsColours: Bool {
        isatty(STDOUT_FILENO) == 1 && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
            && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }
}
