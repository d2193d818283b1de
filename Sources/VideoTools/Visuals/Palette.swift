/// Four colours that go together: what a generated picture is painted with.
struct Palette: Codable, Equatable, Sendable {
    /// The darkest; the corners of the picture.
    let deep: HexColour
    /// The body of the picture.
    let base: HexColour
    /// A light neighbour of `base`, for soft spots of light.
    let glow: HexColour
    /// A contrast to all of them, for small marks.
    let accent: HexColour

    /// All palettes, around the colour wheel; white text is legible on each.
    static let all: [Palette] = [
        of(0x0B1E4B, 0x1C4FD6, 0x33C3FF, 0xFFD166), of(0x1B1464, 0x4338CA, 0x7DA2FF, 0xFDBA5C),
        of(0x2A0845, 0x7B2FF7, 0xE14BD0, 0xFFE066), of(0x3B0A45, 0xA21CAF, 0xFF7AC6, 0xFFD98A),
        of(0x46092F, 0xC81D6B, 0xFF7E9F, 0xFFE8A3), of(0x4A0D1F, 0xD7263D, 0xFF8A5B, 0xFFE8A3),
        of(0x451407, 0xD1491B, 0xFFA45B, 0xFFF0B8), of(0x3A1D00, 0xC46A06, 0xFFB627, 0xFFF4C9),
        of(0x2C2203, 0x94770C, 0xE0C341, 0xFFF3B0), of(0x12300C, 0x3D8B2B, 0xA7E35D, 0xFFE27A),
        of(0x06302B, 0x0E8F74, 0x7CF29C, 0xFFCB47), of(0x04303A, 0x0B8793, 0x5FE3D6, 0xFFB86B),
        of(0x0A2A43, 0x1477B8, 0x6FD3F5, 0xFF9F68), of(0x131A2E, 0x35507E, 0x8FB4E8, 0xFFC46B),
    ]

    /// The palette of one scene: a video starts somewhere on the wheel and each scene goes on by a third of
    /// it or so, so that neighbours differ and no palette comes twice before all have come.
    static func of(scene: Int, seed: UInt64) -> Palette {
        var random = SeededRandom(seed: seed)
        let start = Int(random.next() % UInt64(all.count))
        return all[(start + scene * 5) % all.count]
    }

    private static func of(_ deep: UInt32, _ base: UInt32, _ glow: UInt32, _ accent: UInt32) -> Palette {
        Palette(deep: colour(deep), base: colour(base), glow: colour(glow), accent: colour(accent))
    }

    private static func colour(_ value: UInt32) -> HexColour {
        HexColour(red: UInt8(value >> 16 & 0xff), green: UInt8(value >> 8 & 0xff), blue: UInt8(value & 0xff))
    }
}
