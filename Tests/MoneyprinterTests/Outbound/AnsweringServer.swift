import NIOCore
import NIOHTTP1
import NIOPosix

/// A server on the loopback that answers every request alike, and counts them.
struct AnsweringServer: Sendable {
    let channel: any Channel
    let port: Int

    /// Runs one while `body` runs.
    static func run(
        _ status: HTTPResponseStatus, _ headers: HTTPHeaders = [:], body text: String = "", isSilent: Bool = false,
        _ body: (AnsweringServer) async throws -> Void
    ) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(
                        Answer(status: status, headers: headers, text: text, isSilent: isSilent))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body(AnsweringServer(channel: channel, port: channel.localAddress?.port ?? 0))
            try await channel.close()
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private final class Answer: ChannelInboundHandler, Sendable {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        let status: HTTPResponseStatus
        let headers: HTTPHeaders
        let text: String
        let isSilent: Bool

        init(status: HTTPResponseStatus, headers: HTTPHeaders, text: String, isSilent: Bool) {
            self.status = status
            self.headers = headers
            self.text = text
            self.isSilent = isSilent
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .end = unwrapInboundIn(data) else { return }
            var headers = headers
            headers.add(name: "content-length", value: "\(text.utf8.count + (isSilent ? 1 : 0))")
            context.write(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))),
                promise: nil)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            if !isSilent { context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
        }
    }
}
