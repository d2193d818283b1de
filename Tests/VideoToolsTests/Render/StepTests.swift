import Foundation
import Testing

@testable import VideoTools

@Suite("StepKey, StepOutput and StepStore")
struct StepTests {
    @Test("a key depends on step, version, inputs and the steps before")
    func keys() throws {
        let keys = [
            try StepKey.make("a", version: 1, inputs: [1]), try StepKey.make("b", version: 1, inputs: [1]),
            try StepKey.make("a", version: 2, inputs: [1]), try StepKey.make("a", version: 1, inputs: [2]),
            try StepKey.make("a", version: 1, inputs: [1], upstream: ["x"]),
        ]
        #expect(Set(keys).count == 5)
        #expect(try StepKey.make("a", version: 1, inputs: [1]) == keys[0])
        #expect(keys[0].count == 64)
        #expect(throws: StageError.self) { try StepKey.make("a", version: 1, inputs: [Double.nan]) }
    }

    @Test("a changed or missing file is not taken for finished")
    func store() throws {
        let fixture = try RenderFixture()
        defer { fixture.discard() }
        let (store, path) = (StepStore(), fixture.path("out.bin"))
        #expect(store.finished("k", at: path) == nil)
        try AtomicFile.write("one", to: path)
        let output = try store.record("k", at: path)
        #expect(output.sha256 == "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed")
        #expect(store.finished("k", at: path) == output)
        #expect(store.finished("other", at: path) == nil)
        try AtomicFile.write("two", to: path)
        #expect(store.finished("k", at: path) == nil)
        #expect(!output.verify())
    }

    @Test("a failed write leaves neither the file nor its unfinished part")
    func atomic() async throws {
        let fixture = try RenderFixture()
        defer { fixture.discard() }
        let path = fixture.path("deep/out.mp4")
        await #expect(throws: StageError.self) {
            try await AtomicFile.write(to: path) { part throws(StageError) in
                #expect(part.hasSuffix("/deep/out.part.mp4"))
                try AtomicFile.write("half", to: part)
                throw StageError(.providerFailed, "x")
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.path("deep")).isEmpty)
    }

    @Test("the finished file is refused when it is not as planned")
    func verifier() async throws {
        let fixture = try RenderFixture()
        defer { fixture.discard() }
        let path = try await fixture.make("x.mp4", ["-f", "lavfi", "-i", "testsrc2=s=320x240:d=1:r=25"])
        let error = await #expect(throws: StageError.self) {
            try await OutputVerifier().verify(path, frames: 30, size: PixelSize(width: 540, height: 960))
        }
        let message = error?.message ?? ""
        for part in ["1 streams", "320x240", "25 frames", "audio is missing", "index is not at the front"] {
            #expect(message.contains(part), "\(message)")
        }
    }
}
