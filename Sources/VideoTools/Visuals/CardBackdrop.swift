/// The moving, softly lit colours behind everything that is drawn.
///
/// Painted at a quarter of the width and height and scaled up: soft shapes lose nothing by it, and cost a seventh.
struct CardBackdrop: Sendable {
    /// What stands in front: its shadow and faint copies of its glyph are painted here.
    let badge: GlyphBadge
    let palette: Palette
    let canvas: PixelSize
    let seed: UInt64

    /// The size it is painted at.
    var size: PixelSize { PixelSize(width: canvas.width / 8 * 2, height: canvas.height / 8 * 2) }

    /// The lavfi source: a gradient that turns slowly; `frames` long.
    func source(frames: Int) -> String {
        let (width, height) = (size.width, size.height)
        let duration = AssText.centiseconds(Double(frames + 2) / Double(RenderOptions.framesPerSecond))
        return "gradients=s=\(width)x\(height):r=\(RenderOptions.framesPerSecond):n=3"
            + ":c0=0x\(palette.deep.hex):c1=0x\(palette.base.hex):c2=0x\(palette.deep.hex)"
            + ":x0=\(width / 9):y0=\(height / 24):x1=\(width - width / 9):y1=\(height - height / 48)"
            + ":speed=0.012:seed=\(seed % 100_000):d=\(Double(duration) / 100)"
    }

    /// Four blurred spots of light and two faint copies of the glyph, all drifting; then the shadow.
    func document(frames: Int) -> AssDocument {
        var random = SeededRandom(seed: seed, part: 1)
        var sketch = AssSketch(duration: 100 * (frames + 30) / RenderOptions.framesPerSecond)
        let (width, height) = (Double(size.width), Double(size.height))
        let side = max(width, height)
        for (colour, alpha) in [
            (palette.glow, "48"), (palette.deep, "38"), (palette.glow, "78"), (palette.accent, "A8"),
        ] {
            let (x, y) = (random.real(0...width), random.real(0...height))
            let (dx, dy) = (random.real(-0.16...0.16) * side, random.real(-0.16...0.16) * side)
            let move = [x, y, x + dx, y + dy].map(AssText.number).joined(separator: ",")
            let blur = AssText.number(side * 0.085)
            sketch.shape(
                AssShape.circle(side * random.real(0.13...0.25)),
                "\\move(\(move),0,\(sketch.duration * 10))\\1c\(colour.ass)\\1a&H\(alpha)&\\blur\(blur)")
        }
        GhostGlyphs(glyph: badge.glyph, canvas: size).draw(on: &sketch, &random)
        badge.reduced(by: Double(size.width) / Double(canvas.width)).drawSoft(on: &sketch)
        return AssDocument(
            canvas: size, styles: [AssSketch.shapeStyle, AssSketch.glyphStyle], events: sketch.events)
    }
}
