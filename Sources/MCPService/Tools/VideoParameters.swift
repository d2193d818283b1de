import EventStore

/// The parameters that describe a video, shared by `create_video` and the template of a batch.
///
/// The first seven are the published interface; the rest are optional, named after MoneyPrinterTurbo's.
enum VideoParameters {
    static let subjectLimit = 500
    static let scriptLimit = 8000
    static let aspects = ["16:9", "9:16", "1:1"]

    static let subject = Schema.string(
        "What the video is about, such as 'AI in healthcare'", least: 1, most: subjectLimit)

    /// All but the subject.
    static let options: [(String, JSON)] = [
        (
            "video_script",
            Schema.string("The text to speak; written for you where empty", most: scriptLimit, standard: "")
        ),
        ("video_aspect", Schema.string("Width to height", options: aspects, standard: "9:16")),
        (
            "voice_name",
            Schema.string(
                "A voice such as 'en-US-JennyNeural-Female'; the best for the language where empty", most: 100,
                standard: "")
        ),
        (
            "bgm_type",
            Schema.string(
                "Background music: 'random' composes a bed, '' leaves it out", options: ["random", ""],
                standard: "random")
        ),
        ("subtitle_enabled", Schema.boolean("Burn in subtitles, word by word", standard: true)),
        (
            "video_language",
            Schema.string("Language tag of the script, such as 'en'; from the text where empty", most: 35, standard: "")
        ),
        ("paragraph_number", Schema.integer("Paragraphs of a script that is written for you", 1...10, standard: 1)),
        ("voice_rate", Schema.number("Speed of the voice", 0.5...2.0, standard: 1)),
        ("voice_volume", Schema.number("Loudness of the voice", 0...1.0, standard: 1)),
        ("bgm_volume", Schema.number("Loudness of the music", 0...1.0, standard: 0.2)),
        (
            "subtitle_position",
            Schema.string("Where subtitles stand", options: ["top", "center", "bottom"], standard: "bottom")
        ),
        (
            "quality",
            Schema.string(
                "'draft' renders faster at half the size", options: ["standard", "draft"], standard: "standard")
        ),
    ]
}
