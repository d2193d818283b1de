import EventStore
import Foundation
import Projections
import Testing

@testable import moneyprinter

@Suite("The watch of the dashboards' files")
struct DashboardWatchTests {
    private let folder = URL.temporaryDirectory.appending(path: "watch-\(UUID().uuidString)")
    private let log = InMemoryEventLog()

    private func write(_ name: String, _ expression: String = "up") throws {
        let text = """
            {"uid": "\(name)", "title": "\(name)", "panels": [{"id": 1, "title": "P", "type": "stat",
             "gridPos": {"x": 0, "y": 0, "w": 24, "h": 1}, "targets": [{"refId": "A", "expr": "\(expression)"}]}]}
            """
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: folder.appending(path: "\(name).json"))
    }

    private func told() async throws -> [String] {
        try await log.readAll(.all).compactMap { $0.body(as: ServiceListChanged.self)?.list }
    }

    @Test("says once that the list has changed when a file comes or goes, and nothing of what a file holds")
    func changes() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write("a")
        let folders = try DashboardFolders([folder.path])
        var watch = DashboardWatch(log: log, dashboards: { folders }, instance: "i")
        await watch.look()
        try write("a", "sum(up)")
        await watch.look()
        #expect(try await told() == [])
        try write("b")
        await watch.look()
        await watch.look()
        #expect(try await told() == ["resources"])
        try FileManager.default.removeItem(at: folder.appending(path: "b.json"))
        await watch.look()
        #expect(try await told() == ["resources", "resources"])
    }

    @Test("sees what came between the first list and the first look")
    func early() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write("a")
        let folders = try DashboardFolders([folder.path])
        try write("b")
        var watch = DashboardWatch(log: log, dashboards: { folders }, instance: "i")
        await watch.look()
        #expect(try await told() == ["resources"])
    }

    @Test("says nothing as long as nobody has seen a list")
    func unseen() async throws {
        var watch = DashboardWatch(log: log, dashboards: { nil }, instance: "i")
        await watch.look()
        #expect(log.head == .start)
    }
}
