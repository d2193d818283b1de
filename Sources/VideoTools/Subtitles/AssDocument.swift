/// One line of an ASS file: something that is drawn for a while.
struct AssEvent: Codable, Equatable, Sendable {
    /// Higher layers are drawn over lower ones.
    let layer: Int
    /// Centiseconds.
    let start: Int
    let end: Int
    let style: String
    /// Override tags and text; text of users must have passed ``AssText/escape(_:)``.
    let text: String
}

/// A whole ASS file: the only way in which text reaches the picture.
struct AssDocument: Codable, Equatable, Sendable {
    let canvas: PixelSize
    var styles: [AssStyle]
    var events: [AssEvent]

    /// Only what is to be seen in a span of time; times stay as they are.
    func cut(from start: Int, to end: Int) -> AssDocument {
        AssDocument(canvas: canvas, styles: styles, events: events.filter { $0.start < end && $0.end > start })
    }

    /// The text of the file.
    var text: String { (header + events.map(Self.line)).joined(separator: "\n") + "\n" }

    private var header: [String] {
        [
            "[Script Info]", "ScriptType: v4.00+", "PlayResX: \(canvas.width)", "PlayResY: \(canvas.height)",
            "WrapStyle: 2", "ScaledBorderAndShadow: yes", "", "[V4+ Styles]",
            "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, "
                + "Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, "
                + "Alignment, MarginL, MarginR, MarginV, Encoding",
        ] + styles.map(\.line) + [
            "", "[Events]", "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
        ]
    }

    private static func line(_ event: AssEvent) -> String {
        let times = "\(AssText.time(event.start)),\(AssText.time(event.end))"
        return "Dialogue: \(event.layer),\(times),\(event.style),,0,0,0,,\(event.text)"
    }
}

/// A named look of an ASS file.
struct AssStyle: Codable, Equatable, Sendable {
    let name: String
    let font: String
    let size: Int
    var colour = HexColour(red: 255, green: 255, blue: 255)
    var outlineColour = HexColour(red: 0, green: 0, blue: 0)
    var bold = false
    var outline = 0
    var shadow = 0
    /// As the keys of a number pad: 2 is bottom centre, 5 the middle, 8 top centre.
    var alignment = 5
    var verticalMargin = 0

    var line: String {
        let colours = [colour, colour, outlineColour].map { "&H00" + $0.ass.dropFirst(2).dropLast() } + ["&H70000000"]
        // The last number, encoding -1, lets each line find its own direction, across tags: right to left needs it.
        let numbers = [
            bold ? -1 : 0, 0, 0, 0, 100, 100, 0, 0, 1, outline, shadow, alignment, 60, 60, verticalMargin, -1,
        ]
        return "Style: \(name),\(font),\(size)," + colours.joined(separator: ",") + ","
            + numbers.map(String.init).joined(separator: ",")
    }
}
