import Foundation
import Testing

@testable import moneyprinter

@Suite("The interpreter of the neural voice")
struct NeuralVoicePythonTests {
    @Test("is found above the executable, whatever the current folder")
    func above() throws {
        let root = URL.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: root) }
        let python = root.appending(path: ".venv/voice/bin/python3")
        try FileManager.default.createDirectory(
            at: python.deletingLastPathComponent(), withIntermediateDirectories: true)
        #expect(
            FileManager.default.createFile(
                atPath: python.path, contents: Data(), attributes: [.posixPermissions: 0o755]))
        let executable = root.appending(path: ".build/release/moneyprinter").path
        #expect(Configuration.Voice().findPython(from: "/", executable: executable) == python.path)
        #expect(Configuration.Voice().findPython(from: root.path, executable: nil) == python.path)
    }

    @Test("that the file names is the only one tried, and espeak needs none")
    func named() {
        #expect(Configuration.Voice(python: "/no/such/python3").findPython(from: "/", executable: nil) == nil)
        #expect(Configuration.Voice(engine: .espeak).neuralPython == nil)
    }
}
