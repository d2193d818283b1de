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
        return json(["error": .object(error)], status: status, headers: headers)
    }
}

extension HTTPCall {
    /// The first value of a header, by its lowercase name.
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}
