import EventStore
import Hummingbird
import Projections

/// `GET /v1/timeline`: the whole log at a glance, for whoever goes back in it.
struct TimelineRoute: Sendable {
    let host: ProjectionHost

    func add(to router: Router<ServiceContext>) {
        router.get("v1/timeline") { call, _ in await HTTPAnswer.reading { try await timeline(Query(call)) } }
    }

    private func timeline(_ query: Query) async throws -> HTTPAnswer {
        let models = try await PastView(host: host).models(query)
        let timeline = models[LogTimeline.self]
        return .json([
            "first": Self.edge(Position(1), timeline.firstTime), "last": Self.edge(timeline.last, timeline.lastTime),
            "density": [
                "start": timeline.start.map { .string($0.iso8601) } ?? .null, "step": .int(timeline.seconds),
                "counts": .array(timeline.counts.map(JSON.int)),
            ], "marks": .array(models[Milestones.self].latest.map(Self.mark)),
        ])
    }

    private static func edge(_ position: Position, _ time: Timestamp?) -> JSON {
        guard let time else { return .null }
        return ["position": .int(Int(position.value)), "time": .string(time.iso8601)]
    }

    private static func mark(_ mark: Milestones.Milestone) -> JSON {
        [
            "position": .int(Int(mark.position.value)), "time": .string(mark.time.iso8601),
            "kind": .string(mark.type.name), "label": .string(mark.label),
        ]
    }
}
