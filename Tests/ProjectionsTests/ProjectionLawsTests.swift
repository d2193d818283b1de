import EventStore
import Projections
import TestKit
import Testing

@Suite("Every projection")
struct ProjectionLawsTests {
    private static let renderer = DashboardRenderer()

    /// Everything that is drawn from the models, as one text.
    private func text(_ models: ReadModels) -> String {
        let panels = PanelSource.standard.map { "\($0.name) \($0.draw(models).text)" }
        let board = models[TaskBoard.self]
        let tasks = board.tasks(limit: 1000).map { $0.json(now: models.time).text }
        return (panels + tasks).joined(separator: "\n")
    }

    private func models(_ events: some Sequence<RecordedEvent>) -> ReadModels {
        var models = ReadModels(DashboardRenderer.projections)
        for event in events { models.apply(event) }
        return models
    }

    @Test("folds in parts to what it folds to at once", arguments: 0..<200)
    func parts(seed: Int) {
        var random = RandomEvents(seed: UInt64(seed))
        let events = recorded(random.happenings(count: 60))
        var generator = SplitMix64(seed: UInt64(seed))
        let cut = Int.random(in: 0...events.count, using: &generator)
        var inParts = models(events.prefix(cut))
        // Keeping the first part must not let the second change it.
        let kept = inParts
        for event in events.dropFirst(cut) { inParts.apply(event) }
        #expect(text(inParts) == text(models(events)))
        #expect(text(kept) == text(models(events.prefix(cut))))
    }

    @Test("passes over an event that it has applied", arguments: 0..<20)
    func repeats(seed: Int) {
        var random = RandomEvents(seed: UInt64(seed))
        let events = recorded(random.happenings(count: 100))
        var twice = models(events)
        for event in events { twice.apply(event) }
        #expect(text(twice) == text(models(events)))
    }

    @Test("passes over an event whose bytes cannot be read")
    func unreadable() {
        let events = Catalogue.standard.all.enumerated().map { index, type in
            RecordedEvent(
                position: Position(UInt64(index + 1)), time: ManualClock.start, stream: StreamName("task", "x"),
                revision: .first, type: type.type, version: 1, metadata: EventMetadata(), payload: Array("{".utf8))
        }
        let models = models(events)
        #expect(models.position == Position(UInt64(events.count)))
        #expect(models[TaskBoard.self].unfinished.isEmpty)
    }

    @Test("says what it consumes in the catalogue's words")
    func consumes() {
        let known = Set(Catalogue.standard.all.map { $0.type })
        for projection in DashboardRenderer.projections {
            #expect(Set(projection.consumes.map { $0.type }).isSubset(of: known))
            #expect(!projection.consumes.isEmpty)
        }
        #expect(Set(DashboardRenderer.projections.map { $0.name }).count == DashboardRenderer.projections.count)
    }
}
