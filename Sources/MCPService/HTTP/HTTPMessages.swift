import EventStore
import HTTPTypes
public import Hummingbird
import NIOCore

/// The words for HTTP's own request and response, as `Request` is MCP's here.
public typealias HTTPCall = HummingbirdCore.Request
public typealias HTTPAnswer = Hummingbird.Response

extension HTTPAnswer {
    static func json(_ value: JSON, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> HTTPAnswer {
        var fields = headers
        fields[.contentType] = "application/json"
        return HTTPAnswer(
            status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.bytes)))
    }

    static func empty(_ status: HTTPResponse.Status, headers: HTTPFields = [:]) -> HTTPAnswer {
        HTTPAnswer(status: status, headers: headers)
    }

    /// An error of the service's own endpoints: what was wrong and, where it is one field, which.
    static func problem(
        _ status: HTTPResponse.Status, _ message: String, field: String? = nil, headers: HTTPFields = [:]
    ) -> HTTPAnswer {
        var error: JSONObject = ["message": .string(message)]
        if let field { error["field"] = .string(field) }
        var problem: JSONObject = [
            "type": "about:blank", "title": .string(status.reasonPhrase), "status": .int(status.code),
            "detail": .string(message),
        ]
        if let field { problem["field"] = .string(field) }
        // As it was before problems had a form of their own (RFC 9457).
        problem["error"] = .object(error)
        var answer = json(.object(problem), status: status, headers: headers)
        answer.headers[.contentType] = "application/problem+json"
        return answer
    }

    /// JSON text that stays the same while the process runs; a client that has it gets nothing.
    static func unchanging(_ body: [UInt8], _ call: HTTPCall) -> HTTPAnswer {
        // FNV-1a: only tells one text from another.
        let sum = body.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let headers: HTTPFields = [.eTag: "\"\(body.count)-\(sum)\"", .cacheControl: "no-cache"]
        if call.headers[.ifNoneMatch] == headers[.eTag] { return .empty(.notModified, headers: headers) }
        var fields = headers
        fields[.contentType] = "application/json"
        return HTTPAnswer(status: .ok, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension HTTPCall {
    /// The first value of a header, by its lowercase name.
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}
