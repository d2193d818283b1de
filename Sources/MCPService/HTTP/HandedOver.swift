import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Puts ``DirectCalls`` at the front of a connection, behind TLS where there is some, and tells it when Hummingbird has
/// read the head of what it was given, and has answered.
final class HandedOver: ChannelInboundHandler, ChannelOutboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let calls: DirectCalls
    private let secure: (@Sendable () -> any ChannelHandler)?

    init(_ calls: DirectCalls, secure: (@Sendable () -> any ChannelHandler)?) {
        self.calls = calls
        self.secure = secure
    }

    /// The channel keeps the buffer of its first read: few requests are larger than this, and many connections are idle.
    private static let firstRead = AdaptiveRecvByteBufferAllocator(minimum: 64, initial: 1024, maximum: 65_536)

    func handlerAdded(context: ChannelHandlerContext) {
        try? context.channel.syncOptions?.setOption(.recvAllocator, value: Self.firstRead)
        // A request mostly comes in one piece: to read on until there is nothing more is a system call for nothing.
        try? context.channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
        // Without it, as on a connection that is gone already, Hummingbird answers everything.
        try? context.pipeline.syncOperations.addHandler(calls, position: .first)
        guard let secure else { return }
        do {
            try context.pipeline.syncOperations.addHandler(secure(), position: .first)
        } catch {
            // Never in the clear what should be under TLS.
            context.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: calls.headArrived()
        case .body: break
        case .end: calls.bodyArrived()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part = unwrapOutboundIn(data)
        if case .head(let head) = part, head.headerFields[.connection] == "close" { calls.isLast = true }
        context.write(data, promise: promise)
        if case .end = part { calls.answered() }
    }
}
