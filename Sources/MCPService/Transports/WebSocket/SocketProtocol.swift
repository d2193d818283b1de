import NIOCore

/// The rules of RFC 6455 for one connection: frames and moments in, actions out.
///
/// It knows neither clock nor channel: whoever performs the actions also brings the moments.
struct SocketProtocol: Sendable {
    enum Action: Equatable {
        /// A whole text message.
        case message(ByteBuffer)
        case send(opcode: UInt8, ByteBuffer)
        /// Send a close frame; the client has a bounded time to answer it.
        case close(CloseCode, String)
        /// Send nothing more: the client's close frame could not be read, so its hanging up is waited for.
        case hangUp
        /// Close the connection under it.
        case end
    }

    private enum State { case open, closing, ended }

    private let limits: SocketLimits
    /// Whether messages may be binary too.
    private let takesBinary: Bool
    /// What the message under way is, text or binary.
    private(set) var kind = SocketFrame.Opcode.text
    private var state = State.open
    /// The fragments of the message under way.
    private var parts: ByteBuffer?
    private var partCount = 0
    private var text = UTF8Check()
    /// A ping is out, and nothing was heard since.
    private var awaitsLife = false
    /// What ended the connection; the first reason counts.
    private(set) var ending: Ending?

    /// Who ended a connection, and why.
    struct Ending: Equatable {
        enum Side: String { case client, service, network }

        let side: Side
        let code: CloseCode
        let reason: String
    }

    init(limits: SocketLimits, takesBinary: Bool = false) {
        self.limits = limits
        self.takesBinary = takesBinary
    }

    /// Whether messages may still be sent.
    var isOpen: Bool { state == .open }

    /// Takes the next frame.
    mutating func receive(_ frame: SocketFrame) -> [Action] {
        guard state != .ended else { return [] }
        awaitsLife = false
        guard !frame.hasReservedBits else { return fail(.protocolError, "reserved bits are set") }
        guard frame.isMasked else { return fail(.protocolError, "a client's frames must be masked") }
        return frame.isControl ? control(frame) : data(frame)
    }

    /// The bytes are no frames, or one is too large to be taken.
    mutating func receive(badFrame code: CloseCode, _ reason: String) -> [Action] {
        let actions = fail(code, reason)
        return actions.isEmpty ? [] : actions + [.hangUp]
    }

    /// The time between two pings is over.
    mutating func beat() -> [Action] {
        guard state == .open else { return [] }
        guard !awaitsLife else {
            return fail(.internalError, "no answer to a ping within \(limits.pingSeconds) s") + expire()
        }
        awaitsLife = true
        return [.send(opcode: SocketFrame.Opcode.ping, ByteBuffer())]
    }

    /// The service stops.
    mutating func stop() -> [Action] { fail(.goingAway, "the service is stopping") }

    /// The service ends the connection for a reason of its own.
    mutating func fail(_ code: CloseCode, _ reason: String) -> [Action] {
        guard state == .open else { return [] }
        state = .closing
        parts = nil
        ending = Ending(side: .service, code: code, reason: reason)
        return [.close(code, reason)]
    }

    /// The client did not answer a close frame in time.
    mutating func expire() -> [Action] {
        guard state == .closing else { return [] }
        state = .ended
        return [.end]
    }

    /// The connection is gone.
    mutating func lost() {
        if ending == nil { ending = Ending(side: .network, code: .abnormal, reason: "the connection was lost") }
        state = .ended
        parts = nil
    }

    // MARK: Data

    private mutating func data(_ frame: SocketFrame) -> [Action] {
        // What still comes after our close frame is not for us.
        guard state == .open else { return [] }
        switch frame.opcode {
        case SocketFrame.Opcode.text:
            guard begin(frame.opcode) else { return fail(.protocolError, "a message begins inside another") }
        case SocketFrame.Opcode.binary where takesBinary:
            guard begin(frame.opcode) else { return fail(.protocolError, "a message begins inside another") }
        case SocketFrame.Opcode.continuation:
            guard parts != nil else { return fail(.protocolError, "there is no message to go on with") }
        case SocketFrame.Opcode.binary:
            return parts == nil
                ? fail(.unacceptableData, "messages are text frames")
                : fail(.protocolError, "a message begins inside another")
        default: return fail(.protocolError, "opcode \(frame.opcode) is reserved")
        }
        return add(frame)
    }

    /// False inside another message.
    private mutating func begin(_ opcode: UInt8) -> Bool {
        guard parts == nil else { return false }
        kind = opcode
        text = UTF8Check()
        partCount = 0
        return true
    }

    private mutating func add(_ frame: SocketFrame) -> [Action] {
        partCount += 1
        guard partCount <= limits.fragments else {
            return fail(.tooLarge, "a message may have \(limits.fragments) frames at most")
        }
        guard (parts?.readableBytes ?? 0) + frame.payload.readableBytes <= limits.messageBytes else {
            return fail(.tooLarge, "a message may have \(limits.messageBytes) bytes at most")
        }
        let isText = kind == SocketFrame.Opcode.text
        guard !isText || text.accepts(frame.payload.readableBytesView) else { return fail(.invalidText, "not UTF-8") }
        if var whole = parts {
            // The one reference, so that appending copies the fragment only.
            parts = nil
            whole.writeImmutableBuffer(frame.payload)
            parts = whole
        } else {
            parts = frame.payload
        }
        guard frame.isLast, let message = parts else { return [] }
        guard text.isComplete else { return fail(.invalidText, "the text ends inside a character") }
        parts = nil
        return [.message(message)]
    }

    // MARK: Control

    private mutating func control(_ frame: SocketFrame) -> [Action] {
        guard frame.isLast else { return fail(.protocolError, "a control frame has one part") }
        guard frame.payload.readableBytes <= 125 else {
            return fail(.protocolError, "a control frame has 125 bytes at most")
        }
        switch frame.opcode {
        case SocketFrame.Opcode.ping:
            return state == .open ? [.send(opcode: SocketFrame.Opcode.pong, frame.payload)] : []
        case SocketFrame.Opcode.pong: return []
        case SocketFrame.Opcode.close: return closed(frame.payload)
        default: return fail(.protocolError, "opcode \(frame.opcode) is reserved")
        }
    }

    private mutating func closed(_ payload: ByteBuffer) -> [Action] {
        guard state == .open else {
            state = .ended
            return [.end]
        }
        var payload = payload
        // The client has closed, however badly: no other close frame will follow.
        guard payload.readableBytes != 1 else { return fail(.protocolError, "a close code has two bytes") + expire() }
        let code = payload.readInteger(as: UInt16.self).map { CloseCode(rawValue: Int($0)) }
        guard code?.maySend != false else {
            return fail(.protocolError, "this close code may not be sent") + expire()
        }
        guard let reason = String(validating: payload.readableBytesView, as: UTF8.self) else {
            return fail(.invalidText, "the reason is not UTF-8") + expire()
        }
        state = .ended
        parts = nil
        ending = Ending(side: .client, code: code ?? .none, reason: reason)
        return [.close(code ?? .none, ""), .end]
    }
}
