import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Puts ``DirectCalls`` at the front of a connection, and tells it when Hummingbird has answered what it was given.
final class HandedOver: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let calls: DirectCalls

    init(_ calls: DirectCalls) { self.calls = calls }

    func handlerAdded(context: ChannelHandlerContext) {
        // Without it, as on a connection that is gone already, Hummingbird answers everything.
        try? context.pipeline.syncOperations.addHandler(calls, position: .first)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part = unwrapOutboundIn(data)
        if case .head(let head) = part, head.headerFields[.connection] == "close" { calls.isLast = true }
        context.write(data, promise: promise)
        if case .end = part { calls.answered() }
    }
}
