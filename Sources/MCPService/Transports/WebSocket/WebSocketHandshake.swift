import Crypto
import Foundation
import HTTPTypes

/// Decides whether a request becomes a WebSocket, and writes the answer either way (RFC 6455, section 4.2).
struct WebSocketHandshake {
    enum Decision: Equatable {
        /// - Parameter subprotocol: the one that is spoken, where the client offered it.
        case accept(key: String, subprotocol: String?)
        case refuse(MCPAnswer)
    }

    /// The subprotocol of MCP's messages, one a text frame.
    static let subprotocol = "mcp"

    private static let version = "13"

    let origins: OriginPolicy

    func decide(_ head: some CallHead) -> Decision {
        guard origins.allows(origin: head.value(of: .origin)) else {
            return .refuse(Self.refusal(.forbidden, "this origin is not allowed"))
        }
        guard let host = head.authority, origins.allows(host: host) else {
            return .refuse(Self.refusal(.misdirectedRequest, "this host name is not ours"))
        }
        guard Self.list(head.value(of: .connection)).contains(where: { $0.lowercased() == "upgrade" }) else {
            return .refuse(Self.refusal(.badRequest, "'Connection' must name Upgrade"))
        }
        guard head.value(of: .secWebSocketVersion) == Self.version else {
            var answer = Self.refusal(.upgradeRequired, "'Sec-WebSocket-Version' must be \(Self.version)")
            answer.headers.append(HTTPField(name: .secWebSocketVersion, value: Self.version))
            answer.headers.append(HTTPField(name: .upgrade, value: "websocket"))
            return .refuse(answer)
        }
        guard let key = head.value(of: .secWebSocketKey), Base64.decode(key)?.count == 16 else {
            return .refuse(Self.refusal(.badRequest, "'Sec-WebSocket-Key' must be 16 bytes in base64"))
        }
        let offered = Self.list(head.value(of: .secWebSocketProtocol))
        return .accept(key: Self.answer(to: key), subprotocol: offered.first { $0 == Self.subprotocol })
    }

    /// What is said where too many are open.
    static var full: MCPAnswer {
        var answer = refusal(.serviceUnavailable, "too many WebSockets are open")
        answer.headers.append(HTTPField(name: .retryAfter, value: "5"))
        return answer
    }

    /// The proof that the key was read (RFC 6455, section 4.2.2).
    static func answer(to key: String) -> String {
        Data(Insecure.SHA1.hash(data: Data((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))).base64EncodedString()
    }

    /// A refusal is the whole answer: the connection ends with it.
    private static func refusal(_ status: HTTPResponse.Status, _ reason: String) -> MCPAnswer {
        var answer = MCPAnswer.error(.invalidRequest(reason), nil, status: status)
        answer.headers.append(HTTPField(name: .connection, value: "close"))
        return answer
    }

    /// The items of a header's list.
    static func list(_ value: String?) -> [String] {
        guard let value else { return [] }
        return value.split(separator: ",").map { String($0.drop { $0 == " " }.prefix { $0 != " " && $0 != "\t" }) }
    }
}
