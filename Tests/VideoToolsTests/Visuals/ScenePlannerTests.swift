import Testing

@testable import VideoTools

@Suite("ScenePlanner")
struct ScenePlannerTests {
    /// A narration of random sentences; each seed is a case of its own.
    private func narration(_ seed: UInt64) -> Narration {
        var random = SeededRandom(seed: seed)
        let sentences = (0..<Int(random.real(1...9))).map { _ in
            (0..<Int(random.real(1...30))).map { _ in random.pick(["sea", "mountain,", "of", "extraordinary"]) }
                .joined(separator: " ")
        }
        return RenderFixture.narration(sentences, secondsPerWord: random.real(0.15...0.6))
    }

    @Test("segments follow each other without gap and add up to the planned length", arguments: 0..<100)
    func segments(seed: UInt64) throws {
        let narration = narration(seed)
        let options = try RenderOptions(transition: seed % 5 == 0 ? 0 : 0.4, seed: seed)
        let plan = ScenePlanner().plan(narration, terms: ["sea", "mountain"], subject: "Earth", options: options)
        var next = 0
        for segment in plan.segments {
            #expect(segment.start == next)
            #expect(segment.frames > 0)
            next += segment.frames
        }
        #expect(next == plan.totalFrames)
        #expect(Double(plan.totalFrames) >= (narration.duration + 0.8) * 30 - 1e-3)
        #expect(Double(plan.totalFrames) < (narration.duration + 0.8) * 30 + 1)
        #expect(Set(plan.segments.map(\.name)).count == plan.segments.count)
        #expect(plan.scenes.dropFirst().allSatisfy { !$0.isTitle } && plan.scenes[0].isTitle)
        let words = plan.scenes.map(\.text).filter { !$0.isEmpty }.joined(separator: " ")
        #expect(words == narration.words.map(\.text).joined(separator: " "))
    }

    @Test("a long sentence is split, and short ones share a scene")
    func lengths() throws {
        let long = Array(repeating: "word", count: 40).joined(separator: " ")
        let plan = ScenePlanner().plan(
            RenderFixture.narration(["A short start here.", long, "No.", "Yes.", "Maybe so."]), terms: [],
            subject: "Earth", options: try RenderOptions())
        #expect(plan.scenes.allSatisfy { $0.frames <= 7 * 30 })
        #expect(plan.scenes.last?.text == "No. Yes. Maybe so.")
    }

    @Test("each scene gets the phrase whose words it speaks, and the title gets the subject")
    func terms() {
        let terms = SceneTerms(terms: ["ripe fruit", "high mountains", "spare phrase"], subject: "Coffee")
        let chosen = terms.assign(to: ["Coffee is old.", "It grows on a mountain.", "The fruit ripens.", "Enjoy."])
        #expect(chosen == ["Coffee", "high mountains", "ripe fruit", "spare phrase"])
    }

    @Test("a narration without words still has a picture for all of it")
    func silence() throws {
        let narration = Narration(audio: "", duration: 13, words: [], sentences: [], provider: "t")
        let plan = ScenePlanner().plan(narration, terms: [], subject: "Sea", options: try RenderOptions())
        #expect(plan.scenes.count == 3)
        #expect(plan.totalFrames == 414)
    }

    @Test("an option out of range is refused with the name of the field")
    func options() {
        let error = #expect(throws: StageError.self) { try RenderOptions(musicVolume: 2) }
        #expect(error?.message == "bgm_volume is 2.0; it must be 0.0 ... 1.0")
        #expect(throws: StageError.self) { try RenderOptions(voiceVolume: .nan) }
    }
}
