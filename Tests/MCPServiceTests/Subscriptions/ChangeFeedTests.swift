import EventStore
import TestKit
import Testing

@testable import MCPService

@Suite("What subscribers are told of changes")
struct ChangeFeedTests {
    /// Notes of which there is one less when a task is cancelled.
    private struct Notes: ResourceKind {
        let definition = ResourceTemplate(
            uriTemplate: "note://{id}", name: "note", title: "A note", description: "One of many.")

        func read(_ uri: ResourceURI) async throws -> [ResourceContents] { [ResourceContents(uri, "text")] }
        func changesList(by event: RecordedEvent, for owner: String?) -> Bool {
            event.type == TaskCancelled.type && (owner == nil || event.metadata.principal == owner)
        }
    }

    private let log = InMemoryEventLog(clock: ManualClock())
    private var feed: ChangeFeed { ChangeFeed(log: log, resources: ResourceRegistry([Notes()]), pause: .seconds(3600)) }

    private func filter(_ change: (inout SubscriptionFilter) -> Void) -> SubscriptionFilter {
        var filter = SubscriptionFilter()
        change(&filter)
        return filter
    }

    private func methods(
        _ event: any Event, _ filter: SubscriptionFilter, by principal: String? = nil, for owner: String? = nil
    ) async throws -> [String] {
        let metadata = EventMetadata(principal: principal)
        try await log.append(Proposal([event], to: StreamName("task", "t"), metadata: metadata))
        return feed.changes(in: try await log.readAll(.all), for: owner, filter).map(\.method)
    }

    @Test(
        "is the list that the log says has changed, to those who asked for it",
        arguments: ["tools", "prompts", "resources"])
    func lists(list: String) async throws {
        let all = filter { ($0.tools, $0.prompts, $0.resources) = (true, true, true) }
        let event = ServiceListChanged(list: list)
        #expect(try await methods(event, all) == ["notifications/\(list)/list_changed"])
        #expect(try await methods(event, filter { _ in }) == [])
    }

    @Test("is the list of resources where an event makes one come or go, and of no other")
    func resources() async throws {
        let all = filter { ($0.tools, $0.prompts, $0.resources) = (true, true, true) }
        #expect(try await methods(TaskClaimed(task: "t", worker: "w", attempt: 1), all) == [])
        #expect(
            try await methods(TaskCancelled(task: "t", reason: "enough"), all) == [
                "notifications/resources/list_changed"
            ])
    }

    @Test("is nothing of what others did, to one who sees only what is their own")
    func others() async throws {
        let resources = filter { $0.resources = true }
        let cancelled = TaskCancelled(task: "t", reason: "enough")
        #expect(try await methods(cancelled, resources, by: "ann", for: "tom") == [])
        #expect(try await methods(cancelled, resources, by: "tom", for: "tom").count == 1)
    }

    @Test("comes once for all that lies behind, with the last position")
    func burst() async throws {
        for _ in 0..<1000 {
            try await log.append([TaskCancelled(task: "t", reason: "enough")], to: StreamName("task", "t"))
        }
        let (told, tell) = AsyncStream.makeStream(of: Position.self)
        let (feed, filter) = (feed, filter { $0.resources = true })
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await feed.follow(after: .start, for: nil, { filter }) { _, position in tell.yield(position) }
            }
            var positions = told.makeAsyncIterator()
            #expect(await positions.next() == log.head)
            group.cancelAll()
        }
    }
}
