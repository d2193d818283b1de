/// The glyph in its frame, with shadow, ripple and sparks: it pops in during the first half second.
struct GlyphBadge {
    let glyph: String
    let palette: Palette
    let layout: SceneCard.Layout
    let centre: (x: Double, y: Double)
    /// 1 is a badge 600 pixels wide.
    let scale: Double

    /// Comes in larger than it is, then settles.
    private static let pop = "\\fscx0\\fscy0\\t(0,260,\\fscx107\\fscy107)\\t(260,430,\\fscx100\\fscy100)"

    /// Comes in turned, and swings upright.
    private static let turn =
        "\\fscx0\\fscy0\\frz-25\\t(120,420,0.7,\\fscx112\\fscy112\\frz4)"
        + "\\t(420,600,\\fscx100\\fscy100\\frz0)"

    /// What has sharp edges, in the full size.
    func draw(on sketch: inout AssSketch, _ random: inout SeededRandom) {
        ripple(&sketch)
        switch layout {
        case .disc: disc(&sketch)
        case .tile: tile(&sketch)
        case .plain: plain(&sketch)
        }
        sparks(&sketch, &random)
    }

    /// What is blurred anyway and so is painted small and scaled up: a shadow, or a halo behind a bare glyph.
    func drawSoft(on sketch: inout AssSketch) {
        switch layout {
        case .disc: shadow(&sketch, AssShape.circle(292 * scale))
        case .tile: shadow(&sketch, tileOutline)
        case .plain:
            sketch.shape(
                AssShape.circle(330 * scale),
                "\\pos(\(n(centre.x)),\(n(centre.y)))\\1c\(palette.glow.ass)\\1a&H90&\\blur\(n(60 * scale))\(Self.pop)")
            sketch.glyph(
                glyph,
                "\(position(down: 26))\\fs\(n(620 * scale))\\1c&H000000&\\1a&H70&\\blur\(n(20 * scale))\(Self.turn)")
        }
    }

    /// The same badge on a smaller canvas.
    func reduced(by factor: Double) -> GlyphBadge {
        GlyphBadge(
            glyph: glyph, palette: palette, layout: layout, centre: (centre.x * factor, centre.y * factor),
            scale: scale * factor)
    }

    private func disc(_ sketch: inout AssSketch) {
        sketch.shape(AssShape.circle(300 * scale), "\(position())\\1c&HFFFFFF&\(Self.pop)")
        sketch.shape(
            AssShape.circle(270 * scale),
            "\(position())\\1a&HFF&\\3c\(palette.accent.ass)\\bord\(n(9 * scale))\(Self.pop)")
        mark(&sketch, size: 390, colour: palette.base)
    }

    private func tile(_ sketch: inout AssSketch) {
        let look = "\\1c\(palette.deep.ass)\\1a&H30&\\3c&HFFFFFF&\\3a&H40&\\bord\(n(6 * scale))"
        sketch.shape(tileOutline, "\(position())\(look)\(Self.pop)")
        mark(&sketch, size: 400, colour: palette.accent)
    }

    private var tileOutline: String { AssShape.roundedBox(560 * scale, 560 * scale, corner: 130 * scale) }

    private func plain(_ sketch: inout AssSketch) {
        mark(&sketch, size: 620, colour: HexColour(red: 255, green: 255, blue: 255))
    }

    /// The glyph itself grows so slowly that it is only felt.
    private func mark(_ sketch: inout AssSketch, size: Double, colour: HexColour) {
        let growth = "\\t(600,\(max(700, sketch.duration * 10)),\\fscx106\\fscy106)"
        sketch.glyph(glyph, "\(position())\\fs\(n(size * scale))\\1c\(colour.ass)\(Self.turn)\(growth)")
    }

    private func shadow(_ sketch: inout AssSketch, _ outline: String) {
        sketch.shape(
            outline, "\(position(down: 44))\\1c&H000000&\\1a&H78&\\blur\(n(36 * scale))\(Self.pop)")
    }

    private func ripple(_ sketch: inout AssSketch) {
        sketch.shape(
            AssShape.circle(300 * scale), until: 110,
            "\(position())\\1a&HFF&\\3c&HFFFFFF&\\3a&H60&\\bord\(n(6 * scale))\\fscx70\\fscy70"
                + "\\t(150,1100,0.6,\\fscx185\\fscy185\\3a&HFF&\\bord0)")
    }

    private func sparks(_ sketch: inout AssSketch, _ random: inout SeededRandom) {
        let count = 12
        for index in 0..<count {
            let angle = Double(index) / Double(count) + random.real(-0.02...0.02)
            let from = point(angle, 300 * scale)
            let to = point(angle, random.real(400...520) * scale)
            let path = [from.x, from.y, to.x, to.y].map(n).joined(separator: ",")
            let colour = index % 2 == 0 ? "&HFFFFFF&" : palette.accent.ass
            sketch.shape(
                AssShape.circle(random.real(7...15) * scale), until: 95,
                "\\move(\(path),250,900)\\1c\(colour)\\1a&HFF&\\t(240,300,\\1a&H10&)\\t(500,950,\\1a&HFF&\\fscx20\\fscy20)"
            )
        }
    }

    /// A point on a circle round the centre, at a part of a whole turn.
    private func point(_ turn: Double, _ radius: Double) -> (x: Double, y: Double) {
        let (sine, cosine) = Turn.sineAndCosine(turn)
        return (centre.x + radius * cosine, centre.y + radius * sine)
    }

    private func position(down: Double = 0) -> String { "\\pos(\(n(centre.x)),\(n(centre.y + down * scale)))" }

    private func n(_ value: Double) -> String { AssText.number(value) }
}
