import Foundation
import Synchronization

/// The voices that need no network: a neural one for English, espeak-ng for a hundred other languages.
///
/// Both run in worker processes that stay warm between requests. Word times come from the synthesizers
/// themselves (phoneme durations, word events), never from matching text against audio.
public final class WorkerVoice: VoiceSynthesizer {
    /// Silence the service puts between sentences, in seconds at rate 1.
    public struct Pauses: Sendable {
        public var sentence: Double
        public var paragraph: Double

        public init(sentence: Double = 0.32, paragraph: Double = 0.7) {
            self.sentence = sentence
            self.paragraph = paragraph
        }
    }

    private let pauses: Pauses
    private let textLimit: Int
    private let secondsLimit: Double
    private let workers: VoiceWorkers
    private let catalogueStore = Mutex<VoiceCatalogue?>(nil)

    /// - Parameters:
    ///   - launcher: words before the workers' commands; see ``ProgramNetwork``.
    ///   - timeout: bound of one narration, the start of the worker included.
    ///   - textLimit: characters of the longest text.
    ///   - secondsLimit: longest narration; estimated before the work, from 2.5 words (or 4.5 ideographs) a second.
    public init(
        environment: VoiceEnvironment, launcher: [String] = [], pauses: Pauses = Pauses(),
        timeout: Duration = .seconds(120),
        textLimit: Int = 8000, secondsLimit: Double = 300
    ) {
        self.pauses = pauses
        self.textLimit = textLimit
        self.secondsLimit = secondsLimit
        self.workers = VoiceWorkers(environment: environment, timeout: timeout, launcher: launcher)
    }

    public func speak(_ request: VoiceRequest, to path: String) async throws(StageError) -> Narration {
        guard path.hasPrefix("/"), path.hasSuffix(".wav") else {
            throw StageError(.invalidInput, "the audio path is not absolute or does not end in .wav")
        }
        let sentences = SentenceSplitter.sentences(in: request.text)
        try checkLength(request, sentences)
        let catalogue = try await catalogue()
        let voice = try catalogue.choose(name: request.voiceName, language: request.language)
        let answer = try await AtomicFile.write(to: path) { (part) async throws(StageError) -> VoiceAnswer in
            try await workers.speak(order(request, sentences, voice, part))
        }
        return try narration(answer, sentences, voice, path, catalogue)
    }

    /// The voices that can speak here; asked of the workers once.
    public func catalogue() async throws(StageError) -> VoiceCatalogue {
        if let known = catalogueStore.withLock(\.self) { return known }
        let found = try await workers.catalogue()
        catalogueStore.withLock { $0 = found }
        return found
    }

    /// Starts the workers and loads the models, so that the first narration is as fast as the others.
    public func warmUp() async throws(StageError) {
        let voice = try await catalogue().choose(name: "", language: "en")
        _ = try await workers.speak(VoiceOrder(voice: voice, sentences: [], rate: 1, volume: 1, path: ""))
    }

    /// Ends the workers; a later narration starts them again.
    public func close() async { await workers.close() }

    private func checkLength(_ request: VoiceRequest, _ sentences: [SpokenSentence]) throws(StageError) {
        guard request.text.count <= textLimit else {
            throw StageError(.limitExceeded, "text has \(request.text.count) characters", hint: "at most \(textLimit)")
        }
        let words = sentences.flatMap(\.words)
        let single = words.count { $0.count <= 2 && ($0.unicodeScalars.first?.value ?? 0) >= 0x3000 }
        let seconds = (Double(words.count - single) / 2.5 + Double(single) / 4.5) / request.rate
        guard seconds <= secondsLimit else {
            throw StageError(
                .limitExceeded, "text would take about \(Int(seconds)) s to speak",
                hint: "at most \(Int(secondsLimit)) s")
        }
    }

    private func order(_ request: VoiceRequest, _ sentences: [SpokenSentence], _ voice: Voice, _ path: String)
        -> VoiceOrder
    {
        let spoken = sentences.enumerated().map { index, sentence in
            let pause = sentence.endsParagraph ? pauses.paragraph : pauses.sentence
            let isLast = index == sentences.count - 1
            return VoiceOrder.Sentence(
                text: sentence.text, words: sentence.words, pause: isLast ? 0.1 : pause / request.rate)
        }
        return VoiceOrder(voice: voice, sentences: spoken, rate: request.rate, volume: request.volume, path: path)
    }

    private func narration(
        _ answer: VoiceAnswer, _ sentences: [SpokenSentence], _ voice: Voice, _ path: String,
        _ catalogue: VoiceCatalogue
    ) throws(StageError) -> Narration {
        let timeline = try WordTimeline(sentences: sentences, times: answer.times, duration: answer.duration)
        let hasNeural = catalogue.voices.contains { $0.engine == .hibari }
        let warnings =
            voice.engine == .espeak && voice.language.hasPrefix("en") && !hasNeural
            ? ["spoken by espeak-ng, because the neural voice is not installed"] : []
        return Narration(
            audio: path, duration: answer.duration, words: timeline.words, sentences: timeline.sentences,
            provider: answer.provider, warnings: warnings)
    }
}
