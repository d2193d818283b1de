import Access
import Alerting
import NIOCore
import NIOPosix
import NIOSSL

/// A connection to a mail server, over TCP and, once it is asked for, TLS.
struct SMTPConnection: MailConnection {
    private let channel: any Channel
    private let host: String
    private let bytes: AsyncStream<[UInt8]>

    /// - Parameter client: resolves the host, and says whether its address may be connected to.
    static func open(host: String, port: Int, by client: OutboundClient) async throws -> SMTPConnection {
        let address = try SocketAddress(ipAddress: try await client.address(of: host).description, port: port)
        // A server that says more than fits is cut off by the conversation's own bound.
        let (bytes, outlet) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingOldest(1024))
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(.seconds(10))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Inbox(outlet: outlet))
                }
            }
            .connect(to: address).get()
        return SMTPConnection(channel: channel, host: host, bytes: bytes)
    }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    func receive() async throws -> [UInt8] {
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask {
                var iterator = bytes.makeAsyncIterator()
                return await iterator.next() ?? []
            }
            group.addTask {
                try await Task.sleep(for: .seconds(30))
                return []
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }

    func secure() async throws {
        let context = try NIOSSLContext(configuration: .makeClientConfiguration())
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        try await channel.eventLoop.submit {
            let handler = try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
            try channel.pipeline.syncOperations.addHandler(handler, position: .first)
        }.get()
    }

    func close() async { try? await channel.close().get() }

    /// Hands on what comes.
    private final class Inbox: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        private let outlet: AsyncStream<[UInt8]>.Continuation

        init(outlet: AsyncStream<[UInt8]>.Continuation) { self.outlet = outlet }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            outlet.yield(Array(unwrapInboundIn(data).readableBytesView))
        }

        func channelInactive(context: ChannelHandlerContext) { outlet.finish() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            outlet.finish()
            context.close(promise: nil)
        }
    }
}
