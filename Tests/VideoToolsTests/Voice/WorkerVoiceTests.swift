import Foundation
import Testing

@testable import VideoTools

/// Where a Python with the neural voice is, for tests that need it.
private let neuralPython = ProcessInfo.processInfo.environment["MONEYPRINTER_VOICE_PYTHON"]

@Suite("Spoken scripts")
struct WorkerVoiceTests {
    private static let script = """
        Coffee is a drink made from roasted beans. In 2024, Dr. Smith paid $9.99 for 1,250 cups — really! \
        It grows in more than seventy countries, mostly near the equator.

        Today, people drink more than two billion cups every day. What would you like to know next? \
        Now you know what stands behind it.
        """

    /// Shared by all tests, as in the service; the workers end with this process.
    private static let plain = WorkerVoice(environment: VoiceEnvironment())
    private static let neural = WorkerVoice(environment: VoiceEnvironment(python: neuralPython))

    private func narrate(
        _ text: String, python: String?, voice: String = "", language: String = "en", rate: Double = 1,
        volume: Double = 1
    ) async throws -> (Narration, Waveform) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "voice-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let speaker = python == nil ? Self.plain : Self.neural
        let request = try VoiceRequest(text: text, voiceName: voice, language: language, rate: rate, volume: volume)
        let narration = try await speaker.speak(request, to: folder.appending(path: "voice.wav").path)
        let wave = try Waveform(path: narration.audio)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["voice.wav"])
        return (narration, wave)
    }

    /// What must hold for every narration.
    private func check(_ narration: Narration, _ wave: Waveform, _ text: String) {
        let sentences = SentenceSplitter.sentences(in: text)
        #expect(narration.words.map(\.text) == sentences.flatMap(\.words))
        #expect(narration.sentences.map(\.count) == sentences.map(\.words.count))
        #expect(narration.sentences.last?.upperBound == narration.words.count)
        #expect(zip(narration.words, narration.words.dropFirst()).allSatisfy { $0.end <= $1.start + 1e-6 })
        #expect(narration.words.allSatisfy { $0.start <= $0.end && $0.start >= 0 && $0.end <= narration.duration })
        #expect(abs(wave.duration - narration.duration) < 0.01)
        for sentence in narration.sentences {
            let start = narration.words[sentence.lowerBound].start
            let heard = wave.onset(near: start)
            #expect(
                abs(heard - start) < 0.15, "\(narration.words[sentence.lowerBound].text) at \(start), heard at \(heard)"
            )
        }
    }

    @Test("espeak-ng times every word of numbers, titles and dashes, and sentences begin when they are heard")
    func espeak() async throws {
        let (narration, wave) = try await narrate(Self.script, python: nil)
        check(narration, wave, Self.script)
        #expect(narration.provider == "espeak-ng:en-us")
        #expect(narration.warnings.count == 1)
    }

    @Test(
        "the neural voice times every word, and sentences begin when they are heard",
        .enabled(if: neuralPython != nil, "set MONEYPRINTER_VOICE_PYTHON"))
    func neural() async throws {
        let (narration, wave) = try await narrate(Self.script, python: neuralPython)
        check(narration, wave, Self.script)
        #expect(narration.provider == "hibari:heart")
        #expect(narration.warnings.isEmpty)
    }

    @Test(
        "speaks half a minute once warm",
        .enabled(if: neuralPython != nil, "set MONEYPRINTER_VOICE_PYTHON"))
    func speed() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "voice-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let speaker = Self.neural
        try await speaker.warmUp()
        let narration = try await speaker.speak(
            VoiceRequest(text: Self.script + Self.script), to: folder.path + "/a.wav")
        #expect(narration.duration > 30)
    }

    @Test(
        "other languages are spoken by espeak-ng, with the words as written",
        arguments: [
            ("de-DE-KatjaNeural-Female", "Kaffee kostet 3,50 Euro. Er ist, z. B. in Wien, sehr beliebt!"),
            ("zh-CN-XiaoxiaoNeural-Female", "咖啡是一种饮料。人们每天喝二十亿杯！"),
            ("fr-FR-HenriNeural-Male", "Le café est une boisson. On l'aime partout ?"),
            ("ar-SA-HamedNeural-Male", "القهوة مشروب شعبي."), ("ru-RU-DmitryNeural-Male", "Кофе — это напиток."),
        ])
    func languages(voice: String, text: String) async throws {
        let (narration, wave) = try await narrate(text, python: nil, voice: voice)
        check(narration, wave, text)
    }

    @Test("rate shortens the speech and its times, and volume lowers it")
    func rateAndVolume() async throws {
        let text = "Coffee is a drink made from roasted beans, and many people like it."
        let (normal, loud) = try await narrate(text, python: neuralPython)
        let (fast, quiet) = try await narrate(text, python: neuralPython, rate: 1.6, volume: 0.25)
        check(fast, quiet, text)
        #expect(fast.duration < normal.duration * 0.8)
        #expect(quiet.peak < loud.peak * 0.4)
        let (silent, nothing) = try await narrate(text, python: neuralPython, volume: 0)
        #expect(silent.words.count == normal.words.count)
        #expect(nothing.peak == 0)
    }

    @Test("the same text gives the same audio", .enabled(if: neuralPython != nil, "espeak-ng adds noise of its own"))
    func deterministic() async throws {
        let first = try await narrate("Coffee is a drink.", python: neuralPython)
        let second = try await narrate("Coffee is a drink.", python: neuralPython)
        #expect(first.1 == second.1)
        #expect(first.0.words == second.0.words)
    }

    @Test("what cannot be spoken is refused before any work")
    func refusals() async throws {
        #expect(throws: StageError.self) { try VoiceRequest(text: " … ") }
        #expect(throws: StageError.self) { try VoiceRequest(text: "x", rate: 2.1) }
        #expect(throws: StageError.self) { try VoiceRequest(text: "x", volume: -0.1) }
        let speaker = WorkerVoice(environment: VoiceEnvironment(), textLimit: 1000, secondsLimit: 60)
        let long = String(repeating: "word ", count: 199)
        let error = await #expect(throws: StageError.self) {
            try await speaker.speak(VoiceRequest(text: long), to: "/x.wav")
        }
        #expect(error?.code == .limitExceeded)
        await speaker.close()
    }

    @Test("a Python without the neural voice leaves espeak-ng, with a warning")
    func noNeural() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "voice-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let speaker = WorkerVoice(environment: VoiceEnvironment(python: "python3"))
        let narration = try await speaker.speak(VoiceRequest(text: "Hello there."), to: folder.path + "/a.wav")
        await speaker.close()
        #expect(narration.provider == "espeak-ng:en-us")
        #expect(narration.warnings.first?.contains("neural") == true)
    }
}
