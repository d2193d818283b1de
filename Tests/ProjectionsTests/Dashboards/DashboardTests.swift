import EventStore
import PromQL
import TestKit
import Testing

@testable import Projections

@Suite("Dashboards")
struct DashboardTests {
    private func models(seed: UInt64 = 1, count: Int = 300) -> ReadModels {
        var random = RandomEvents(seed: seed)
        var models = ReadModels(DashboardRenderer.projections)
        for event in recorded(random.happenings(count: count)) { models.apply(event) }
        return models
    }

    @Test("that are shipped have no fault, and every panel of theirs has data")
    func shipped() throws {
        let catalogue = try DashboardFolders([Drawn.folder]).current
        #expect(catalogue.faults.map(\.description) == [])
        #expect(catalogue.dashboards.map(\.name) == ["alerts", "limits", "log", "overview", "tasks", "tools"])
        for dashboard in catalogue.dashboards {
            let json = try Drawn.json(dashboard, models())
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
            case .timeseries: #expect(data["series"]?.array != nil)
            case .heartbeat: #expect(data["rows"]?.array != nil)
            case .list: #expect(data["items"]?.array != nil)
            case .section: #expect(data.object != nil)
            }
        }
    }

    @Test("are the same to the byte at the same position", arguments: 0..<20)
    func stable(seed: Int) throws {
        let once = models(seed: UInt64(seed), count: 100)
        let again = models(seed: UInt64(seed), count: 100)
        for dashboard in try DashboardFolders([Drawn.folder]).current.dashboards {
            #expect(try Drawn.bytes(dashboard, once) == Drawn.bytes(dashboard, again))
        }
    }

    @Test("give the overview in the reference API's shape too")
    func reference() throws {
        let folders = try DashboardFolders([Drawn.folder])
        let overview = try #require(folders.current["overview"])
        let json = try Drawn.json(overview, models())
        #expect(json["metrics"]?.object?.keys == ["counters", "gauges", "histograms", "timers"])
        #expect(json["alerts"]?.object?.keys == ["active", "rules"])
        #expect(json["performance"]?.object?.keys == ["active_operations", "operation_summaries"])
        #expect((json["metrics"]?["counters"]?["mcp.operations.started"]?.int ?? 0) > 0)
    }

    @Test("can be drawn from an empty log")
    func empty() throws {
        for dashboard in try DashboardFolders([Drawn.folder]).current.dashboards {
            let json = try Drawn.json(dashboard, ReadModels(DashboardRenderer.projections))
            #expect(json["position"] == 0 && json["timestamp"]?.isNull == true)
        }
    }

    @Test("tell in the panel why its expression was refused, and draw the others")
    func refused() throws {
        let text = PanelText.dashboard(
            PanelText.panel(1, "stat", "vector(1)"), PanelText.panel(2, "stat", "vector(1) + on () (vector(1) or up)"))
        let dashboard = try #require(DashboardCatalogue.parse(text, file: "x.json").dashboard)
        struct Costly: SeriesSource {
            func select(_ selection: SeriesSelection) throws -> [SelectedSeries] {
                throw QueryError.tooManySeries(limit: 5)
            }
        }
        let json = try Drawn.json(dashboard, models(), Costly())
        #expect(json["panels"]?[0]?["data"]?["value"] == 1.0 && json["panels"]?[0]?["error"] == nil)
        #expect(json["panels"]?[1]?["data"]?["value"]?.isNull == true)
        #expect(json["panels"]?[1]?["error"]?.string?.contains("5") == true)
    }
}
