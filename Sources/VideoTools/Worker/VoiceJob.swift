import EventStore

/// `synthesize_voice`.
struct VoiceJob: Job {
    let workshop: Workshop

    func run(_ item: WorkItem, _ stages: StageRunner) async throws(StageError) -> JSONObject {
        let input = TaskInput(item.created.input)
        let text = input.text("text")
        let request = try VoiceRequest(
            text: text, voiceName: input.text("voice_name"), language: ScriptText.guessedLanguage(of: text),
            rate: input.number("voice_rate", 1), volume: input.number("voice_volume", 1))
        let path = stages.workFolder + "/voice.wav"
        let narration = try await stages.run("voice", inputs: item.created.input, share: 0...1, message: "speaking") {
            _ throws(StageError) in
            StageRunner.Product(value: try await workshop.voice.speak(request, to: path), files: [path])
        }.value
        let words = JSON.array(
            narration.words.map { ["word": .string($0.text), "start": .double($0.start), "end": .double($0.end)] })
        return [
            "audio_file": .string(workshop.links.link("voice.wav", of: item.id)),
            "duration": .double(narration.duration),
            "format": "wav", "provider": .string(narration.provider), "words": words,
            "result_urls": [.string(workshop.links.link("voice.wav", of: item.id))],
        ]
    }
}
