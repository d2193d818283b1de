import EventStore
import HTTPTypes
import Hummingbird
import NIOCore

/// A whole answer of the MCP endpoint, whoever sends it.
struct MCPAnswer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields = [:]
    var body = ByteBuffer()

    static let accepted = MCPAnswer(status: .accepted)

    static func json(_ value: JSON, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> MCPAnswer {
        var answer = MCPAnswer(status: status, headers: headers, body: ByteBuffer(bytes: value.bytes))
        answer.headers[.contentType] = "application/json"
        return answer
    }

    static func error(_ error: RPCError, _ id: RequestID?, status: HTTPResponse.Status? = nil) -> MCPAnswer {
        .json(Answer.error(error, to: id), status: status ?? HTTPResponse.Status(code: error.httpStatus))
    }

    /// The answer as Hummingbird sends it.
    var http: HTTPAnswer {
        guard body.readableBytes > 0 else { return HTTPAnswer(status: status, headers: headers) }
        return HTTPAnswer(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
