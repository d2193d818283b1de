import HTTPTypes
import NIOCore

/// A whole answer of the router, with the headers that its middleware gave it.
struct ReadAnswer: DirectAnswer {
    let status: HTTPResponse.Status
    var headers = HTTPFields()
    var body = ByteBuffer()

    func bytes(date: String, isSecure: Bool, allocator: ByteBufferAllocator) -> ByteBuffer {
        var buffer = allocator.buffer(capacity: body.readableBytes + 384)
        buffer.write(status: status)
        for header in headers where header.name != .contentLength { buffer.write(header.name.rawName, header.value) }
        buffer.write("Content-Length", String(body.readableBytes))
        buffer.write("Date", date)
        buffer.writeStaticString("\r\n\r\n")
        buffer.writeImmutableBuffer(body)
        return buffer
    }
}
