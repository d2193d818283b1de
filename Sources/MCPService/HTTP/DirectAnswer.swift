import HTTPTypes
import NIOCore

/// A whole answer that ``DirectCalls`` writes.
protocol DirectAnswer: Sendable {
    /// The answer as it goes out over HTTP/1.1.
    ///
    /// - Parameters:
    ///   - date: of the `Date` header.
    ///   - isSecure: whether it goes out under TLS.
    func bytes(date: String, isSecure: Bool, allocator: ByteBufferAllocator) -> ByteBuffer
}

extension ByteBuffer {
    mutating func write(status: HTTPResponse.Status) {
        writeStaticString("HTTP/1.1 ")
        writeString(String(status.code))
        writeStaticString(" ")
        writeString(status.reasonPhrase)
    }

    /// A header's line, with the end of the line before it.
    mutating func write(_ name: String, _ value: String) {
        writeStaticString("\r\n")
        writeString(name)
        writeStaticString(": ")
        writeString(value)
    }
}
