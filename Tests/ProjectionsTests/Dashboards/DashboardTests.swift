import EventStore
import Foundation
import Projections
import TestKit
import Testing

@Suite("Dashboards")
struct DashboardTests {
    /// The folder that the product ships.
    private var folder: String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../dashboards").standardized.path
    }

    private func models(seed: UInt64 = 1, count: Int = 300) -> ReadModels {
        var random = RandomEvents(seed: seed)
        var models = ReadModels(DashboardRenderer.projections)
        for event in recorded(random.happenings(count: count)) { models.apply(event) }
        return models
    }

    @Test("that are shipped load, and every panel of theirs has data")
    func shipped() throws {
        let catalogue = try DashboardCatalogue.load(folder: folder)
        #expect(catalogue.dashboards.map(\.name) == ["alerts", "log", "overview", "tasks"])
        for dashboard in catalogue.dashboards {
            let json = DashboardRenderer().render(dashboard, models())
            #expect(json["panels"]?.array?.count == dashboard.panels.count)
            #expect(json["panels"]?.array?.allSatisfy { $0["data"]?.isNull == false } == true)
            #expect(json["position"] == 300 && json["timestamp"]?.string?.hasSuffix("Z") == true)
        }
    }

    @Test(
        "draw every source in the shape of its type, also from an empty log",
        arguments: PanelSource.standard.map(\.name))
    func shapes(name: String) throws {
        let source = try #require(PanelSource.standard.first { $0.name == name })
        for models in [models(), ReadModels(DashboardRenderer.projections)] {
            let data = source.draw(models)
            switch source.type {
            case .stat: #expect(data.object?.keys == ["value"])
            case .table:
                let width = try #require(data["columns"]?.array?.count)
                #expect(data["rows"]?.array?.allSatisfy { $0.array?.count == width } == true)
            case .timeseries: #expect(data["step"] == 60 && data["series"]?.array != nil)
            case .heartbeat: #expect(data["step"] == 60 && data["rows"]?.array != nil)
            case .list: #expect(data["items"]?.array != nil)
            case .section: #expect(data.object != nil)
            }
        }
    }

    @Test("are the same to the byte at the same position", arguments: 0..<20)
    func stable(seed: Int) throws {
        let catalogue = try DashboardCatalogue.load(folder: folder)
        let once = models(seed: UInt64(seed), count: 100)
        let again = models(seed: UInt64(seed), count: 100)
        for dashboard in catalogue.dashboards {
            let renderer = DashboardRenderer()
            #expect(renderer.render(dashboard, once).bytes == renderer.render(dashboard, again).bytes)
        }
    }

    @Test("give the overview in the reference API's shape too")
    func reference() throws {
        let overview = try #require(try DashboardCatalogue.load(folder: folder)["overview"])
        let json = DashboardRenderer().render(overview, models())
        #expect(json["metrics"]?.object?.keys == ["counters", "gauges", "histograms", "timers"])
        #expect(json["alerts"]?.object?.keys == ["active", "rules"])
        #expect(json["performance"]?.object?.keys == ["active_operations", "operation_summaries"])
        #expect((json["metrics"]?["counters"]?["mcp.operations.started"]?.int ?? 0) > 0)
    }

    @Test(
        "say in which file, line and field the fault lies",
        arguments: [
            ("{\n\"name\": \"x\",\n\"title\"}", "x.json:3: "),
            (#"{"name":"y","title":"t","panels":[]}"#, "x.json:1: name: 'y' must be the file's name"),
            (#"{"name":"x","title":"t","panels":[]}"#, "panels: must be an array of at least one panel"),
            (#"{"name":"x","title":"t","colour":1}"#, "colour: is unknown; known are name, title"),
            (panel(#""type":"pie","source":"log.position""#), "panels[0].type: 'pie' is not one of stat, table"),
            (
                panel(#""type":"stat","source":"log.positon""#),
                "panels[0].source: 'log.positon' is unknown; a stat can show alerts.firing"
            ),
            (
                panel(#""type":"table","source":"log.position""#),
                "panels[0].source: 'log.position' gives a stat, not a table"
            ),
            (panel(#""type":"stat","source":"log.position","size":2"#), "panels[0].size: is unknown"),
            (panel(#""type":"stat""#), "panels[0].source: is missing or empty"),
        ])
    func faults(text: String, message: String) {
        let error = #expect(throws: DashboardError.self) { try DashboardCatalogue.parse(text, file: "x.json") }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test("refuse two panels with one id")
    func twice() {
        let one = #"{"id":"a","title":"A","type":"stat","source":"log.position"}"#
        #expect(throws: DashboardError.self) {
            try DashboardCatalogue.parse(#"{"name":"x","title":"X","panels":[\#(one),\#(one)]}"#, file: "x.json")
        }
    }

    @Test("need a folder that holds some")
    func noFolder() {
        #expect(throws: DashboardError.self) { try DashboardCatalogue.load(folder: "\(folder)/none") }
    }

    private static func panel(_ rest: String) -> String {
        #"{"name":"x","title":"X","panels":[{"id":"a","title":"A",\#(rest)}]}"#
    }
}
