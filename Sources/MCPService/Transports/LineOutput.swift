public import EventStore
public import Foundation
import Synchronization

/// Writes whole lines, one at a time.
public final class LineOutput: Sendable {
    private let handle: Mutex<FileHandle>

    public init(_ handle: FileHandle) { self.handle = Mutex(handle) }

    /// A reader that has gone is not our fault: the end of input follows and ends the service.
    public func write(_ message: JSON) {
        let line = Data(message.bytes + [UInt8(ascii: "\n")])
        handle.withLock { try? $0.write(contentsOf: line) }
    }
}
