import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Answers short `POST /mcp` calls on the connection's event loop, ahead of Hummingbird, which answers everything else.
///
/// It takes a call whose body is small and announced by `Content-Length`, when nothing else of the connection is under
/// way. A call that waits for a worker, and whatever is not plain, goes on untouched. What arrives during an answer is
/// held until the answer is out, so that answers keep the order of their requests.
final class DirectCalls: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Bytes of a body that is taken here.
    static let bodyLimit = 64 << 10

    /// Parts held during an answer before reading stops; what one read brings may exceed it.
    private static let heldLimit = 64

    private enum State {
        /// Requests that Hummingbird has and has not answered; 0 between requests.
        case passing(Int)
        case reading(HTTPRequest, ByteBuffer)
        case answering(Task<Void, Never>?)
    }

    /// What came in during an answer.
    private enum Held {
        case part(HTTPRequestPart)
        case event(Any)
        case error(any Error)
    }

    private let endpoint: MCPEndpoint
    private var state = State.passing(0)
    private var held: [Held] = []
    private var wantsRead = false
    /// No request follows the one that asked for the connection's end.
    private var isLast = false
    private var connection = ""
    private var executor: LoopExecutor?
    private var date = HTTPDate()

    init(endpoint: MCPEndpoint) { self.endpoint = endpoint }

    func handlerAdded(context: ChannelHandlerContext) { executor = LoopExecutor(context.eventLoop) }

    // MARK: Inbound

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        switch state {
        case .answering: held.append(.part(part))
        case .reading(let head, var body):
            switch part {
            case .body(let bytes):
                state = .passing(0)
                body.append(bytes)
                state = .reading(head, body)
            case .head, .end: begin(head, body, context)
            }
        case .passing(let open): pass(part, data, open, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .answering = state { return held.append(.event(event)) }
        release(context)
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .answering = state { return held.append(.error(error)) }
        release(context)
        context.fireErrorCaught(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancel() }

    // MARK: Outbound

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head): isLast = isLast || head.headerFields[.connection] == "close"
        case .end: if case .passing(let open) = state { state = .passing(open - 1) }
        case .body: break
        }
        context.write(data, promise: promise)
    }

    /// A client that sends far ahead is read no further until its answers are out.
    func read(context: ChannelHandlerContext) {
        if held.count < Self.heldLimit { context.read() } else { wantsRead = true }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        cancel()
        context.close(mode: mode, promise: promise)
    }

    // MARK: Taking and passing on

    private func pass(_ part: HTTPRequestPart, _ data: NIOAny, _ open: Int, _ context: ChannelHandlerContext) {
        guard case .head(let head) = part else { return context.fireChannelRead(data) }
        if open == 0, !isLast, takes(head) {
            state = .reading(head, ByteBuffer())
            return
        }
        isLast = isLast || head.headerFields[.connection]?.lowercased() == "close"
        state = .passing(open + 1)
        context.fireChannelRead(data)
    }

    private func takes(_ head: HTTPRequest) -> Bool {
        guard head.method == .post, head.path == MCPEndpoint.path,
            let length = head.headerFields[.contentLength].flatMap({ Int($0) }),
            (0...min(Self.bodyLimit, endpoint.bodyLimit)).contains(length), head.headerFields[.expect] == nil,
            head.headerFields[.upgrade] == nil
        else { return false }
        let connection = head.headerFields[.connection]
        return connection == nil || connection?.lowercased() == "keep-alive"
    }

    /// The request is whole.
    private func begin(_ head: HTTPRequest, _ body: ByteBuffer, _ context: ChannelHandlerContext) {
        if connection.isEmpty { connection = endpoint.connections.name(of: context.channel) }
        switch endpoint.read(head, body, connection: connection) {
        case .answer(let answer): write(answer, context)
        case .request(let request) where !endpoint.waits(request): run(request, context)
        case .request, .batch:
            state = .reading(head, body)
            release(context)
            context.fireChannelRead(wrapInboundOut(.end(nil)))
        }
    }

    /// Gives Hummingbird what has been read of a request.
    private func release(_ context: ChannelHandlerContext) {
        guard case .reading(let head, let body) = state else { return }
        state = .passing(1)
        context.fireChannelRead(wrapInboundOut(.head(head)))
        if body.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(.body(body))) }
    }

    private func run(_ request: Request, _ context: ChannelHandlerContext) {
        let endpoint = endpoint
        let place = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        state = .answering(nil)
        // why: a channel handler has no task to be a child of; the handler cancels it when the channel closes.
        let task = Task(executorPreference: executor) {
            let answer = await endpoint.respond(to: request)
            let (handler, context) = place.value
            handler.write(answer, context)
        }
        if case .answering = state { state = .answering(task) }
    }

    private func cancel() {
        if case .answering(let task) = state { task?.cancel() }
    }

    // MARK: Answering

    private func write(_ answer: MCPAnswer, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        var head = HTTPResponse(status: answer.status, headerFields: answer.headers)
        head.headerFields.append(HTTPField(name: .contentLength, value: String(answer.body.readableBytes)))
        head.headerFields.append(HTTPField(name: .date, value: date.now()))
        head.headerFields.append(HTTPField(name: .server, value: HTTPService.name))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if answer.body.readableBytes > 0 { context.write(wrapOutboundOut(.body(answer.body)), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        state = .passing(0)
        goOn(context)
    }

    /// Takes up what came in meanwhile, in its order.
    private func goOn(_ context: ChannelHandlerContext) {
        let waiting = held
        held = []
        for item in waiting {
            switch item {
            case .part(let part): channelRead(context: context, data: wrapInboundOut(part))
            case .event(let event): userInboundEventTriggered(context: context, event: event)
            case .error(let error): errorCaught(context: context, error: error)
            }
        }
        if !waiting.isEmpty { context.fireChannelReadComplete() }
        if wantsRead {
            wantsRead = false
            read(context: context)
        }
    }
}

extension ByteBuffer {
    /// Takes the first bytes as they are and copies the later ones.
    fileprivate mutating func append(_ bytes: ByteBuffer) {
        if readableBytes == 0 { self = bytes } else { writeImmutableBuffer(bytes) }
    }
}
