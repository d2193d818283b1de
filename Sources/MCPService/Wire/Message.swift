public import EventStore

/// One JSON-RPC message from a client.
public enum Message: Sendable {
    case request(id: RequestID, method: String, params: JSONObject)
    case notification(method: String, params: JSONObject)
    /// An answer to a request of ours, whole.
    case response(JSONObject)

    /// Reads one message; what is no JSON-RPC 2.0 message is an invalid request.
    public init(_ json: JSON) throws(RPCError) {
        guard case .object(let object) = json else {
            throw .invalidRequest("expected one object, found \(json.typeName)")
        }
        guard object["jsonrpc"] == "2.0" else { throw .invalidRequest("'jsonrpc' must be \"2.0\"") }
        guard let method = object["method"] else {
            guard object["result"] != nil || object["error"] != nil else {
                throw .invalidRequest("'method' is missing")
            }
            self = .response(object)
            return
        }
        guard let name = method.string else { throw .invalidRequest("'method' must be a string") }
        let params = try Self.params(of: object)
        guard let id = object["id"] else {
            self = .notification(method: name, params: params)
            return
        }
        guard let id = RequestID(id) else { throw .invalidRequest("'id' must be a string or an integer") }
        self = .request(id: id, method: name, params: params)
    }

    private static func params(of object: JSONObject) throws(RPCError) -> JSONObject {
        switch object["params"] {
        case nil: return [:]
        case .object(let params): return params
        case let other?: throw .invalidParams("'params' must be an object, not \(other.typeName)")
        }
    }
}

/// The messages that go back.
enum Answer {
    static func result(_ result: JSONObject, to id: RequestID) -> JSON {
        ["jsonrpc": "2.0", "id": id.json, "result": .object(result)]
    }

    /// An error; without an id where it could not be read.
    static func error(_ error: RPCError, to id: RequestID?) -> JSON {
        guard let id else { return ["jsonrpc": "2.0", "error": error.json] }
        return ["jsonrpc": "2.0", "id": id.json, "error": error.json]
    }

    static func notification(_ method: String, _ params: JSONObject) -> JSON {
        ["jsonrpc": "2.0", "method": .string(method), "params": .object(params)]
    }
}
