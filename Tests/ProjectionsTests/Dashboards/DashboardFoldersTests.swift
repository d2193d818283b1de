import Foundation
import Projections
import Testing

@Suite("Folders of dashboards")
struct DashboardFoldersTests {
    private let folder = URL.temporaryDirectory.appending(path: "dashboards-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func write(_ expression: String, to name: String = "x") throws {
        let text = PanelText.dashboard(PanelText.panel(1, "stat", expression)).replacing(
            #""uid":"x""#, with: #""uid":"\#(name)""#)
        try Data(text.utf8).write(to: folder.appending(path: "\(name).json"))
    }

    @Test("show a file that is dropped into them, and no more when it is gone")
    func dropped() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let folders = try DashboardFolders([Drawn.folder, folder.path])
        #expect(folders.current["x"] == nil)
        try write("up")
        #expect(folders.current["x"]?.panels.count == 1)
        try FileManager.default.removeItem(at: folder.appending(path: "x.json"))
        #expect(folders.current["x"] == nil && folders.current["overview"] != nil)
    }

    @Test("keep what a file held while it is wrong, and tell the fault")
    func wrong() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let folders = try DashboardFolders([Drawn.folder, folder.path])
        try write("up")
        #expect(folders.current["x"]?.panels.first?.targets.first?.expression == "up")
        try write("sum(up")
        #expect(folders.current["x"]?.panels.first?.targets.first?.expression == "up")
        #expect(folders.current.faults.map(\.file) == ["x.json"])
        try write("down(up)")
        try write("sum(up)")
        #expect(folders.current["x"]?.panels.first?.targets.first?.expression == "sum(up)")
        #expect(folders.current.faults.isEmpty)
    }

    @Test("let a user's dashboard stand for the product's of the same name")
    func own() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write("up", to: "overview")
        #expect(try DashboardFolders([Drawn.folder, folder.path]).current["overview"]?.panels.count == 1)
    }

    @Test("refuse a start with a wrong file, and without any dashboard")
    func start() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: DashboardFault.self) { try DashboardFolders([folder.path]) }
        try write("sum(up")
        let fault = #expect(throws: DashboardFault.self) { try DashboardFolders([Drawn.folder, folder.path]) }
        #expect(fault?.file == "x.json" && fault?.line == 1)
    }
}
