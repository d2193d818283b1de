public import Foundation

/// The lines of a file handle, read by a thread of its own.
public struct LineInput: Sendable {
    /// Bytes; a longer line ends the input.
    public static let lineLimit = 16 << 20

    /// The lines without their ends; finishes with the input.
    public static func lines(of handle: FileHandle, lineLimit: Int = LineInput.lineLimit) -> AsyncThrowingStream<
        [UInt8], any Error
    > {
        let (stream, continuation) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
        let descriptor = handle.fileDescriptor
        let thread = Thread {
            var line: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0, line.count <= lineLimit else { break }
                for byte in buffer[..<count] {
                    if byte == UInt8(ascii: "\n") {
                        continuation.yield(line)
                        line = []
                    } else {
                        line.append(byte)
                    }
                }
            }
            if !line.isEmpty, line.count <= lineLimit { continuation.yield(line) }
            continuation.finish()
        }
        thread.name = "standard input"
        thread.start()
        return stream
    }
}
