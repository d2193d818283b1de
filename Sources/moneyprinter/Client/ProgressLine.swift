import Foundation
import Synchronization

/// A progress bar on standard error where that is a terminal; elsewhere a line for each tenth.
final class ProgressLine: Sendable {
    private let state = Mutex<(tenth: Int, isDrawn: Bool)>((-1, false))
    private let isTerminal = isatty(STDERR_FILENO) == 1

    func show(_ fraction: Double, _ words: String) {
        let done = min(1, max(0, fraction))
        let percent = Int((done * 100).rounded(.down))
        state.withLock { state in
            if isTerminal {
                let filled = Int(done * 30)
                let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
                Self.write("\r\u{1B}[K\(bar) \(percent) % \(words.prefix(60))")
                state.isDrawn = true
            } else if percent / 10 != state.tenth {
                state.tenth = percent / 10
                Self.write("\(percent) % \(words)\n")
            }
        }
    }

    /// Ends the bar's line.
    func finish() {
        state.withLock { state in
            if state.isDrawn { Self.write("\n") }
            state.isDrawn = false
        }
    }

    private static func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
