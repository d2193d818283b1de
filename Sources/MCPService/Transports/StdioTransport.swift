import EventStore
public import Foundation

/// MCP over standard input and output: one message a line, and nothing else on stdout.
///
/// Requests are answered as they finish, not in the order they came. The end of input ends the service once
/// what is under way has been answered or cancelled.
public struct StdioTransport: Sendable {
    private let pipeline: RequestPipeline
    private let output: LineOutput
    private let cancellations = CancellationTable()
    private let connection: String
    private static let scope = "stdio"

    public init(pipeline: RequestPipeline, output: FileHandle = .standardOutput, connection: String) {
        self.pipeline = pipeline
        self.output = LineOutput(output)
        self.connection = connection
    }

    /// Answers messages until the input ends.
    public func run(lines: some AsyncSequence<[UInt8], any Error> & Sendable) async throws {
        var session: ProtocolRevision?
        var client: String?
        var isFollowing = false
        try await withThrowingDiscardingTaskGroup { group in
            for try await line in lines {
                guard !line.allSatisfy({ $0 == 32 || $0 == 13 || $0 == 9 }) else { continue }
                do throws(RPCError) {
                    let message = try Self.read(line)
                    if case .request(_, "initialize", let params) = message {
                        session = params["protocolVersion"]?.string.map(Initialize.agreed)
                        client = params["clientInfo"]?["name"]?.string
                        let feed = pipeline.sessionFeed(of: .local)
                        if !isFollowing { group.addTask { [start = feed.now] in await follow(feed, after: start) } }
                        isFollowing = true
                    }
                    try take(message, session: session, client: client, in: &group)
                } catch {
                    output.write(Answer.error(error, to: Self.id(in: line)))
                }
            }
            group.cancelAll()
        }
    }

    private func take(
        _ message: Message, session: ProtocolRevision?, client: String?,
        in group: inout ThrowingDiscardingTaskGroup<any Error>
    ) throws(RPCError) {
        switch message {
        case .response(let answer): pipeline.requests.take(answer)
        case .notification("notifications/cancelled", let params):
            if let id = RequestID(params["requestId"]) { cancellations.cancel(id, in: Self.scope) }
        case .notification: return
        case .request(let id, let method, let params):
            let revision = try Envelope.revision(method: method, params: params, header: nil, session: session)
            let origin = RequestOrigin(transport: .stdio, connection: connection, client: client)
            let request = Request(id: id, method: method, params: params, revision: revision, origin: origin)
            group.addTask { await answer(request) }
        }
    }

    /// Tells a client of the older revisions what it subscribed to, for as long as it stays.
    private func follow(_ feed: SessionFeed, after start: Position) async {
        await feed.run(scope: connection, after: start) { message, _ in output.write(message) }
    }

    private func answer(_ request: Request) async {
        let response = await cancellations.run(request.id, in: Self.scope) {
            await pipeline.response(to: request, notify: output.write).message
        }
        if let response { output.write(response) }
    }

    private static func read(_ line: [UInt8]) throws(RPCError) -> Message {
        switch Result(catching: { () throws(JSONSyntaxError) in try JSON(parsing: line) }) {
        case .success(let json): return try Message(json)
        case .failure(let error): throw .parse(error.description)
        }
    }

    private static func id(in line: [UInt8]) -> RequestID? { RequestID((try? JSON(parsing: line))?["id"]) }
}
