import Foundation

/// The glyphs of Material Design Icons that are installed, by name, and which of them stands for a phrase.
public struct IconCatalogue: Sendable {
    /// Where Debian's package `fonts-materialdesignicons-webfont` puts the names.
    public static let standardPath = "/usr/share/fonts-materialdesignicons-webfont/css/materialdesignicons.css"

    /// Character by icon name.
    private let characters: [String: String]
    /// Icon names by the stem of their first word, simplest name first.
    private let byStem: [String: [String]]

    /// Reads the style sheet that comes with the font.
    ///
    /// - Throws: `missingPart` when it is not there or names no icon.
    public init(styleSheet path: String = IconCatalogue.standardPath) throws(StageError) {
        let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let icons = Self.parse(text)
        guard !icons.isEmpty else {
            throw StageError(
                .missingPart, "the Material Design Icons font is not installed",
                hint: "install fonts-materialdesignicons-webfont")
        }
        self.init(characters: icons)
    }

    init(characters: [String: String]) {
        self.characters = characters
        var byStem: [String: [String]] = [:]
        for name in characters.keys.sorted(by: { ($0.count, $0) < ($1.count, $1) }) where !Self.isMark(name) {
            let words = name.split(separator: "-").map(String.init)
            guard let first = words.first else { continue }
            byStem[Stem.of(first), default: []].append(name)
            // A two-word icon also answers to both words together: `test-tube`, `guitar-electric`.
            if words.count == 2 { byStem[words.map(Stem.of).joined(separator: " "), default: []].append(name) }
        }
        self.byStem = byStem
    }

    /// The character of an icon; nil where the installed font has no such name.
    func character(_ name: String) -> String? { characters[name] }

    /// The icon for the first of `phrases` that any is known for, else one of a few that suit anything.
    ///
    /// - Parameters:
    ///   - avoiding: icons already used in this video, taken again only when nothing else fits the phrase.
    ///   - seed: chooses among equals.
    func icon(for phrases: [String], avoiding used: Set<String> = [], seed: UInt64 = 0) -> String {
        var repeated: String?
        for phrase in phrases {
            let found = candidates(phrase)
            if let fresh = found.first(where: { !used.contains($0) }) { return fresh }
            repeated = repeated ?? found.first
        }
        if let repeated { return repeated }
        var random = SeededRandom(seed: seed)
        let neutral = Self.neutral.filter { characters[$0] != nil }
        let fresh = neutral.filter { !used.contains($0) }
        return random.pick(fresh.isEmpty ? neutral + ["star"] : fresh)
    }

    /// Icons for a phrase, best first: the whole phrase, then its words from the last, which is its noun.
    private func candidates(_ phrase: String) -> [String] {
        let stems = Stem.words(phrase)
        var keys = zip(stems, stems.dropFirst()).map { "\($0) \($1)" }
        keys += stems.reversed()
        let names = keys.flatMap { (IconAliases.byStem[$0] ?? []) + (byStem[$0].map { Array($0.prefix(2)) } ?? []) }
        return names.filter { characters[$0] != nil }
    }

    private static func parse(_ text: String) -> [String: String] {
        var icons: [String: String] = [:]
        // .mdi-coffee:before {\n  content: "\F176";
        for match in text.matches(of: /\.mdi-([a-z0-9-]+):{1,2}before\s*\{\s*content:\s*"\\([0-9A-Fa-f]{4,6})"/) {
            guard let value = UInt32(match.2, radix: 16), let scalar = Unicode.Scalar(value) else { continue }
            icons[String(match.1)] = String(Character(scalar))
        }
        return icons
    }

    /// Names whose words mislead: brands, interface parts and negations (`git`, `tab`, `water-off`).
    private static func isMark(_ name: String) -> Bool {
        name.hasSuffix("-off") || name.hasSuffix("-outline")
            || marks.contains(where: { name == $0 || name.hasPrefix($0 + "-") })
    }

    private static let marks = [
        "format", "border", "arrow", "chevron", "gesture", "view", "tab", "table", "vector", "set", "select", "sort",
        "source", "crop", "alpha", "numeric", "checkbox", "radiobox", "close", "minus", "plus", "more", "box", "cast",
        "content", "cursor", "drag", "debug", "flip", "move", "new", "open", "page", "near", "at", "blur", "call",
        "case", "window", "windows", "apple", "amazon", "google", "microsoft", "facebook", "twitter", "git", "github",
        "edge", "opera", "beats", "bing", "discord", "steam", "slack", "stop", "skip", "step", "pause", "play", "bus",
        "material", "medium", "trello", "uber", "vine", "wan", "lan", "led", "nature", "looks", "matrix", "panda",
        "pandora", "pocket", "safari", "sim", "sd", "switch", "script", "send", "share", "shape", "target", "text",
        "transfer", "unity", "vk", "xml", "zip", "tooltip", "tune", "label", "layers", "link", "margin", "marker",
        "details", "division", "dots", "equal", "export", "filter", "forward", "function", "grid", "group", "help",
        "import", "invert", "menu", "message", "monitor", "not", "notification", "opacity", "overscan", "package",
        "priority", "read", "redo", "refresh", "reload", "remote", "rename", "reorder", "replay", "reply",
        "responsive", "restore", "rewind", "room", "ruler", "screen", "seat", "serial", "settings", "shuffle",
        "square", "sync", "swap", "timelapse", "undo", "unfold", "update", "upload", "download", "verified", "wrap",
        "human", "image", "keyboard", "language", "material", "home", "account", "human", "light", "loop", "elevation",
    ]

    private static let neutral = [
        "lightbulb-on-outline", "lightbulb-outline", "star", "compass", "earth", "creation", "shape", "lightbulb",
        "book-open-page-variant",
        "bullhorn", "eye", "flag", "diamond", "puzzle", "palette", "bookmark", "magnify", "key-variant", "flash",
    ]
}
