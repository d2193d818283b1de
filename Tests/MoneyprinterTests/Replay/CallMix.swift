import EventStore

/// Calls of every tool that can be run again, good and bad, as many as are wanted.
struct CallMix {
    struct Call {
        let tool: String
        let arguments: JSONObject
    }

    /// A video that may be analysed.
    let clip: String
    /// A render costs as much as a hundred other calls.
    let renders: Int

    private static let subjects = [
        "tea", "coffee", "the sea", "bridges", "bees", "glass", "maps", "salt", "clocks", "rivers", "paper", "moss",
    ]
    private static let script = "Leaves steep in hot water. Many people like it, and some do not."
    private static let voiceless: JSON = "nobody-of-that-name"

    /// The first `count` calls; of each kind as many as of any other, but for renders.
    func calls(_ count: Int) -> [Call] {
        (0..<count).map { number in
            if number < renders { return render(number) }
            let kind = Self.kinds[number % Self.kinds.count]
            return kind(self, Self.subjects[number / Self.kinds.count % Self.subjects.count], number)
        }
    }

    private func render(_ number: Int) -> Call {
        Call(
            tool: "create_video",
            arguments: [
                "video_subject": .string(Self.subjects[number]), "video_script": "Tea is hot.", "quality": "draft",
                "bgm_type": number.isMultiple(of: 2) ? "" : "random",
            ])
    }

    private typealias Kind = @Sendable (_ mix: CallMix, _ subject: String, _ number: Int) -> Call

    private static let kinds: [Kind] = [
        { _, subject, number in
            Call(
                tool: "generate_video_script",
                arguments: ["video_subject": .string(subject), "paragraph_number": .int(1 + number % 3)])
        },
        { _, _, _ in Call(tool: "generate_video_script", arguments: ["video_subject": ""]) },
        { _, subject, number in
            Call(
                tool: "generate_video_terms",
                arguments: [
                    "video_subject": .string(subject), "video_script": .string(script), "amount": .int(1 + number % 9),
                ])
        },
        { _, subject, _ in Call(tool: "generate_video_terms", arguments: ["video_subject": .string(subject)]) },
        { _, subject, _ in
            Call(tool: "synthesize_voice", arguments: ["text": .string("Say \(subject)."), "voice_name": ""])
        },
        { _, subject, _ in
            Call(tool: "synthesize_voice", arguments: ["text": .string(subject), "voice_name": voiceless])
        },
        { mix, _, number in
            let kind: JSON = number.isMultiple(of: 2) ? "quality" : "performance"
            return Call(
                tool: "analyze_video_content",
                arguments: ["video_uri": .string("file://\(mix.clip)"), "analysis_type": kind])
        },
        { _, _, number in
            Call(
                tool: "analyze_video_content",
                arguments: ["video_uri": .string("task://mcp_\(String(10_000_000 + number))/final")])
        },
        { _, subject, _ in
            Call(
                tool: "create_video", arguments: ["video_subject": .string(subject), "voice_name": voiceless])
        },
        { _, _, _ in Call(tool: "create_video", arguments: ["video_subject": 7]) },
        { _, subject, _ in
            Call(
                tool: "batch_video_generation",
                arguments: [
                    "subjects": [.string(subject), "dust"], "template_params": ["voice_name": voiceless],
                ])
        },
        { _, _, _ in Call(tool: "batch_video_generation", arguments: ["subjects": []]) },
        { _, _, number in
            Call(
                tool: "get_generation_status", arguments: ["task_id": .string("mcp_\(String(20_000_000 + number))")])
        },
        { _, _, _ in Call(tool: "no_such_tool", arguments: [:]) },
    ]
}
