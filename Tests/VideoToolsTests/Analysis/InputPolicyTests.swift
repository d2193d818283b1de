import Foundation
import Testing

@testable import VideoTools

@Suite("InputPolicy")
struct InputPolicyTests {
    private let fixture: RenderFixture
    private let policy: InputPolicy
    private let allowed: String

    init() throws {
        fixture = try RenderFixture()
        let root = fixture.path("media")
        allowed = root + "/a film.mp4"
        try FileManager.default.createDirectory(atPath: root + "/sub", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            atPath: fixture.path("media-private"), withIntermediateDirectories: true)
        for path in [allowed, fixture.path("media-private/x.mp4")] { try AtomicFile.write("x", to: path) }
        try AtomicFile.write("secret", to: fixture.path("secret.txt"))
        try FileManager.default.createSymbolicLink(
            atPath: root + "/link.mp4", withDestinationPath: fixture.path("secret.txt"))
        let finished = allowed
        policy = InputPolicy(roots: [root]) { $0 == "42" ? finished : nil }
    }

    @Test("a file below a root may be named as a path, a relative path or a file URI")
    func allowedForms() async throws {
        defer { fixture.discard() }
        let real = AllowedRoots.real(allowed)
        let encoded = allowed.replacingOccurrences(of: " ", with: "%20")
        for uri in [
            allowed, "a film.mp4", "sub/../a film.mp4", "file:\(encoded)", "file://\(encoded)", "file:a%20film.mp4",
        ] {
            #expect(try await policy.open(uri).place == real, "\(uri)")
        }
        #expect(try await policy.open("task://42/final").place == real)
    }

    @Test("everything else is refused with one and the same message")
    func refusals() async throws {
        defer { fixture.discard() }
        var messages: Set<String> = []
        for uri in [
            "", "../secret.txt", fixture.path("secret.txt"), "link.mp4", "missing.mp4", "sub", "/etc/passwd",
            fixture.path("media-private/x.mp4"), "http://127.0.0.1/a.mp4", "https://example.org/a.mp4", "concat:a|b",
            "data:text/plain,x", "task://43/final", "task://../final", "task://42/other", "file://host/a film.mp4",
            "file:///etc/passwd", "pipe:0", "a film.mp4\u{0}.png", "-i", "%2e%2e/secret.txt",
        ] {
            let error = await #expect(throws: StageError.self, "\(uri)") { try await policy.open(uri) }
            messages.insert(error?.description ?? "")
        }
        #expect(messages.count == 1)
    }

    @Test("what was allowed is read, also where its name has come to mean another file")
    func heldOpen() async throws {
        defer { fixture.discard() }
        let file = try await policy.open("a film.mp4")
        try FileManager.default.removeItem(atPath: allowed)
        try FileManager.default.createSymbolicLink(
            atPath: allowed, withDestinationPath: fixture.path("secret.txt"))
        #expect(FileManager.default.contents(atPath: file.path) == Data("x".utf8))
        await #expect(throws: StageError.self) { try await policy.open("a film.mp4") }
    }
}
