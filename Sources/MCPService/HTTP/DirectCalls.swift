import NIOCore

/// Answers short `POST /mcp` calls and reads of metrics on the connection's event loop, ahead of Hummingbird, which
/// answers everything else.
///
/// It stands before the HTTP parser and takes a call whose head is plain, whose body is small and announced by
/// `Content-Length`, when nothing else of the connection is under way. A call that waits for a worker, and whatever is
/// not plain, goes on to the byte. What arrives during an answer is held until the answer is out, so that answers keep
/// the order of their requests.
final class DirectCalls: ChannelInboundHandler, ChannelOutboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    /// Bytes of a body that is taken here.
    static let bodyLimit = 64 << 10

    /// Bytes held during an answer before reading stops; what one read brings may exceed it.
    private static let heldLimit = 64 << 10

    private enum State {
        /// Between requests, or in one whose bytes are not all there.
        case reading
        case answering(Task<Void, Never>?)
        /// Hummingbird has one whole request and nothing of another.
        case handedOver
        /// Hummingbird has the connection for good: it may have read a part of a request.
        case passing
    }

    /// What came in during an answer besides bytes.
    private enum Held {
        case event(Any)
        case error(any Error)
    }

    private let endpoint: MCPEndpoint
    private let reads: DirectReads
    private let sockets: SocketDoor
    private let bounds: ConnectionBounds
    private var state = State.reading
    /// The head of the request whose body is being read.
    private var head: PlainHead?
    /// Whether it is of a read.
    private var isRead = false
    private var bytes = ByteBuffer()
    private var held: [Held] = []
    private var wantsRead = false
    private var hasPassed = false
    /// No request follows the one under way: its answer ends the connection.
    var isLast = false
    /// Whether the next bytes belong to a head that is not there yet.
    private var awaitsHead = true
    /// Ends a connection whose next head does not come to its end.
    private var patience: Scheduled<Void>?
    /// Whether the body of a request that Hummingbird reads is not there yet.
    private var awaitsBody = false
    /// Ends a connection on which nothing happens.
    private var idleness: Scheduled<Void>?
    private var lastSign = NIODeadline.now()
    /// Its address has too many open: it is told so and ended.
    private var isSurplus = false
    private var peer: Peer?
    private var known: KnownCaller?
    private var executor: LoopExecutor?
    private var date = HTTPDate()

    init(endpoint: MCPEndpoint, reads: DirectReads, sockets: SocketDoor, bounds: ConnectionBounds) {
        self.bounds = bounds
        self.endpoint = endpoint
        self.reads = reads
        self.sockets = sockets
    }

    func handlerAdded(context: ChannelHandlerContext) {
        executor = LoopExecutor(context.eventLoop)
        // Of a handshake nothing is seen here: the first head has to be there in time, whatever comes before it.
        if endpoint.isSecure { hurry(context) }
        watch(context, from: lastSign)
        isSurplus = !bounds.addresses.add(context.channel)
    }

    func channelActive(context: ChannelHandlerContext) {
        if isSurplus { turnAway(context) }
        context.fireChannelActive()
    }

    // MARK: Inbound

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isSurplus else { return }
        lastSign = .now()
        switch state {
        case .passing: passOn(data, context)
        case .handedOver:
            state = .passing
            passOn(data, context)
        case .answering: bytes.append(unwrapInboundIn(data))
        case .reading:
            bytes.append(unwrapInboundIn(data))
            goOn(context)
        }
        awaitRest(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        lastSign = .now()
        context.fireChannelWritabilityChanged()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard hasPassed else { return }
        hasPassed = false
        context.fireChannelReadComplete()
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

    /// A client that sends far ahead is read no further until its answers are out.
    func read(context: ChannelHandlerContext) {
        if case .answering = state, bytes.readableBytes >= Self.heldLimit { wantsRead = true } else { context.read() }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        cancel()
        context.close(mode: mode, promise: promise)
    }

    /// Hummingbird has answered a request.
    func answered() {
        awaitsHead = true
        lastSign = .now()
        if case .handedOver = state { state = isLast ? .passing : .reading }
    }

    /// Hummingbird has read a request's head.
    func headArrived() {
        awaitsHead = false
        awaitsBody = true
        stopWaiting()
    }

    /// Hummingbird has read a request's body.
    func bodyArrived() { awaitsBody = false }

    // MARK: Idleness

    private func watch(_ context: ChannelHandlerContext, from moment: NIODeadline) {
        let place = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        idleness = context.eventLoop.scheduleTask(deadline: moment + bounds.idle) {
            let (handler, context) = place.value
            handler.checkIdleness(context)
        }
    }

    /// One timer for all requests of a connection: it looks when the last sign of life was, and waits for the rest.
    private func checkIdleness(_ context: ChannelHandlerContext) {
        let now = NIODeadline.now()
        guard now >= lastSign + bounds.idle else { return watch(context, from: lastSign) }
        guard isResting || !context.channel.isWritable else { return watch(context, from: now) }
        context.close(promise: nil)
    }

    /// Whether it is the client's turn.
    private var isResting: Bool {
        switch state {
        case .answering: false
        case .reading: true
        case .handedOver, .passing: awaitsHead || awaitsBody
        }
    }

    /// One connection too many of its address.
    private func turnAway(_ context: ChannelHandlerContext) {
        // Under TLS there is nothing to say it in yet.
        guard !endpoint.isSecure else { return context.close(promise: nil) }
        let channel = context.channel
        let answer = encoded(ConnectionsByAddress.refusal, context)
        // Closed in two steps: with what the client has sent unread, the answer would be lost on its way.
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(answer))).whenComplete { _ in
            channel.close(mode: .output, promise: nil)
            channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
        }
    }

    // MARK: Taking and passing on

    /// Takes up what is there, request by request, until one is not whole or its answer has to be waited for.
    private func goOn(_ context: ChannelHandlerContext) {
        while case .reading = state, bytes.readableBytes > 0 {
            guard head != nil || findHead(context) else { return }
            guard let head, bytes.readableBytes >= head.size + head.bodySize else { return }
            begin(head, context)
        }
    }

    /// Passes on what is no call for here.
    private func findHead(_ context: ChannelHandlerContext) -> Bool {
        guard let found = PlainHead.find(in: bytes) else {
            if let upgrade = PlainHead.findUpgrade(in: bytes), upgrade.isGet(of: SocketDoor.paths) {
                self.upgrade(upgrade, context)
            } else if !PlainHead.mayBecomeGet(of: SocketDoor.paths, bytes) {
                release(context)
            }
            return false
        }
        let isCall = found.isPost(to: MCPEndpoint.path)
        guard isCall || reads.takes(found), found.bodySize <= min(Self.bodyLimit, endpoint.bodyLimit) else {
            handOver(found, context)
            return false
        }
        head = found
        isRead = !isCall
        return true
    }

    /// The request is whole.
    private func begin(_ head: PlainHead, _ context: ChannelHandlerContext) {
        let body = bytes.getSlice(at: bytes.readerIndex + head.size, length: head.bodySize) ?? ByteBuffer()
        if isRead {
            finish(head)
            let (reads, channel) = (reads, context.channel)
            return run(context) { await reads.answer(to: head, body, on: channel) }
        }
        let peer = self.peer ?? endpoint.connections.peer(of: context.channel)
        self.peer = peer
        switch endpoint.read(head, body, from: peer, known: &known) {
        case .answer(let answer):
            finish(head)
            write(answer, context)
        case .request(let request) where !endpoint.waits(request):
            finish(head)
            let endpoint = endpoint
            run(context) { await endpoint.respond(to: request) }
        case .request, .batch: handOver(head, context)
        }
    }

    /// Lets go of a request's bytes.
    private func finish(_ head: PlainHead) {
        stopWaiting()
        self.head = nil
        let size = head.size + head.bodySize
        if bytes.readableBytes == size { bytes = ByteBuffer() } else { bytes.moveReaderIndex(forwardBy: size) }
    }

    /// Gives Hummingbird a request that it is known where it ends.
    private func handOver(_ head: PlainHead, _ context: ChannelHandlerContext) {
        let isWhole = bytes.readableBytes == head.size + head.bodySize
        release(context, then: isWhole ? .handedOver : .passing)
    }

    /// Gives Hummingbird what has been read.
    private func release(_ context: ChannelHandlerContext, then next: State = .passing) {
        guard case .reading = state, bytes.readableBytes > 0 else { return }
        state = next
        head = nil
        let passed = bytes
        bytes = ByteBuffer()
        passOn(wrapInboundOut(passed), context)
    }

    private func passOn(_ data: NIOAny, _ context: ChannelHandlerContext) {
        hasPassed = true
        context.fireChannelRead(data)
    }

    // MARK: WebSockets

    /// Where a request comes in parts: waits for the rest, but not for ever.
    private func awaitRest(_ context: ChannelHandlerContext) {
        if patience == nil, isPartial { hurry(context) }
    }

    private func hurry(_ context: ChannelHandlerContext) {
        let channel = context.channel
        patience = context.eventLoop.scheduleTask(in: bounds.head) {
            channel.close(promise: nil)
        }
    }

    /// The connection becomes a WebSocket, whose handlers take this one's place; or it ends with a refusal.
    private func upgrade(_ head: PlainHead, _ context: ChannelHandlerContext) {
        headArrived()
        var rest = bytes
        rest.moveReaderIndex(forwardBy: head.size)
        bytes = ByteBuffer()
        state = .passing
        switch sockets.open(head, on: context.channel) {
        case .refused(let answer):
            let channel = context.channel
            context.writeAndFlush(wrapOutboundOut(.byteBuffer(encoded(answer, context))))
                .whenComplete { _ in channel.close(promise: nil) }
        case .opened(let answer, let handlers):
            context.writeAndFlush(wrapOutboundOut(.byteBuffer(encoded(answer, context))), promise: nil)
            let pipeline = context.pipeline
            do {
                try pipeline.syncOperations.addHandlers(handlers, position: .before(self))
            } catch {
                return context.close(promise: nil)
            }
            pipeline.syncOperations.removeHandler(self, promise: nil)
            if rest.readableBytes > 0 { pipeline.fireChannelRead(rest) }
        }
    }

    /// Whether the first bytes of a request are there and the last ones are missing, here or of its head with Hummingbird.
    private var isPartial: Bool {
        switch state {
        case .reading: bytes.readableBytes > 0
        case .passing: awaitsHead
        case .answering, .handedOver: false
        }
    }

    private func encoded(_ answer: some DirectAnswer, _ context: ChannelHandlerContext) -> ByteBuffer {
        answer.bytes(date: date.now(), isSecure: endpoint.isSecure, allocator: context.channel.allocator)
    }

    private func stopWaiting() {
        patience?.cancel()
        patience = nil
    }

    private func cancel() {
        stopWaiting()
        idleness?.cancel()
        if case .answering(let task) = state { task?.cancel() }
    }

    // MARK: Answering

    private func run<Answer: DirectAnswer>(
        _ context: ChannelHandlerContext, _ respond: @escaping @Sendable () async -> Answer
    ) {
        let place = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        state = .answering(nil)
        // why: a channel handler has no task to be a child of; the handler cancels it when the channel closes.
        let task = Task.immediate(executorPreference: executor) {
            let answer = await respond()
            let (handler, context) = place.value
            handler.finish(answer, context)
        }
        if case .answering = state { state = .answering(task) }
    }

    private func finish(_ answer: some DirectAnswer, _ context: ChannelHandlerContext) {
        // An answer that had not to be waited for: whoever began it goes on by itself.
        let isAtOnce = if case .answering(nil) = state { true } else { false }
        write(answer, context)
        if !isAtOnce { proceed(context) }
    }

    private func write(_ answer: some DirectAnswer, _ context: ChannelHandlerContext) {
        state = .reading
        lastSign = .now()
        guard context.channel.isActive else { return }
        let data = encoded(answer, context)
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(data)), promise: nil)
    }

    /// Takes up what came in meanwhile, in its order.
    private func proceed(_ context: ChannelHandlerContext) {
        goOn(context)
        if case .answering = state { return }
        let waiting = held
        held = []
        for item in waiting {
            switch item {
            case .event(let event): userInboundEventTriggered(context: context, event: event)
            case .error(let error): errorCaught(context: context, error: error)
            }
        }
        channelReadComplete(context: context)
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
