import EventStore
import Synchronization

/// What the service asks of clients of the older revisions while it answers them, and the answers that come back.
///
/// A question travels on the stream of the request that it belongs to; the client posts its answer by itself. Ids cannot
/// be guessed, so nobody answers for somebody else.
final class ClientRequests: Sendable {
    /// Seconds a client has to answer.
    static let patience = 60.0
    /// Questions open at once.
    static let limit = 1000

    private let open = Mutex<[String: AsyncStream<JSONObject>.Continuation]>([:])

    /// The client's result; nil where it does not answer, refuses, or too many are asked already.
    func ask(_ method: String, _ params: JSONObject, send: @Sendable (JSON) -> Void) async -> JSON? {
        let id = "ask-" + TraceID.random().hex
        let (answers, channel) = AsyncStream<JSONObject>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let isAdmitted = open.withLock { open in
            guard open.count < Self.limit else { return false }
            open[id] = channel
            return true
        }
        guard isAdmitted else { return nil }
        defer { open.withLock { $0[id] = nil } }
        send(["jsonrpc": "2.0", "id": .string(id), "method": .string(method), "params": .object(params)])
        let answer = await Deadline.run(seconds: Self.patience) { await answers.first { _ in true } }
        return (answer ?? nil)?["result"]
    }

    /// Takes an answer; one that nobody waits for is passed over.
    func take(_ answer: JSONObject) {
        guard let id = answer["id"]?.string else { return }
        let channel = open.withLock { $0[id] }
        channel?.yield(answer)
        channel?.finish()
    }
}
