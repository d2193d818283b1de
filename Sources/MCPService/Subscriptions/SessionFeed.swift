public import EventStore

/// The notifications that a legacy session gets unasked, for whichever transport holds its stream.
public struct SessionFeed: Sendable {
    let feed: ChangeFeed
    let subscriptions: SessionSubscriptions
    /// Whose tasks alone it may tell of; nil for everybody's.
    let owner: String?

    /// What happens from now on.
    public var now: Position { feed.log.head }

    /// Sends what changes of what the session subscribed to and of the lists it has seen, until the calling task is
    /// cancelled.
    ///
    /// - Parameters:
    ///   - scope: the session, as requests name it in ``RequestOrigin/scope``.
    ///   - position: what happened up to there is known already.
    ///   - notify: gets a notification, and the position up to which the log has been told of.
    public func run(
        scope: String, after position: Position, notify: @escaping @Sendable (JSON, Position) async -> Void
    ) async {
        await feed.follow(after: position, for: owner, everything: true, { subscriptions.filter(of: scope) }) {
            change, position in
            var params: JSONObject = [:]
            if let uri = change.uri { params["uri"] = .string(uri) }
            await notify(Answer.notification(change.method, params), position)
        }
    }
}
