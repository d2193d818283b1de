/// The opening picture: the subject in large letters under its glyph.
struct TitleCard: Sendable {
    let title: String
    let glyph: String
    let palette: Palette
    let canvas: PixelSize
    let seed: UInt64

    func document(frames: Int) -> AssDocument {
        var random = SeededRandom(seed: seed, part: 3)
        var sketch = AssSketch(duration: 100 * (frames + 30) / RenderOptions.framesPerSecond)
        badge.draw(on: &sketch, &random)
        lines(&sketch)
        return AssDocument(
            canvas: canvas, styles: [AssSketch.shapeStyle, AssSketch.glyphStyle, style], events: sketch.events)
    }

    var badge: GlyphBadge {
        GlyphBadge(
            glyph: glyph, palette: palette, layout: .disc,
            centre: (Double(canvas.width) / 2, Double(canvas.height) * (isTall ? 0.24 : 0.25)),
            scale: isTall ? 0.68 : 0.5)
    }

    private var isTall: Bool { canvas.height > canvas.width }

    private var style: AssStyle {
        let system = WritingSystem.of(title)
        return AssStyle(
            name: "Title", font: system.font, size: layout.size, outlineColour: palette.deep,
            bold: system.needsBold, outline: 5, shadow: 6)
    }

    /// The title, broken so that its letters can be as large as possible.
    private var layout: TitleLayout {
        TitleLayout(
            title: title, width: Double(canvas.width) * 0.86, height: Double(canvas.height) * (isTall ? 0.22 : 0.26))
    }

    /// Each line rises into its place a moment after the one before, then a bar is drawn under the last.
    private func lines(_ sketch: inout AssSketch) {
        let (layout, middle) = (layout, Double(canvas.width) / 2)
        let pitch = Double(layout.size) * 1.08
        var y = Double(canvas.height) * (isTall ? 0.47 : 0.57) - pitch * Double(layout.lines.count - 1) / 2
        for (index, line) in layout.lines.enumerated() {
            let begin = 250 + index * 130
            sketch.text(
                line, style: "Title", from: begin / 10,
                "\\an5\\move(\(n(middle)),\(n(y + 70)),\(n(middle)),\(n(y)),0,320)\\fad(220,0)")
            y += pitch
        }
        y += pitch * -0.35 + 46
        let begin = 350 + layout.lines.count * 130
        sketch.shape(
            AssShape.roundedBox(260, 14, corner: 7),
            "\\pos(\(n(middle)),\(n(y)))\\1c\(palette.accent.ass)\\fscx0\\t(\(begin),\(begin + 420),0.5,\\fscx100)")
    }

    private func n(_ value: Double) -> String { AssText.number(value) }
}
