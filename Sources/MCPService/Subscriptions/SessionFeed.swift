public import EventStore

/// The notifications that a legacy session gets unasked, for whichever transport holds its stream.
public struct SessionFeed: Sendable {
    let feed: ChangeFeed
    let subscriptions: SessionSubscriptions

    /// Sends what changes of what the session subscribed to and of the lists it has seen, until the calling task is
    /// cancelled.
    ///
    /// - Parameter scope: the session, as requests name it in ``RequestOrigin/scope``.
    public func run(scope: String, notify: @escaping @Sendable (JSON) async -> Void) async {
        await feed.follow(after: feed.log.head, everything: true, { subscriptions.filter(of: scope) }) { change in
            var params: JSONObject = [:]
            if let uri = change.uri { params["uri"] = .string(uri) }
            await notify(Answer.notification(change.method, params))
        }
    }
}
