import Access
import EventStore
import HTTPTypes
import NIOCore
import NIOWebSocket
import Synchronization

/// Turns an HTTP connection into a WebSocket where its client asks for one and may have it.
///
/// One object that all connections share.
final class SocketDoor: Sendable {
    /// Where WebSockets are served; the last is the path of the reference API.
    static let paths: [StaticString] = ["/", "/mcp", "/v1/mcp/ws"]

    /// How many are open.
    final class Count: Sendable {
        private let value = Mutex(0)

        /// Counts one more, where that is allowed.
        func add(limit: Int) -> Bool {
            value.withLock { value in
                guard value < limit else { return false }
                value += 1
                return true
            }
        }

        func remove() { value.withLock { $0 -= 1 } }
    }

    let handshake: WebSocketHandshake
    let responder: SocketResponder
    let limits: SocketLimits
    let connections: ConnectionTable
    /// Of the address that clients sign.
    let scheme: String
    /// Whether the query `?echo` asks for a socket that only sends back.
    let mayEcho: Bool
    let count = Count()

    init(
        handshake: WebSocketHandshake, responder: SocketResponder, limits: SocketLimits, connections: ConnectionTable,
        scheme: String, mayEcho: Bool = false
    ) {
        self.mayEcho = mayEcho
        self.handshake = handshake
        self.responder = responder
        self.limits = limits
        self.connections = connections
        self.scheme = scheme
    }

    /// What the connection gets: a refusal, or the handlers that serve it from now on.
    enum Opening {
        case refused(MCPAnswer)
        case opened(answer: MCPAnswer, handlers: [any ChannelHandler])
    }

    func open(_ head: PlainHead, on channel: any Channel) -> Opening {
        switch handshake.decide(head) {
        case .refuse(let answer): return .refused(answer)
        case .accept(let key, let subprotocol):
            let peer = connections.peer(of: channel)
            let caller: Caller
            switch enter(head, peer, subprotocol) {
            case .success(let known): caller = known
            case .failure(let error):
                var answer = MCPAnswer.error(error, nil)
                answer.headers.append(HTTPField(name: .connection, value: "close"))
                return .refused(answer)
            }
            guard count.add(limit: limits.connections) else { return .refused(WebSocketHandshake.full) }
            channel.closeFuture.whenComplete { [count] _ in count.remove() }
            return .opened(
                answer: Self.switching(key, subprotocol), handlers: handlers(head, subprotocol, peer, caller))
        }
    }

    /// Who the connection is of; nobody yet, where the dialect of the reference API may say so with its first message.
    private func enter(_ head: PlainHead, _ peer: Peer, _ subprotocol: String?) -> Result<Caller, RPCError> {
        guard let gate = responder.pipeline.gate else { return .success(.local) }
        let presented = Presented(head, ByteBuffer(), scheme: scheme, from: peer.address)
        if case .none = presented.credential, subprotocol == nil, !gate.isOpen { return .success(.nobody) }
        return gate.enter(presented, transport: RequestOrigin.Transport.websocket.rawValue)
    }

    private static func switching(_ key: String, _ subprotocol: String?) -> MCPAnswer {
        var answer = MCPAnswer(status: .switchingProtocols)
        answer.headers = [
            HTTPField(name: .upgrade, value: "websocket"), HTTPField(name: .connection, value: "Upgrade"),
            HTTPField(name: .secWebSocketAccept, value: key),
        ]
        if let subprotocol { answer.headers.append(HTTPField(name: .secWebSocketProtocol, value: subprotocol)) }
        return answer
    }

    private func handlers(
        _ head: PlainHead, _ subprotocol: String?, _ peer: Peer, _ caller: Caller
    ) -> [any ChannelHandler] {
        let trace = head.value(of: MCPHeader.trace).flatMap(TraceContext.init(traceparent:))
        let opening = ConnectionOpened(
            transport: RequestOrigin.Transport.websocket.rawValue,
            path: String(head.requestTarget.prefix { $0 != "?" }), subprotocol: subprotocol,
            origin: head.value(of: .origin), agent: head.value(of: .userAgent).map { String($0.prefix(200)) })
        let record = responder.pipeline.record
        let journal = SocketJournal(log: record.log, clock: record.clock, connection: peer.connection, opening: opening)
        let connection = SocketConnection(
            responder: responder, limits: limits, journal: journal, peer: peer,
            dialogue: SocketDialogue(
                subprotocol: subprotocol, connection: peer.connection, trace: trace, caller: caller),
            echoes: mayEcho && head.requestTarget.hasSuffix("?echo"))
        return [
            WebSocketFrameEncoder(), ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limits.messageBytes)),
            connection,
        ]
    }
}
