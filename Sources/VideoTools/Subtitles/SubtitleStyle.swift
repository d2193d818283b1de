/// Where on the picture the subtitles stand.
public enum SubtitlePosition: String, Codable, CaseIterable, Sendable {
    case top, center, bottom
}

/// How the subtitles look; sizes are pixels of a canvas whose short side is 1080.
public struct SubtitleStyle: Codable, Equatable, Sendable {
    public let position: SubtitlePosition
    /// 24 to 160.
    public let fontSize: Int
    /// The colour of the words.
    public let text: HexColour
    /// The colour of the word that is spoken now.
    public let highlight: HexColour
    /// The colour of the edge round every letter.
    public let outline: HexColour
    /// The width of that edge, 0 to 16.
    public let outlineWidth: Int

    /// - Throws: `invalidInput` that names the field and its range.
    public init(
        position: SubtitlePosition = .bottom,
        fontSize: Int = 92,
        text: HexColour = HexColour(red: 255, green: 255, blue: 255),
        highlight: HexColour = HexColour(red: 0xff, green: 0xd1, blue: 0x3b),
        outline: HexColour = HexColour(red: 0x10, green: 0x10, blue: 0x18),
        outlineWidth: Int = 7
    ) throws(StageError) {
        guard (24...160).contains(fontSize) else {
            throw StageError(.invalidInput, "font_size is \(fontSize); it must be 24 ... 160")
        }
        guard (0...16).contains(outlineWidth) else {
            throw StageError(.invalidInput, "stroke_width is \(outlineWidth); it must be 0 ... 16")
        }
        self.position = position
        self.fontSize = fontSize
        self.text = text
        self.highlight = highlight
        self.outline = outline
        self.outlineWidth = outlineWidth
    }

    private init() {
        position = .bottom
        fontSize = 92
        text = HexColour(red: 255, green: 255, blue: 255)
        highlight = HexColour(red: 0xff, green: 0xd1, blue: 0x3b)
        outline = HexColour(red: 0x10, green: 0x10, blue: 0x18)
        outlineWidth = 7
    }

    /// White Lato Black with a yellow active word, above the strip that phone apps cover.
    public static let standard = SubtitleStyle()
}
