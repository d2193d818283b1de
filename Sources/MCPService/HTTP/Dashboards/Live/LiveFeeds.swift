import EventStore
import NIOCore
import Projections
import Synchronization

/// Tells pages what changes, a few times a second and only where something did.
///
/// Pages that look at the same thing share the drawing; a page that reads slowly gets the whole again instead of every
/// step, so it holds up nobody.
final class LiveFeeds: Sendable {
    private struct State {
        var feeds: [LiveTopic: LiveFeed] = [:]
        var readers = 0
        var nextID = 0
    }

    /// One page: what it reads, and how it is taken from the list.
    struct Subscription: Sendable {
        let topic: LiveTopic
        let id: Int
        let messages: AsyncStream<ByteBuffer>
    }

    private let desk: DashboardDesk
    private let folders: DashboardFolders
    private let log: any EventLog
    private let limit: Int
    private let interval: Duration
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limit: pages at once.
    ///   - interval: between two looks at the log.
    init(
        desk: DashboardDesk, folders: DashboardFolders, log: any EventLog, limit: Int = 500,
        interval: Duration = .milliseconds(200)
    ) {
        self.desk = desk
        self.folders = folders
        self.log = log
        self.limit = limit
        self.interval = interval
    }

    /// Nil where too many pages are open.
    func subscribe(to topic: LiveTopic) -> Subscription? {
        // What does not fit is dropped, and the page is then given the whole.
        let (messages, outlet) = AsyncStream.makeStream(of: ByteBuffer.self, bufferingPolicy: .bufferingOldest(16))
        return state.withLock { state in
            guard state.readers < limit else { return nil }
            state.readers += 1
            state.nextID += 1
            state.feeds[topic, default: LiveFeed()].add(state.nextID, outlet)
            return Subscription(topic: topic, id: state.nextID, messages: messages)
        }
    }

    func end(_ subscription: Subscription) {
        state.withLock { state in
            state.readers -= 1
            state.feeds[subscription.topic]?.remove(subscription.id)
            if state.feeds[subscription.topic]?.isEmpty == true { state.feeds[subscription.topic] = nil }
        }
    }

    /// Looks again and again until it is cancelled; then every page's stream ends.
    func run() async {
        var seen = log.head
        var looks = 0
        while (try? await Task.sleep(for: interval)) != nil {
            looks += 1
            if looks % Self.looksPerComment == 0 { comment() }
            let head = desk.host.position
            let hasNews = head > seen
            let topics = state.withLock { state in
                state.feeds.filter { hasNews || $0.value.hasNewReader }.map(\.key)
            }
            for topic in topics { await tell(topic, after: hasNews ? seen : nil) }
            seen = max(seen, head)
        }
        for feed in state.withLock({ $0.feeds.values }) { feed.finish() }
    }

    private func comment() {
        state.withLock { state in
            for topic in state.feeds.keys { state.feeds[topic]?.sendComment() }
        }
    }

    /// - Parameter position: where the pages were told last; nil where they know all.
    private func tell(_ topic: LiveTopic, after position: Position?) async {
        guard let dashboard = folders.current[topic.dashboard] else { return }
        let models = desk.host.models
        // What cannot be drawn now, such as while the log is busy, is drawn at the next look.
        guard let drawn = try? await desk.draw(dashboard, models, topic.time) else { return }
        let events = await events(of: topic, after: position, through: models.position)
        state.withLock { $0.feeds[topic]?.send(drawn, events: events, position: models.position) }
    }

    private func events(of topic: LiveTopic, after position: Position?, through last: Position) async -> JSON? {
        guard let selection = topic.selection, let position else { return nil }
        let page = try? await log.readBackwards(selection, before: last.advanced(by: 1), limit: Self.tail + 1)
        let new = (page?.events ?? []).filter { $0.position > position }
        guard !new.isEmpty else { return nil }
        return [
            "events": .array(new.prefix(Self.tail).reversed().map(\.json)), "more": .bool(new.count > Self.tail),
        ]
    }

    private static let looksPerComment = 50
    /// Events sent at once.
    private static let tail = 50
}
