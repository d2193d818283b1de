import EventStore
import Projections
import TestKit
import Testing

@Suite("The state of read models")
struct StateTests {
    private func models(_ count: Int) -> ReadModels {
        var random = RandomEvents(seed: 3)
        var models = ReadModels(DashboardRenderer.projections)
        for event in recorded(random.happenings(count: count)) { models.apply(event) }
        return models
    }

    @Test("is the same text for the same log, so that a difference is one of state")
    func stable() {
        #expect(models(300).state()?.text == models(300).state()?.text)
        #expect(models(300).state() != models(299).state())
    }

    @Test("can be asked of one projection, and of none that is not there")
    func one() {
        let state = models(50).state(of: "task_board")
        #expect(state?["projections"]?.object?.keys == ["task_board"] && state?["position"] == 50)
        #expect(models(50).state(of: "nothing") == nil)
    }
}
