/// A generated picture: one glyph that says what the scene is about, over a ``CardBackdrop``.
struct SceneCard: Sendable {
    /// How the glyph is framed.
    enum Layout: CaseIterable {
        case disc, tile, plain
    }

    /// The glyph's character in Material Design Icons.
    let glyph: String
    let palette: Palette
    let canvas: PixelSize
    let seed: UInt64

    func document(frames: Int) -> AssDocument {
        var random = SeededRandom(seed: seed, part: 6)
        var sketch = AssSketch(duration: 100 * (frames + 30) / RenderOptions.framesPerSecond)
        badge.draw(on: &sketch, &random)
        return AssDocument(
            canvas: canvas, styles: [AssSketch.shapeStyle, AssSketch.glyphStyle], events: sketch.events)
    }

    var badge: GlyphBadge {
        var random = SeededRandom(seed: seed, part: 2)
        return GlyphBadge(
            glyph: glyph, palette: palette, layout: random.pick(Layout.allCases), centre: centre, scale: 1)
    }

    /// Above the middle, so that subtitles at the bottom do not touch it.
    private var centre: (x: Double, y: Double) {
        (Double(canvas.width) / 2, Double(canvas.height) * (canvas.height > canvas.width ? 0.40 : 0.42))
    }
}
