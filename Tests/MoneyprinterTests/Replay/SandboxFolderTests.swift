import Foundation
import Testing

@testable import moneyprinter

@Suite("A sandbox's folder")
struct SandboxFolderTests {
    private func withParent(_ body: (String) throws -> Void) throws {
        let parent = URL.temporaryDirectory.appending(path: UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: parent) }
        try body(parent)
    }

    private func names(_ parent: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: parent)
    }

    @Test("is gone with all that is in it when it is removed")
    func removed() throws {
        try withParent { parent in
            let folder = try SandboxFolder.make(in: parent)
            try Data(count: 10_000).write(to: URL(filePath: folder.path + "/file"))
            #expect(folder.bytes >= 10_000)
            folder.remove()
            #expect(try names(parent).isEmpty)
        }
    }

    @Test("of a process that died is removed by the next one, and that of a living one is not")
    func swept() throws {
        try withParent { parent in
            let living = try SandboxFolder.make(in: parent)
            let dead = parent + "/moneyprinter-sandbox-dead"
            try FileManager.default.createDirectory(atPath: dead, withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: dead + "/sandbox.lock"))
            try Data().write(to: URL(filePath: parent + "/of somebody else"))
            let next = try SandboxFolder.make(in: parent)
            let left = Set(try names(parent))
            #expect(left.count == 3 && left.contains("of somebody else"))
            #expect(!left.contains("moneyprinter-sandbox-dead"))
            living.remove()
            next.remove()
        }
    }

    @Test("that cannot be made is told with its place")
    func fault() {
        #expect(throws: Failure.self) { try SandboxFolder.make(in: "/proc/nowhere") }
    }
}
