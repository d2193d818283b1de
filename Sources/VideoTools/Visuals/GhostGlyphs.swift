/// Very large and very faint copies of the glyph, which drift against each other and give depth.
struct GhostGlyphs {
    let glyph: String
    let canvas: PixelSize

    func draw(on sketch: inout AssSketch, _ random: inout SeededRandom) {
        let (width, height) = (Double(canvas.width), Double(canvas.height))
        let size = min(max(width, height) * 0.6, min(width, height) * 1.15)
        let right = random.next() % 2 == 0
        ghost(&sketch, right ? 0.80 : 0.20, 0.20, size, right ? -14 : 14, "E2", drift: right ? -0.07 : 0.07)
        ghost(&sketch, right ? 0.17 : 0.83, 0.88, size * 0.66, right ? 18 : -18, "E8", drift: right ? 0.06 : -0.06)
    }

    private func ghost(
        _ sketch: inout AssSketch, _ x: Double, _ y: Double, _ size: Double, _ angle: Int, _ alpha: String,
        drift: Double
    ) {
        let (width, height) = (Double(canvas.width), Double(canvas.height))
        let path = [x * width, y * height, (x + drift) * width, (y + drift / 4) * height]
        let move = path.map(AssText.number).joined(separator: ",")
        sketch.glyph(
            glyph,
            "\\move(\(move),0,\(sketch.duration * 10))\\fs\(AssText.number(size))\\frz\(angle)\\1a&H\(alpha)&\\1c&HFFFFFF&"
        )
    }
}
