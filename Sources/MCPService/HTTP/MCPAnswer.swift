import EventStore
import HTTPTypes
import Hummingbird
import NIOCore

/// A whole answer of the MCP endpoint, whoever sends it.
struct MCPAnswer: DirectAnswer, Equatable {
    var status: HTTPResponse.Status
    /// Besides those that every answer has.
    var headers: [HTTPField] = []
    /// A JSON text, or nothing.
    var body: [UInt8] = []

    static let accepted = MCPAnswer(status: .accepted)

    static func json(_ value: JSON, status: HTTPResponse.Status = .ok, headers: [HTTPField] = []) -> MCPAnswer {
        MCPAnswer(status: status, headers: headers, body: value.bytes)
    }

    static func error(_ error: RPCError, _ id: RequestID?, status: HTTPResponse.Status? = nil) -> MCPAnswer {
        .json(
            Answer.error(error, to: id), status: status ?? HTTPResponse.Status(code: error.httpStatus),
            headers: error.httpFields)
    }

    /// The answer as Hummingbird sends it.
    var http: HTTPAnswer {
        var fields = HTTPFields()
        for header in headers { fields.append(header) }
        guard !body.isEmpty else { return HTTPAnswer(status: status, headers: fields) }
        fields[.contentType] = Self.contentType
        return HTTPAnswer(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    func bytes(date: String, isSecure: Bool, allocator: ByteBufferAllocator) -> ByteBuffer {
        var buffer = allocator.buffer(capacity: body.count + 384)
        buffer.write(status: status)
        for header in headers { buffer.write(header.name.rawName, header.value) }
        if !body.isEmpty { buffer.write("Content-Type", Self.contentType) }
        if status != .switchingProtocols { buffer.write("Content-Length", String(body.count)) }
        buffer.write("Date", date)
        buffer.writeStaticString(SecurityHeaders.plainLines)
        if isSecure { buffer.writeStaticString(SecurityHeaders.secureLine) }
        buffer.writeStaticString("\r\n\r\n")
        buffer.writeBytes(body)
        return buffer
    }

    private static let contentType = "application/json"
}
