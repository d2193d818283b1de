import EventStore
import Hummingbird
import NIOCore

/// A body of server-sent events, with comments that keep proxies and clients from giving up.
struct EventStreamBody: Sendable {
    enum Item: Sendable {
        /// - id: for clients that come back after a lost connection.
        case message(JSON, id: String? = nil)
        /// An id before anything is said: a connection that is lost at once can be taken up again too.
        case start(id: String)
        case comment
    }

    /// Items that wait for a slow client.
    static let limit = 1024
    /// Milliseconds after which a client is to come back.
    static let retry = 1000

    var keepAlive: Duration = .seconds(15)

    /// Writes what is produced until the producer returns or the client is gone.
    ///
    /// - Parameter produce: gets a function that sends; false where the client reads too slowly and the item is lost.
    func write(
        to writer: inout any ResponseBodyWriter,
        _ produce: @escaping @Sendable (@escaping @Sendable (Item) -> Bool) async -> Void
    ) async throws {
        let (items, channel) = AsyncStream<Item>.makeStream(bufferingPolicy: .bufferingOldest(Self.limit))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await produce { item in if case .enqueued = channel.yield(item) { true } else { false } }
                channel.finish()
            }
            group.addTask {
                // Ends with the group: a sleep that is cancelled throws.
                while (try? await Task.sleep(for: keepAlive)) != nil { channel.yield(.comment) }
            }
            for await item in items { try await writer.write(Self.bytes(of: item)) }
            group.cancelAll()
        }
        try await writer.finish(nil)
    }

    private static func bytes(of item: Item) -> ByteBuffer {
        switch item {
        case .comment: return ByteBuffer(string: ": ping\r\n\r\n")
        case .start(let id): return ByteBuffer(string: "id: \(id)\r\nretry: \(retry)\r\ndata:\r\n\r\n")
        case .message(let message, let id):
            var buffer = ByteBuffer(string: "event: message\r\n")
            if let id { buffer.writeString("id: \(id)\r\n") }
            buffer.writeString("data: ")
            buffer.writeBytes(message.bytes)
            buffer.writeString("\r\n\r\n")
            return buffer
        }
    }
}
