import EventStore

/// `create_video`: from a subject to one MP4, a stage at a time.
struct VideoJob: Job {
    let workshop: Workshop

    func run(_ item: WorkItem, _ stages: StageRunner) async throws(StageError) -> JSONObject {
        let input = TaskInput(item.created.input)
        let script = try await script(input, stages)
        let terms = try await terms(input, script, stages)
        let voice = try await voice(input, script, stages)
        let length = voice.value.duration + 1
        let music = try await music(input, seconds: length, stages, seed: Self.seed(of: item.id))
        let request = try VideoRequest(
            subject: input.text("video_subject"), narration: voice.value, terms: terms.value.terms,
            music: music?.value, options: Self.options(input, seed: Self.seed(of: item.id)))
        let upstream = [terms.key, voice.key] + (music.map { [$0.key] } ?? [])
        let video = try await VideoRenderStages(renderer: workshop.renderer, stages: stages).run(
            request, upstream: upstream)
        return result(item, script.value, terms.value, voice.value, video)
    }

    private func script(_ input: TaskInput, _ stages: StageRunner) async throws(StageError) -> StageRunner.Done<Script>
    {
        let given = input.text("video_script")
        let inputs = input.part("video_subject", "video_script", "video_language", "paragraph_number")
        return try await stages.run("script", inputs: inputs, share: 0...0.02, message: "writing the script") {
            _ throws(StageError) in
            if !given.allSatisfy(\.isWhitespace) {
                let language = input.text("video_language")
                return StageRunner.Product(
                    value: Script(
                        text: given, language: language.isEmpty ? ScriptText.guessedLanguage(of: given) : language,
                        provider: "given"))
            }
            let request = try ScriptRequest(
                subject: input.text("video_subject"), language: input.text("video_language"),
                paragraphs: input.int("paragraph_number", 1))
            return StageRunner.Product(value: try await workshop.script.write(request))
        }
    }

    private func terms(
        _ input: TaskInput, _ script: StageRunner.Done<Script>, _ stages: StageRunner
    ) async throws(StageError) -> StageRunner.Done<TermList> {
        let request = try TermRequest(
            subject: input.text("video_subject"), script: script.value.text, amount: 10)
        return try await stages.run(
            "terms", inputs: input.part("video_subject"), upstream: [script.key], share: 0.02...0.03,
            message: "finding terms"
        ) { _ throws(StageError) in
            StageRunner.Product(value: try await workshop.terms.terms(request))
        }
    }

    private func voice(
        _ input: TaskInput, _ script: StageRunner.Done<Script>, _ stages: StageRunner
    ) async throws(StageError) -> StageRunner.Done<Narration> {
        let rate = input.number("voice_rate", 1)
        try checkLength(of: script.value.text, rate: rate)
        let request = try VoiceRequest(
            text: script.value.text, voiceName: input.text("voice_name"), language: script.value.language, rate: rate,
            volume: input.number("voice_volume", 1))
        let path = stages.workFolder + "/voice.wav"
        return try await stages.run(
            "voice", inputs: input.part("voice_name", "voice_rate", "voice_volume"), upstream: [script.key],
            share: 0.03...0.15, message: "speaking"
        ) { _ throws(StageError) in
            StageRunner.Product(value: try await workshop.voice.speak(request, to: path), files: [path])
        }
    }

    /// Refuses before anything is spoken what would be longer than allowed (2.5 words a second is slow speech).
    private func checkLength(of text: String, rate: Double) throws(StageError) {
        let seconds = Double(text.split(whereSeparator: \.isWhitespace).count) / 2.5 / rate
        guard seconds <= workshop.limits.videoSeconds else {
            throw StageError(
                .limitExceeded,
                "the script would take about \(Int(seconds)) s; a video has at most \(Int(workshop.limits.videoSeconds)) s",
                hint: "shorten video_script, or ask for fewer paragraphs")
        }
    }

    /// Nil where no music is wanted.
    private func music(
        _ input: TaskInput, seconds: Double, _ stages: StageRunner, seed: UInt64
    ) async throws(StageError) -> StageRunner.Done<String>? {
        guard input.text("bgm_type") == "random", input.number("bgm_volume", 0.2) > 0 else { return nil }
        let path = stages.workFolder + "/music.wav"
        let mood = MusicMood.allCases[Int(seed % UInt64(MusicMood.allCases.count))]
        let inputs: JSON = [
            "seed": .string(String(seed)), "seconds": .double(seconds), "mood": .string(mood.rawValue),
        ]
        return try await stages.run("music", inputs: inputs, share: 0.15...0.17, message: "composing the music") {
            _ throws(StageError) in
            try await workshop.music.render(seed: seed, seconds: seconds, mood: mood, to: path)
            return StageRunner.Product(value: path, files: [path])
        }
    }

    private static func options(_ input: TaskInput, seed: UInt64) throws(StageError) -> RenderOptions {
        guard let aspect = Aspect(rawValue: input.text("video_aspect")),
            let position = SubtitlePosition(rawValue: input.text("subtitle_position"))
        else { throw StageError(.invalidInput, "video_aspect or subtitle_position is not one of the published values") }
        return try RenderOptions(
            aspect: aspect, preset: input.text("quality") == "draft" ? .draft : .standard,
            subtitlesEnabled: input.flag("subtitle_enabled", true), subtitles: SubtitleStyle(position: position),
            musicVolume: input.number("bgm_volume", 0.2), seed: seed)
    }

    /// The random choices of a video follow from its task's id, so that another attempt makes the same ones.
    private static func seed(of task: String) -> UInt64 {
        task.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    private func result(
        _ item: WorkItem, _ script: Script, _ terms: TermList, _ voice: Narration, _ video: VideoFacts
    ) -> JSONObject {
        let links = ["final.mp4", "poster.jpg", "captions.srt", "captions.vtt"].map {
            workshop.links.link($0, of: item.id)
        }
        return [
            "result_urls": .array(links.map(JSON.string)), "duration": .double(video.videoSeconds),
            "size_bytes": .int(video.bytes), "width": .int(video.width), "height": .int(video.height),
            "script": .string(script.text), "terms": .array(terms.terms.map(JSON.string)),
            "providers": [
                "script": .string(script.provider), "terms": .string(terms.provider), "voice": .string(voice.provider),
            ],
            "warnings": .array((script.warnings + terms.warnings).map(JSON.string)),
        ]
    }
}
