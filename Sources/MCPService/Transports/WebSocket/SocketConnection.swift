import Access
import EventStore
import NIOCore
import NIOWebSocket

/// One WebSocket: brings frames and moments to the plain values that decide, and performs what they say.
///
/// It stands behind NIO's frame codec, ahead of whatever served the connection before.
final class SocketConnection: ChannelInboundHandler, ChannelOutboundHandler, RemovableChannelHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = Never
    typealias OutboundIn = Never
    typealias OutboundOut = WebSocketFrame

    private let responder: SocketResponder
    private let limits: SocketLimits
    private let journal: SocketJournal
    private let peer: Peer
    private var rules: SocketProtocol
    private var dialogue: SocketDialogue
    private var queue: SocketQueue
    private var tasks: [Int: Task<Void, Never>] = [:]
    private var feed: Task<Void, Never>?
    private var executor: LoopExecutor?
    private var pings: RepeatedTask?
    private var checks: RepeatedTask?
    private var ending: Scheduled<Void>?
    private var silence: Scheduled<Void>?
    private var wantsRead = false
    private var isGone = false
    /// Sends each message back and understands none: what a suite of WebSocket cases wants.
    private let echoes: Bool
    private var lastMessage = NIODeadline.now()

    init(
        responder: SocketResponder, limits: SocketLimits, journal: SocketJournal, peer: Peer, dialogue: SocketDialogue,
        echoes: Bool = false
    ) {
        self.echoes = echoes
        self.responder = responder
        self.limits = limits
        self.journal = journal
        rules = SocketProtocol(limits: limits, takesBinary: echoes)
        queue = SocketQueue(limits: limits)
        self.peer = peer
        self.dialogue = dialogue
    }

    func handlerAdded(context: ChannelHandlerContext) {
        executor = LoopExecutor(context.eventLoop)
        limitUnsent(context.channel)
        journal.opened()
        let place = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let pause = TimeAmount.seconds(Int64(limits.pingSeconds))
        pings = context.eventLoop.scheduleRepeatedTask(initialDelay: pause, delay: pause) { _ in
            let (connection, context) = place.value
            connection.perform(connection.rules.beat(), context)
        }
        checks = context.eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
            let (connection, context) = place.value
            if connection.isWelcome(context) { connection.checkIdleness(context) }
        }
        guard dialogue.mayAwaitWelcome, !echoes else { return }
        silence = context.eventLoop.scheduleTask(in: .milliseconds(Int64(limits.welcomeMilliseconds))) {
            let (connection, context) = place.value
            if connection.dialogue.mayAwaitWelcome { connection.welcome(context) }
        }
    }

    /// From there on the channel counts as not writable.
    private func limitUnsent(_ channel: any Channel) {
        let marks = ChannelOptions.Types.WriteBufferWaterMark(low: limits.unsentBytes / 2, high: limits.unsentBytes)
        // A channel that has no such option, as those of tests, is never full.
        try? channel.syncOptions?.setOption(.writeBufferWaterMark, value: marks)
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave() }

    // MARK: Inbound

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        let plain = SocketFrame(
            isLast: frame.fin, opcode: UInt8(webSocketOpcode: frame.opcode),
            hasReservedBits: !frame.reservedBits.isEmpty, isMasked: frame.maskKey != nil, payload: frame.unmaskedData)
        perform(rules.receive(plain), context)
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength:
            let reason = "a message may have \(limits.messageBytes) bytes at most"
            perform(rules.receive(badFrame: .tooLarge, reason), context)
        case is NIOWebSocketError: perform(rules.receive(badFrame: .protocolError, "an ill-formed frame"), context)
        // What still comes after frames that could not be read.
        case is ByteToMessageDecoderError: break
        default: context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: perform(rules.stop(), context)
        // A WebSocket has no half: the client is gone.
        case ChannelEvent.inputClosed: context.close(promise: nil)
        default: break
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard context.channel.isWritable else { return }
        startWaiting(context)
        if wantsRead {
            wantsRead = false
            context.read()
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    // MARK: Outbound

    /// A client that does not read its answers is not read either.
    func read(context: ChannelHandlerContext) {
        if context.channel.isWritable { context.read() } else { wantsRead = true }
    }

    // MARK: Performing

    private func perform(_ actions: [SocketProtocol.Action], _ context: ChannelHandlerContext) {
        for action in actions {
            switch action {
            case .message(let message) where echoes: send(rules.kind, message, context)
            case .message(let message): take(message, context)
            case .send(let opcode, let payload): send(opcode, payload, context)
            case .close(let code, let reason): close(code, reason, context)
            case .hangUp: context.close(mode: .output, promise: nil)
            case .end: end(context)
            }
        }
    }

    private func send(_ opcode: UInt8, _ payload: ByteBuffer, _ context: ChannelHandlerContext) {
        guard !isGone, let opcode = WebSocketOpcode(encodedWebSocketOpcode: opcode) else { return }
        context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: payload)), promise: nil)
    }

    private func send(_ message: JSON, _ context: ChannelHandlerContext) {
        guard rules.isOpen else { return }
        lastMessage = .now()
        send(SocketFrame.Opcode.text, ByteBuffer(bytes: message.bytes), context)
    }

    private func close(_ code: CloseCode, _ reason: String, _ context: ChannelHandlerContext) {
        var payload = ByteBuffer()
        if code != .none {
            payload.writeInteger(UInt16(code.rawValue))
            payload.writeString(String(reason.prefix(100)))
        }
        send(SocketFrame.Opcode.close, payload, context)
        let place = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        ending = context.eventLoop.scheduleTask(in: .seconds(Int64(limits.closeSeconds))) {
            let (connection, context) = place.value
            connection.perform(connection.rules.expire(), context)
        }
    }

    /// The close frame has been given to the system by now.
    private func end(_ context: ChannelHandlerContext) { context.close(promise: nil) }

    private func leave() {
        guard !isGone else { return }
        isGone = true
        pings?.cancel()
        checks?.cancel()
        ending?.cancel()
        silence?.cancel()
        rules.lost()
        for number in queue.abandon() { tasks[number]?.cancel() }
        tasks = [:]
        feed?.cancel()
        journal.closed(rules.ending, requests: queue.total)
    }

    // MARK: Messages

    /// Whether the client may go on; where what it came in with is over, the connection ends.
    private func isWelcome(_ context: ChannelHandlerContext) -> Bool {
        guard let gate = responder.pipeline.gate, !gate.isWelcome(dialogue.caller) else { return true }
        perform(rules.fail(.credentialEnded, "the credential has expired or was revoked"), context)
        return false
    }

    /// Ends a connection that nobody uses; pings show that there is a client, not that it wants anything.
    private func checkIdleness(_ context: ChannelHandlerContext) {
        let isOver = NIODeadline.now() - lastMessage >= .seconds(Int64(limits.idleSeconds))
        guard isOver, queue.count == 0 else { return }
        perform(rules.fail(.goingAway, "no message for \(limits.idleSeconds) s"), context)
    }

    private func take(_ message: ByteBuffer, _ context: ChannelHandlerContext) {
        guard isWelcome(context) else { return }
        lastMessage = .now()
        let step = dialogue.read(message)
        if dialogue.needsWelcome { welcome(context) }
        switch step {
        case .nothing: break
        case .reply(let answer): send(isStamped(answer), context)
        case .answer(let answer): responder.pipeline.requests.take(answer)
        case .run(let request):
            if request.method == "initialize" { follow(request.origin, context) }
            add(.request(request), context)
        case .batch(let messages): add(batch(messages), context)
        case .legacy(let call) where call.isAuthentication: authenticate(call, context)
        case .legacy(let call): add(.legacy(call, dialogue.legacyOrigin()), context)
        case .cancel(let id): if let number = queue.cancel(id) { tasks.removeValue(forKey: number)?.cancel() }
        }
    }

    /// Says who the client is from now on.
    private func authenticate(_ call: LegacyCall, _ context: ChannelHandlerContext) {
        switch responder.dialect.enter(call, from: peer) {
        case .success(let caller):
            dialogue.enter(caller)
            add(.legacy(call, dialogue.legacyOrigin()), context)
        case .failure(let error): send(responder.dialect.stamped(LegacyCall.error(error, to: call.id)), context)
        }
    }

    /// In the dialect of the reference API, errors too say when they were sent.
    private func isStamped(_ answer: JSON) -> JSON {
        dialogue.speaksLegacyDialect ? responder.dialect.stamped(answer) : answer
    }

    private func batch(_ messages: [JSON]) -> SocketWork {
        var requests: [Request] = []
        var faults: [JSON] = []
        for json in messages {
            do throws(RPCError) {
                if let request = try dialogue.request(inBatch: json) { requests.append(request) }
            } catch {
                faults.append(Answer.error(error, to: RequestID(json["id"])))
            }
        }
        return .batch(requests, faults: faults)
    }

    /// Tells a client of the older revisions what it subscribed to, for as long as it stays.
    private func follow(_ origin: RequestOrigin, _ context: ChannelHandlerContext) {
        guard feed == nil else { return }
        let changes = responder.pipeline.sessionFeed(of: origin.caller)
        let (scope, start) = (origin.scope, changes.now)
        let place = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let loop = context.eventLoop
        // why: it lasts as long as the connection, which has no task; the handler cancels it when that ends.
        feed = Task {
            await changes.run(scope: scope, after: start) { message, _ in
                loop.execute {
                    let (connection, context) = place.value
                    if context.channel.isWritable { connection.send(message, context) }
                }
            }
        }
    }

    private func welcome(_ context: ChannelHandlerContext) {
        guard dialogue.takesWelcome() else { return }
        send(responder.dialect.welcome(connection: journal.connection), context)
    }

    private func add(_ work: SocketWork, _ context: ChannelHandlerContext) {
        switch queue.add(work, mayStart: context.channel.isWritable) {
        case .start(let number): start(number, work, context)
        case .wait: break
        case .refuse(let reason):
            let error = RPCError.invalidRequest(reason)
            let answer = work.isLegacyDialect ? LegacyCall.error(error, to: work.id) : Answer.error(error, to: work.id)
            send(isStamped(answer), context)
        }
    }

    private func startWaiting(_ context: ChannelHandlerContext) {
        while context.channel.isWritable, let (number, work) = queue.next() { start(number, work, context) }
    }

    private func start(_ number: Int, _ work: SocketWork, _ context: ChannelHandlerContext) {
        let responder = responder
        let loop = context.eventLoop
        let place = NIOLoopBound((self, context), eventLoop: loop)
        let notify: @Sendable (JSON) -> Void = { message in
            if loop.inEventLoop {
                place.value.0.note(message, of: number, place.value.1)
            } else {
                loop.execute { place.value.0.note(message, of: number, place.value.1) }
            }
        }
        // why: a channel handler has no task to be a child of; the handler cancels it by its number.
        let task = Task.immediate(executorPreference: executor) {
            let answer = await responder.answer(work, notify: notify)
            place.value.0.finish(number, answer, place.value.1)
        }
        if queue[number] != nil { tasks[number] = task }
    }

    /// A notification of a request under way; a slow reader misses it.
    private func note(_ message: JSON, of number: Int, _ context: ChannelHandlerContext) {
        guard queue[number] != nil, context.channel.isWritable else { return }
        send(message, context)
    }

    private func finish(_ number: Int, _ answer: JSON?, _ context: ChannelHandlerContext) {
        tasks.removeValue(forKey: number)
        // What was cancelled has no answer.
        guard queue.finish(number) != nil else { return }
        if let answer { send(answer, context) }
        startWaiting(context)
    }
}
